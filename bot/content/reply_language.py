"""The language that a reply is given in, and whether it gives an alarm once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.languages import ENGLISH
from bot.content.pending import Pending
from bot.safety.escalation import RED_FLAG, Escalation

# Said after a check or an alarm, in the language of that.
_FOLLOW_UPS = frozenset(
    {"utter_call_checked", "utter_not_now", "utter_nobody_answers", "utter_cannot_call",
     "utter_nobody_answers_crisis_line", "utter_really_urgent", "utter_really_an_emergency",
     "utter_still_call", "utter_still_an_emergency", "utter_still_crisis", "utter_help_is_coming",
     "utter_ask_them", "utter_ask_them_in_an_emergency"}
)  # fmt: skip
_LANGUAGE_REMEMBERED = 4  # messages


def language_of(
    utter_action: str, parse: Mapping[str, Any], tracker: DialogueStateTracker, *, repeats: bool
) -> str:
    """The language that a message is answered in: its own; where it answers a check or says
    something of a call, and may be a button, that of the messages before it.

    ``repeats``: whether it is an alarm that is given once more.
    """
    own = Escalation.from_dict(parse.get(RED_FLAG))
    code = own.language
    if utter_action not in _FOLLOW_UPS and not repeats:
        return code
    messages = [event for event in tracker.events if isinstance(event, UserUttered)]
    before = [
        Escalation.from_dict((event.parse_data or {}).get(RED_FLAG)).language
        for event in messages[-_LANGUAGE_REMEMBERED - 1 : -1]
    ]
    return next((one for one in reversed(before) if one != ENGLISH), code)


def repeats_alarm(utter_action: str, parse: Mapping[str, Any], pending: Pending) -> bool:
    """Whether an alarm is given once more to a message that is none: no new red flag for records
    and notices."""
    if not utter_action.startswith("utter_call_"):
        return False
    alarm = pending.alarm
    is_news = Escalation.from_dict(parse.get(RED_FLAG)).intent is not None
    return alarm is not None and alarm.repeats == utter_action and not is_news
