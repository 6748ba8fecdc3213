"""Measured numbers other than temperatures."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings
from bot.safety.rules.reading import read_message


@pytest.mark.parametrize(
    ("message", "symptom", "counts"),
    [
        ("sats 86", "sudden_breathlessness", True),
        ("oxygen says 93", "breathlessness", True),
        ("sats 97", "breathlessness", False),
        ("pulse 140", "heart", True),
        ("heart rate 38", "heart", True),
        ("pulse 72", "heart", False),
        ("bp 80/50", "heart", True),
        ("bp 124/78", "heart", False),
        ("6 loose stools today", "diarrhea", True),
        ("2 loose stools today", "diarrhea", False),
        ("been to the loo eleven times since midnight", "diarrhea", True),
        ("not peed for 12 hours", "urine_swelling", True),
        ("no wee in ten hrs", "urine_swelling", True),
        ("no wee for 2 hours", "urine_swelling", False),
        ("threw up 6 times", "vomiting", True),
        ("was sick 1 times", "vomiting", False),
    ],
)
def test_a_measure_is_held_against_its_threshold(
    message: str, symptom: str, counts: bool, rules_alone: SafetySettings
) -> None:
    findings = read_message(message, rules_alone.knowledge, 38.0).findings
    measured = [f for f in findings if f.symptom == symptom and any(map(str.isdigit, f.understood))]
    assert [f.counts for f in measured] == [counts]


def test_each_number_is_read_with_its_own_name(rules_alone: SafetySettings) -> None:
    reading = read_message("temp 37.2 sats 98 pulse 72", rules_alone.knowledge, 38.0)
    assert not any(finding.counts for finding in reading.findings)
