"""The answer by which an alarm follows: what was said in turn → its button."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.settling import deciding_answer
from bot.dialogue.triage import answer, report
from bot.dialogue.triage_knowledge import Action
from bot.dialogue.triage_state import Triage


@pytest.mark.parametrize(
    ("symptom", "text", "buttons", "action", "decides"),
    [
        ("itch", "my skin itches", [1], "emergency", "Yes"),
        ("itch", "my skin itches", [0, 1], "call_now", "Yes"),
        ("joint_pain", "sore joints", [0, 1, 2], "call_now", "Hard to wash or dress"),
        # Nothing was asked: the symptom as it was told is the reason.
        ("rash", "rash all over my back and chest", [], "call_now", None),
        ("flu_like", "i had car-t last week and feel fluey", [], "call_now", None),
        # The treatment raises what the answers alone do not.
        ("fatigue", "so tired on a bispecific", [0, 0, 1], "call_now", None),
    ],
)
def test_the_deciding_answer(
    reader: Reader,
    symptom: str,
    text: str,
    buttons: Sequence[int],
    action: Action,
    decides: str | None,
) -> None:
    step = report(Triage(), [symptom], reader.said(text), reader.rules)
    for button in buttons:
        step = answer(step.triage, button, reader.said(""), reader.rules)
    assert step.action == action
    found = deciding_answer(step.triage, action, reader.rules.knowledge)
    assert (found and found.title) == decides
