"""Which symptoms a message names."""

from __future__ import annotations

import pytest

from bot.dialogue.named_symptoms import named_symptoms
from bot.dialogue.recogniser import NO_SYMPTOM
from bot.dialogue.reports import Reader

SEVERAL = "several_together"

# Message, learned shares (all others are 0) → the symptoms that it names.
NAMED: list[tuple[str, dict[str, float], tuple[str, ...]]] = [
    ("hair loss and diarrhea", {"hair": 0.4, SEVERAL: 0.6}, ("hair", "diarrhea")),
    ("hair loss and diarrhea", {"hair": 0.6, "diarrhea": 0.4}, ("hair", "diarrhea")),
    ("bit itchy, bit queasy, bit tingly", {"itch": 0.1, "nausea": 0.05, SEVERAL: 0.9},
     ("itch", "nausea", "numbness_tingling")),
    # a phrase alone, of which nothing that was learned has heard
    ("hair loss and diarrhea", {"hair": 1.0}, ("hair",)),
    # phrases that share words are one symptom
    ("sore red feet", {"hand_foot": 0.5, SEVERAL: 0.5}, ("hand_foot",)),
    # denied
    ("hair loss, no diarrhea", {"hair": 0.5, SEVERAL: 0.5}, ("hair",)),
    ("can it cause hair loss and diarrhea", {"hair": 0.1, NO_SYMPTOM: 0.9}, ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "learned", "expected"), NAMED)
def test_named_symptoms(
    reader: Reader, text: str, learned: dict[str, float], expected: tuple[str, ...]
) -> None:
    shares = dict.fromkeys([NO_SYMPTOM, *reader.rules.knowledge.symptoms], 0.0) | learned
    relations = reader.rules.knowledge.relations
    assert named_symptoms(reader.said(text), shares, relations) == expected
