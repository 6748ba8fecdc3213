"""Blood from the bowel: any of it is a call, much of it an emergency (triage reference)."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.safety import SafetySettings

CALL = [
    "a smear of blood on the toilet paper",
    "a few specks of blood when I wiped",
    "bright red blood on the loo paper after wiping",
    "I wiped and saw some blood",
    "my haemorrhoids bled this morning",
    "there was blood in the loo",
    "blood in my stools",
    "black tarry stools",
]
EMERGENCY = [
    "the loo was full of blood",
    "lots of blood from my bottom",
    "clots of blood in the toilet",
    "blood pouring from my back passage",
    "bleeding from my bottom and I feel faint",
]
NO_ALARM = [
    "can immunotherapy make my stool bloody",
    "I have had piles for years",
    "no blood on the paper",
    "we ran out of toilet paper",
    "we need red paint for the bathroom",
]


@pytest.mark.parametrize("text", CALL)
def test_a_little_is_a_call(text: str, settings: SafetySettings) -> None:
    judged = judge(text, settings, triage_reader())
    assert (judged.outcome, judged.tier) == ("urgent", "call_now")


@pytest.mark.parametrize("text", EMERGENCY)
def test_much_is_an_emergency(text: str, settings: SafetySettings) -> None:
    judged = judge(text, settings, triage_reader())
    assert (judged.outcome, judged.tier) == ("urgent", "emergency")


@pytest.mark.parametrize("text", NO_ALARM)
def test_what_is_no_blood_alarms_nobody(text: str, settings: SafetySettings) -> None:
    assert judge(text, settings, triage_reader()).outcome != "urgent"
