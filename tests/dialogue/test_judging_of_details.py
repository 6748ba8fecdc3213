"""What the one judgement makes of where and since when something is, with the trained models."""

from __future__ import annotations

import pytest

from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge


def judged(text: str) -> str:
    found = judge(text, safety_settings(), triage_reader())
    return "asked about" if getattr(found, "takes_over", False) else found.outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("roughly half of my forearm", "check"),
        ("maybe a fifth of her body", "check"),
        ("a rash on my shin, it came overnight", "asked about"),
        ("rash on my tummy since tuesday", "asked about"),
        ("his rash began last week", "asked about"),
        ("an itchy rash on my thigh", "asked about"),
        ("headache, and my knuckles ache", "asked about"),
        # what is grave about it stays grave
        ("half of my face droops since this morning", "urgent"),
        ("blistering rash on my belly since tuesday", "urgent"),
        ("a rash and a fever since yesterday", "urgent"),
        ("the rash spreads by the hour since this morning", "urgent"),
        ("painful purple spots on my legs since last night", "urgent"),
        ("bad headache since yesterday", "urgent"),
        ("spots on my lung on the ct, and now i can't breathe", "urgent"),
        ("i really want an ambulance", "urgent"),
        # misspelt by more than two letters
        ("we think he hav a tempretur", "urgent"),
        ("what if i hav a tempretur", "none"),
        # a scan
        ("spots on my liver on the ct", "none"),
        ("i do not want an ambulance", "check"),
    ],
)
def test_judged(text: str, outcome: str) -> None:
    assert judged(text) == outcome
