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
        ("bp 80/50", "blood_pressure", True),
        ("bp 124/78", "blood_pressure", False),
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
    assert measured
    assert any(f.counts for f in measured) == counts


@pytest.mark.parametrize(
    ("message", "understood"),
    [
        ("o2 88%", "an oxygen level of 88 %"),
        ("Sp02 84", "an oxygen level of 84 %"),
        ("his resp rate is 28", "28 breaths a minute"),
        ("she breathes 40 times a minute", "40 breaths a minute"),
        ("shaking chills and blood pressure 80/40", "a blood pressure of 80"),
        ("bp is 85 over 50 and dizzy", "a blood pressure of 85"),
        ("bp 96/60 and so dizzy", "a blood pressure of 96"),
        ("heart rate 46 and faint", "a heart rate of 46"),
        ("my blood sugar is 28", "a blood sugar of 28"),
        ("glucose reads 310", "a blood sugar of 310"),
        ("sugar 2.7 and shaky", "a blood sugar of 2.7"),
        ("the nosebleed went on for 25 minutes", "bleeding for 25 minutes"),
        ("put on 3 kg in two days", "3 kg more in a few days"),
    ],
)
def test_what_was_measured_is_named(
    message: str, understood: str, rules_alone: SafetySettings
) -> None:
    findings = read_message(message, rules_alone.knowledge, 38.0).findings
    assert understood in {f.understood for f in findings if f.counts}


@pytest.mark.parametrize(
    "message",
    [
        "bp 96/60 as always",
        "two sugars in my tea",
        "sugar free cake for 25 people",
        "heart attack 50 years ago",
        "oxygen for 60 minutes",
        "the parking meter ran out after 30 minutes",
        "80 over 20 in the quiz",
        "blood sugar 5.4 before breakfast",
        "resp rate 15",
        "take 5 deep breaths",
        "gained 1 kg in 3 days",
    ],
)
def test_other_numbers_are_no_measures(message: str, rules_alone: SafetySettings) -> None:
    assert not any(f.counts for f in read_message(message, rules_alone.knowledge, 38.0).findings)


def test_each_number_is_read_with_its_own_name(rules_alone: SafetySettings) -> None:
    reading = read_message("temp 37.2 sats 98 pulse 72", rules_alone.knowledge, 38.0)
    assert not any(finding.counts for finding in reading.findings)
