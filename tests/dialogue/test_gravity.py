"""Which number an alarm gives where wording, table and rules disagree; guesses that are none."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.safety import SafetySettings

TIERS = [
    # One swollen limb, hives within a day and streaks of blood are calls (triage reference).
    ("my right leg is fat and sore", "call_now"),
    ("hives on her arms two hours after the infusion", "call_now"),
    ("coughed up a few specks of blood", "call_now"),
    ("coughed up blood, only a thin streak", "call_now"),
    ("coughed up blood, a cupful with streaks", "emergency"),
    ("coughed up lots of blood", "emergency"),
    ("his leg is fat and red and now he can't get his breath", "emergency"),
    ("hives after the infusion and her throat is closing", "emergency"),
    ("her mouth is pulled down on one side", "emergency"),
    # A steroid that was taken twice is a mistake with a medicine, and no missed one.
    ("took my prednisone twice today by accident", "call_now"),
    ("I took two prednisolone instead of one", "call_now"),
]
NO_ALARM = [
    "no blood, and he isn't fighting for air",
    "I've not passed out",
    "he slept maybe six hours and manages by day",
    "she does not want to die or hurt herself",
    "sore mouth",
    "I take prednisone",
    "hydrocortisone tablets",
]


@pytest.mark.parametrize(("text", "tier"), TIERS)
def test_the_number_that_is_given(text: str, tier: str, settings: SafetySettings) -> None:
    assert judge(text, settings, triage_reader()).tier == tier


@pytest.mark.parametrize("text", NO_ALARM)
def test_what_is_no_alarm(text: str, settings: SafetySettings) -> None:
    assert judge(text, settings, triage_reader()).outcome != "urgent"
