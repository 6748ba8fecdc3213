"""What the review of the code found missed (its bugs 2, 3 and 15), with the trained detector."""

from __future__ import annotations

import pytest

from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import SafetySettings
from bot.safety.assess import assess


@pytest.mark.parametrize(
    "text",
    [
        "I'm in the car, temp 39.5",
        "temp 39.5 at the store",
        "my temp is 39.9%",
        "temp reading number 39.5",
        "sitting in the garden, temp 39.4",
        "o2 88%",
        "O2 is 85",
        "Sp02 84",
        "o2 sats 85",
        "oxygen level 79 percent",
        "blood pressure 70/40",
    ],
)
def test_what_was_measured_is_urgent(settings: SafetySettings, text: str) -> None:
    assert assess(text, settings).outcome == "urgent"


def test_what_the_safety_layer_would_ask_about_the_triage_measures() -> None:
    judged = judge("temp 39.5 x 3 days", safety_settings(), triage_reader())
    assert (judged.outcome, judged.tier) == ("urgent", "call_now")


@pytest.mark.parametrize("text", ["fever", "fever!", "fever lol"])
def test_a_bare_name_is_asked_about(text: str) -> None:
    judged = judge(text, safety_settings(), triage_reader())
    assert isinstance(judged, TriagedAssessment)
    assert judged.outcome == "check" or judged.takes_over


@pytest.mark.parametrize("text", ["o2 98%", "temp 36.6 at the store", "what is o2", "lol"])
def test_what_is_well_is_no_alarm(settings: SafetySettings, text: str) -> None:
    assert assess(text, settings).outcome == "none"
