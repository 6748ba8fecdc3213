"""What a turn about a reported symptom must bring: a question, advice, or an alarm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels.replies import Reply
from bot.content.triage import triage_knowledge

TRIAGE_KEYS = {"asks", "advises", "about", "alarms", "leaves", "chats", "repeats"}
URGENCIES = {"emergency": "emergency", "crisis": "emergency", "call_now": "call_now"}


def is_about_symptoms(turn: dict[str, Any]) -> bool:
    """Whether a turn is written with the lines for symptoms (see README.md)."""
    return bool(turn.keys() & TRIAGE_KEYS)


def check_symptom_turn(turn: dict[str, Any], replies: Sequence[Reply]) -> None:
    """Whether the replies of a turn are what it must bring."""
    rest = list(replies)
    if "answer" in turn:
        assert rest.pop(0).topics == (turn["answer"],)
    if "chats" in turn:
        assert rest.pop(0).kind == "smalltalk"
    if "asks" in turn:
        _check_question(str(turn["asks"]), rest.pop(0))
    if "advises" in turn:
        reply = rest.pop(0)
        assert (reply.kind, reply.urgency) == ("advice", turn["advises"]), reply.text
        assert reply.findings[0] == turn["about"]
        assert reply.calls
    if "alarms" in turn:
        reply = rest.pop(0)
        assert (reply.kind, reply.urgency) == ("red_flag", URGENCIES[turn["alarms"]]), reply.text
        assert reply.crisis == (turn["alarms"] == "crisis")
    if "leaves" in turn:
        assert rest.pop(0).text.startswith("All right, I will not ask any more.")
    assert not rest, [reply.text for reply in rest]


def _check_question(text: str, reply: Reply) -> None:
    assert reply.kind == "question", reply.text
    assert text in reply.text
    assert reply.calls, "the care team's number stands under every question"
    questions = [q for s in triage_knowledge().symptoms.values() for q in s.questions]
    asked = [one for one in questions if text in (one.text, one.short)]
    titles = [[button.title for button in question.buttons] for question in asked]
    assert [button["title"] for button in reply.buttons] in titles


def tiers_of_alarms(turns: Sequence[dict[str, Any]]) -> list[str]:
    """The urgency of each alarm of a conversation, as the records hold it; one that is only
    repeated is no new one."""
    alarms = [turn for turn in turns if "alarms" in turn and not turn.get("repeats")]
    return [URGENCIES[turn["alarms"]] for turn in alarms]
