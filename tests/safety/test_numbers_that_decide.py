"""Blood sugar and blood pressure: how grave they are, their own table says."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.safety import SafetySettings

LEVELS = [
    # A low sugar is never asked about as a high one.
    ("sugar low and trembly", "call_now", "low_sugar"),
    ("low blood sugar", "call_now", "low_sugar"),
    ("my glucose is dropping", "call_now", "low_sugar"),
    ("had another hypo", "call_now", "low_sugar"),
    ("hypo 3.4", "call_now", "low_sugar"),
    ("hypoglycemia", "call_now", "low_sugar"),
    ("sugar 4 and weak", "call_now", "low_sugar"),
    ("glucose 3.8", "call_now", "low_sugar"),
    ("glucose 2.8", "emergency", "low_sugar"),
    ("glucose 51", "emergency", "low_sugar"),
    # Over 20 mmol/L or 360 mg/dL: an emergency, and not below.
    ("my sugar is 15.8", "call_now", "high_sugar"),
    ("glucose 18.5", "call_now", "high_sugar"),
    ("sugar 19.9 no ketones", "call_now", "high_sugar"),
    ("sugar 340 mg", "call_now", "high_sugar"),
    ("sugar 20.4", "emergency", "very_high_sugar"),
    ("sugar 365 mg/dl", "emergency", "very_high_sugar"),
    ("sugar 18 and vomiting", "emergency", "high_sugar"),
    ("bms 17", "call_now", "high_sugar"),
    ("his bms are 23", "emergency", "very_high_sugar"),
    ("bm hi", "emergency", "very_high_sugar"),
    ("blood glucose hi", "emergency", "very_high_sugar"),
    ("the meter shows high and no number", "emergency", "very_high_sugar"),
    # Blood pressure and pulse.
    ("blood pressure 205/112", "call_now", "blood_pressure"),
    ("bp 84/50", "call_now", "blood_pressure"),
    ("pulse one thirty five", "call_now", "heart"),
    ("hr 136 sitting down", "call_now", "heart"),
]
NOT_URGENT = [
    "low sugar diet",
    "no hypos at all",
    "they say i am hypothyroid now",
    "is hypoglycemia a side effect",
    "my sugar came down nicely",
    "hi there, sugar 5.8",
    "my bms are 4 a day",
    "bp 165/95",
    "blood pressure one thirty over eighty five",
    "blood pressure 118/76 in 2020",
    "ran out of blood pressure tablets",
]


@pytest.mark.parametrize(("message", "tier", "symptom"), LEVELS)
def test_the_number_decides(
    message: str, tier: str, symptom: str, settings: SafetySettings
) -> None:
    judged = judge(message, settings, triage_reader())
    assert (judged.tier, symptom in judged.symptoms) == (tier, True)


@pytest.mark.parametrize("message", NOT_URGENT)
def test_what_is_none(message: str, settings: SafetySettings) -> None:
    assert judge(message, settings, triage_reader()).outcome != "urgent"


@pytest.mark.parametrize(
    ("message", "tier"),
    [
        ("what should I do with 39 fever and chest pain", "emergency"),
        ("what do I do about a temp of 39.4 and crushing chest pain", "emergency"),
        ("what should I do with 39 fever and a sore toe", "call_now"),
        ("39.2, what should I do, no chest pain", "call_now"),
    ],
)
def test_beside_a_fever_an_emergency_that_is_asked_about_is_one(
    message: str, tier: str, settings: SafetySettings
) -> None:
    assert judge(message, settings, triage_reader()).tier == tier


@pytest.mark.parametrize(
    "message", ["dad can't be woken", "my wife cannot be roused", "he cant be woken"]
)
def test_who_cannot_be_woken(message: str, settings: SafetySettings) -> None:
    judged = judge(message, settings, triage_reader())
    assert (judged.outcome, judged.tier) == ("urgent", "emergency")
