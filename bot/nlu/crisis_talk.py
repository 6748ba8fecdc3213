"""What was said of suicide in a conversation before, and what the latest message adds to it."""

from __future__ import annotations

from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.parsed_message import latest_text
from bot.content.session import this_session
from bot.content.suicide_check import asks_why, question_about_suicide
from bot.content.triage_model import triage_reader
from bot.dialogue.open_alarm import OpenAlarm
from bot.dialogue.suicide_question import is_beside_the_question, says_that_it_is_safe
from bot.nlu.raised_by_talk import SAFE_NOW
from bot.nlu.situation import PastReply
from bot.safety.escalation import CRISIS_CHECKS, URGENT_RESPONSES

# So often the long card is given; then a short line says that the crisis line is there.
_MOST_CARDS = 3


def is_safe_now(
    tracker: DialogueStateTracker, alarm: OpenAlarm | None, *, is_asked: bool, is_believed: bool
) -> bool:
    """Whether the latest message says in full words, for the first time, that the writer will not
    hurt himself; or says it once more. Of somebody else's thoughts nobody else can say so.

    ``is_asked``: a question about a symptom was open. ``is_believed``: it is a clear no to what the
    alarm before it only guessed.
    """
    is_believed_before = any(reply.action == SAFE_NOW for reply in _replies(tracker))
    reader = triage_reader()
    said, knowledge = reader.said(latest_text(tracker)), reader.rules.knowledge
    if alarm is None and is_believed_before and not is_asked:
        return says_that_it_is_safe(said, knowledge, in_so_many_words=True)
    if alarm is None or alarm.repeats != URGENT_RESPONSES["red_flag_crisis"]:
        return False
    if is_believed or is_believed_before:
        return False
    return says_that_it_is_safe(said, knowledge)


def is_asked_once_more(tracker: DialogueStateTracker) -> bool:
    """Whether the latest message goes past the check about suicide, which was put only once, or
    asks why that is asked."""
    replies = _replies(tracker)
    times = sum(reply.action in CRISIS_CHECKS or reply.checks_suicide for reply in replies)
    reader = triage_reader()
    question = question_about_suicide(reader)
    said = reader.said(latest_text(tracker))
    is_beside = is_beside_the_question(said, question, reader.rules.knowledge)
    return times == 1 and (is_beside or asks_why(said, reader))


def is_card_known(tracker: DialogueStateTracker) -> bool:
    """Whether the card with the crisis line was given often enough."""
    return sum(reply.is_crisis for reply in _replies(tracker)) >= _MOST_CARDS


def _replies(tracker: DialogueStateTracker) -> list[PastReply]:
    events = this_session(tracker.events)
    return [PastReply.of(event) for event in events if type(event) is BotUttered]
