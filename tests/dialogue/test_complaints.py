"""Which symptoms are one complaint."""

from __future__ import annotations

import pytest

from bot.dialogue.complaints import are_several, is_part
from bot.dialogue.triage_knowledge import TriageKnowledge
from bot.dialogue.triage_state import Case, Stage, Triage


@pytest.mark.parametrize(
    ("symptoms", "expected"),
    [
        (["rash", "diarrhea"], True),
        (["itch", "nausea"], True),
        (["rash", "itch", "eyes"], True),
        (["rash", "itch"], False),
        (["itch", "rash"], False),
        (["itch"], False),
        ([], False),
    ],
)
def test_several(symptoms: list[str], expected: bool, knowledge: TriageKnowledge) -> None:
    assert are_several(symptoms, knowledge.relations) == expected


@pytest.mark.parametrize(
    ("symptom", "other", "stage", "expected"),
    [
        ("itch", "rash", "open", True),
        ("itch", "rash", "done", True),
        ("itch", "rash", "left", False),
        ("rash", "itch", "open", False),
        ("itch", "eyes", "open", False),
    ],
)
def test_part(
    symptom: str, other: str, stage: Stage, expected: bool, knowledge: TriageKnowledge
) -> None:
    case = Case(symptom, (None,))
    triage = Triage((case, Case(other, (None,), stage=stage)))
    assert is_part(case, triage, knowledge.relations) == expected
