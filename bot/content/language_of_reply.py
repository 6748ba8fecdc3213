"""The language in which a message is answered, and whether that gives an alarm once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.parsed_message import parse_of, text_of
from bot.content.pending import Pending
from bot.dialogue.plain_words import has_no_words
from bot.safety.escalation import ENGLISH, RED_FLAG, Escalation

# Said after a check or an alarm, in the language of that.
FOLLOW_UPS = frozenset(
    {"utter_call_checked", "utter_not_now", "utter_nobody_answers", "utter_cannot_call",
     "utter_nobody_answers_crisis_line", "utter_really_urgent", "utter_really_an_emergency",
     "utter_still_call", "utter_still_an_emergency", "utter_still_crisis", "utter_help_is_coming",
     "utter_ask_them", "utter_ask_them_in_an_emergency", "utter_help_is_there", "utter_seen",
     "utter_not_the_patient", "utter_not_the_patient_emergency", "utter_until_help_comes",
     "utter_until_they_call", "utter_going_in", "utter_corrected", "utter_corrected_emergency",
     "utter_please_call", "utter_please_call_emergency", "utter_please_call_crisis_line",
     "utter_line_unanswered", "utter_crisis_line_is_there", "utter_long_over", "utter_safe_now",
     "utter_someone_may_call", "utter_someone_may_call_in_an_emergency", "utter_measured_again"}
)  # fmt: skip
_MESSAGES_REMEMBERED = 4


def language_of(
    utter_action: str, parse: Mapping[str, Any], tracker: DialogueStateTracker, *, repeats: bool
) -> str:
    """The code of the message's own language; where it answers a check, says something of a call,
    and may be a button, or is a number and nothing else, that of the messages before it.

    ``repeats``: whether an alarm of before is given once more.
    """
    code = Escalation.from_dict(parse.get(RED_FLAG)).language
    messages = [event for event in tracker.events if type(event) is UserUttered]
    before = [event for event in messages[-_MESSAGES_REMEMBERED - 1 : -1] if event.text]
    if has_no_words(text_of(parse)):
        telling = (one for one in reversed(before) if not has_no_words(str(one.text)))
        return next((_language(one) for one in telling), code)
    if utter_action not in FOLLOW_UPS and not repeats:
        return code
    foreign = (one for one in map(_language, reversed(before)) if one != ENGLISH)
    return next(foreign, code)


def _language(event: UserUttered) -> str:
    return Escalation.from_dict(parse_of(event).get(RED_FLAG)).language


def repeats_alarm(utter_action: str, parse: Mapping[str, Any], pending: Pending) -> bool:
    """Whether an alarm is given once more to a message that is none: no new red flag for records
    and notices."""
    if not utter_action.startswith("utter_call_"):
        return False
    alarm = pending.alarm
    is_news = Escalation.from_dict(parse.get(RED_FLAG)).intent is not None
    return alarm is not None and alarm.repeats == utter_action and not is_news
