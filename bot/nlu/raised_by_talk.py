"""What only the talk makes a red flag: a no to the question about suicide that is taken back, and
"it's back" after an alarm that was dealt with.

It stands in the parsed message as if it had been judged there, so that nothing else that the
message sounds like, such as an apology, can win over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.open_alarm import answered_alarm, open_alarm
from bot.content.open_check import CHECK
from bot.content.red_flag_talk import safety_talk
from bot.content.session import metadata_of, this_session
from bot.content.triage_model import triage_reader
from bot.dialogue.reports import MOOD
from bot.dialogue.suicide_question import takes_back_a_no
from bot.dialogue.triage_state import label_of
from bot.safety.escalation import RED_FLAG, Escalation

SAFE_NOW = "utter_safe_now"
_ASKED = label_of((MOOD, 0))
_ASKING_KINDS = frozenset({"question", "check"})


def raised_by_the_talk(
    tracker: DialogueStateTracker, text: str, parse: Mapping[str, Any]
) -> Escalation | None:
    """The crisis line, where a message takes back that nobody thinks of suicide, or the alarm that
    has come back; None: neither, or it is urgent by itself."""
    own = Escalation.from_dict(parse.get(RED_FLAG))
    if own.is_urgent or own.is_foreign:
        return None
    return _taken_back(tracker, text) or _the_same_again(tracker, text)


def _taken_back(tracker: DialogueStateTracker, text: str) -> Escalation | None:
    denied = _denial_in(this_session(tracker.events))
    if denied is None:
        return None
    reader = triage_reader()
    is_taken_back = takes_back_a_no(
        reader.said(text), reader.rules.knowledge, is_right_after=denied == "last"
    )
    if not is_taken_back:
        return None
    return Escalation(intent="red_flag_crisis", is_final=True, findings=("self_harm",))


def _the_same_again(tracker: DialogueStateTracker, text: str) -> Escalation | None:
    """The alarm of before, where it was dealt with, or is some messages old, and "it's back"."""
    if not safety_talk().says_it_is_the_same_again(text) or _asks(tracker):
        return None
    alarm = answered_alarm(tracker.events)
    if alarm is None:
        standing = open_alarm(tracker.events, is_logged=False)
        alarm = None if standing is None or standing.is_recent else standing
    return None if alarm is None else alarm.once_more()


def _asks(tracker: DialogueStateTracker) -> bool:
    """Whether the last reply asked something: "another one" may answer that."""
    said = [event for event in this_session(tracker.events) if isinstance(event, BotUttered)]
    kind = metadata_of(said[-1]).get("kind") if said else None
    return kind in _ASKING_KINDS


def _denial_in(events: Iterable[Event]) -> str | None:
    """Whether the question about suicide was asked and left behind without the crisis line, or the
    crisis line was answered with a no: "last" where nothing of another symptom was asked since,
    "before" where something was."""
    denied: str | None = None
    is_asked = False
    for event in events:
        if type(event) is not BotUttered:
            continue
        outer = event.metadata or {}
        said = outer.get("metadata") or {}
        if _asks_of_suicide(said):
            is_asked, denied = True, None
        elif said.get("kind") == "red_flag" and said.get("crisis"):
            is_asked, denied = False, None
        elif outer.get("utter_action") == SAFE_NOW or is_asked:
            is_asked, denied = False, "last"
        elif denied and said.get("kind") in _ASKING_KINDS and not _is_of_mood(said):
            denied = "before"
    return denied


def _asks_of_suicide(said: Mapping[str, Any]) -> bool:
    return said.get("asks") == _ASKED or Escalation.from_dict(said.get(CHECK)).asks_about_suicide


def _is_of_mood(said: Mapping[str, Any]) -> bool:
    return str(said.get("asks") or "").startswith(f"{MOOD}/")
