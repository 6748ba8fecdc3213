""" "Since the infusion" reports a reaction, or only says since when another symptom is there."""

from __future__ import annotations

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.since_treatment import only_says_since_when


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grandpa keeps repeating himself since the infusion", True),
        ("dad has been vague since the infusion", True),
        ("she asks the same thing again and again since her infusion", True),
        ("had my drip on tuesday and my tummy is a bit off", True),
        ("I itch all over since my infusion", False),
        ("I feel chilly after my drip", False),
        ("I have hives after my drip", False),
        ("the drip is running and I feel confused", False),
        ("I feel odd since the infusion", False),
        ("what is an infusion", False),
    ],
)
def test_what_since_the_infusion_says(reader: Reader, text: str, expected: bool) -> None:
    relations = reader.rules.knowledge.relations
    assert only_says_since_when(reader.said(text), relations) is expected
