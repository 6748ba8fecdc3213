"""A symptom that is only named is not its graver form: "been throwing up" tells of no blood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.guesses import without_graver_guess
from bot.dialogue.reports import Reader
from bot.safety import Assessment, Finding
from bot.safety.finding import DETECTOR

GUESS = Finding("throat_swelling", "emergency", (0, 1), "a swelling", True, DETECTOR)
THREW_UP = Assessment(
    "urgent",
    "emergency",
    (
        Finding("vomiting_blood", "emergency", (0, 1), "vomiting blood", True, DETECTOR),
        Finding("vomiting", "call_now", (0, 1), "vomiting", True, "now"),
    ),
    emergency=True,
    suspicion=0.9,
)


@pytest.mark.parametrize(
    ("assessment", "to_ask", "red", "tier"),
    [
        (THREW_UP, 0.95, 0.05, "call_now"),
        (THREW_UP, 0.8, 0.05, "emergency"),
        (THREW_UP, 0.95, 0.2, "emergency"),
        (replace(THREW_UP, findings=(GUESS, THREW_UP.findings[1])), 0.95, 0.05, "emergency"),
        (replace(THREW_UP, findings=THREW_UP.findings[:1]), 0.95, 0.05, "emergency"),
    ],
)
def test_a_graver_form_is_not_guessed_from_the_mere_name(
    reader: Reader, assessment: Assessment, to_ask: float, red: float, tier: str
) -> None:
    report = replace(reader.report("i have been throwing up"), to_ask=to_ask, red=red)
    assert without_graver_guess(assessment, report, reader.rules.knowledge).tier == tier


def test_more_than_the_name_may_tell_of_the_graver_form(reader: Reader) -> None:
    text = "does ginger help, as i have been throwing up and the last few times it was all red"
    report = replace(reader.report(text), to_ask=0.95, red=0.05)
    kept = without_graver_guess(THREW_UP, report, reader.rules.knowledge)
    assert kept.tier == "emergency"
