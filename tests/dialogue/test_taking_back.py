"""Whether a message says that the symptom which was understood is none."""

from __future__ import annotations

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.taking_back import takes_back

# Symptom, report, message → whether it takes the report back.
CASES = [
    ("sleepiness", "she spends the day on the sofa", "i am not sleepy", True),
    ("sleepiness", "he is sleepy", "he is not sleepy", True),
    ("itch", "itchy", "not itchy", True),
    ("cough", "i have a cough", "no cough", True),
    ("dizziness_fainting", "dizzy", "no fainting", False),
    ("bleeding_bruising", "bleeding", "no bruises", False),
    ("cough", "cough", "no phlegm", False),
    ("fever", "hot", "no thermometer", False),
    ("fever", "i have a fever", "no thermometer", False),
    ("chills", "feel cold", "not shivering, just cold. 36.9 and i took no tablets", False),
    ("rash", "rash", "no itching", False),
]


@pytest.mark.parametrize(("symptom", "report", "text", "expected"), CASES)
def test_takes_back(reader: Reader, symptom: str, report: str, text: str, expected: bool) -> None:
    of = reader.rules.knowledge.symptoms[symptom]
    assert takes_back((report, text), reader.said(text), of, reader) == expected
