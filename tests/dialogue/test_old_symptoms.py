"""Symptoms that are old and unchanged are asked about; what changed, or is grave, alarms."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.safety import SafetySettings

ASKED = [
    "tickly cough, smoker's cough, had it for 15 years",
    "my old cough, same as ever",
    "numb toes since my accident, no change at all",
]
ALARMS = [
    ("my usual cough has changed, it is much more often now", "call_now"),
    ("chest pain like a belt, had it for years", "emergency"),
    ("my old cough, and now I cough up lots of blood", "emergency"),
]


@pytest.mark.parametrize("text", ASKED)
def test_what_is_old_and_the_same_is_no_alarm(text: str, settings: SafetySettings) -> None:
    assert judge(text, settings, triage_reader()).outcome != "urgent"


@pytest.mark.parametrize(("text", "tier"), ALARMS)
def test_what_changed_or_is_grave_is_one(text: str, tier: str, settings: SafetySettings) -> None:
    assert judge(text, settings, triage_reader()).tier == tier
