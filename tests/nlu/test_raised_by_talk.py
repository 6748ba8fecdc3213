"""A no to the question about suicide that is taken back later in the talk."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.raised_by_talk import SAFE_NOW, raised_by_the_talk
from bot.safety.escalation import RED_FLAG, Escalation

CHECK = Escalation("red_flag_check", understood="x", confirmed_intent="red_flag_crisis")
ASKED_IN_TRIAGE = {"kind": "question", "asks": "mood/0"}
PANIC = {"kind": "question", "asks": "mood/1"}
RASH = {"kind": "question", "asks": "rash/0"}
CRISIS = {"kind": "red_flag", "crisis": True}
ANSWER = {"kind": "answer"}


def _talk(*replies: dict[str, Any], last: str = "") -> DialogueStateTracker:
    events: list[Any] = []
    for reply in replies:
        events += [UserUttered("hello"), BotUttered("…", metadata={"metadata": reply})]
    if last:
        events += [UserUttered("no"), BotUttered("…", metadata={"utter_action": last})]
    return DialogueStateTracker.from_events("one", events)


def _is_raised(tracker: DialogueStateTracker, text: str, own: Escalation | None = None) -> bool:
    parse = {RED_FLAG: own.as_dict()} if own else {}
    raised = raised_by_the_talk(tracker, text, parse)
    return raised is not None and raised.intent == "red_flag_crisis"


AFTER_A_NO = _talk({"kind": "check", "check": CHECK.as_dict()}, ANSWER)


@pytest.mark.parametrize(
    "text",
    [
        "sorry, that was a lie",
        "i wasn't honest with you",
        "i meant to press yes",
        "sorry, yes",
        "actually i do",
        "i didn't tell you the truth",
        "i take that back",
        "i have been thinking about it for weeks",
        "to be honest i sometimes think about ending it",
        "it crosses my mind",
    ],
)
def test_a_no_taken_back_is_heard(text: str) -> None:
    assert _is_raised(AFTER_A_NO, text)


@pytest.mark.parametrize(
    "text",
    [
        "sorry to bother you",
        "I don't think about it",
        "I did not lie",
        "thank you, that helps",
        "actually i do have a rash",
        "what can i do about it",
    ],
)
def test_what_takes_nothing_back(text: str) -> None:
    assert not _is_raised(AFTER_A_NO, text)


@pytest.mark.parametrize(
    ("replies", "text", "is_raised"),
    [
        ([ASKED_IN_TRIAGE, PANIC], "sorry i lied", True),
        ([ASKED_IN_TRIAGE, PANIC, RASH], "sorry i meant yes", False),
        ([ASKED_IN_TRIAGE, PANIC, RASH], "i do think about it a lot", True),
        ([RASH, ANSWER], "i do think about it a lot", False),
        ([ASKED_IN_TRIAGE], "i lied", False),
        ([ASKED_IN_TRIAGE, CRISIS], "i lied", False),
    ],
)
def test_where_it_counts(replies: list[dict[str, Any]], text: str, is_raised: bool) -> None:
    """An open question reads its answer itself, and under the crisis line nothing is taken back."""
    assert _is_raised(_talk(*replies), text) is is_raised


def test_it_counts_after_a_no_that_was_believed() -> None:
    assert _is_raised(_talk(CRISIS, last=SAFE_NOW), "i lied, i do think about it")


def test_what_is_urgent_by_itself_stays_as_it_is() -> None:
    own = Escalation("red_flag_emergency")
    assert not _is_raised(AFTER_A_NO, "i lied, i took all of them", own)
