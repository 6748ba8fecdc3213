"""Everyday lines that sound of a red flag, each beside lines of the same words that are one."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import SafetySettings

CALM = [
    # Blood pressures that are no reason to call, named or not.
    "bp 134/82",
    "my bp was 126/79 at the gp",
    "118/74 this morning",
    "blood pressure 122/78, sats 97",
    # "Week" is no "wee".
    "I had my cells back last week, may I drink orange juice",
    # What somebody does so many times a day is no stool.
    "I wash my face 5 times a day",
    "my dad phones three times a day",
    "she feeds the cat four times a day",
    # The weather.
    "the temperature outside is 40",
    "it is 41 degrees here in the city, how do I sleep",
    "39 degrees in this heat wave, what can I drink",
    # A vaccination is no contact.
    "my niece had her chickenpox jab on Friday",
    "my grandchildren are vaccinated against measles",
    # Somebody's fear for the writer.
    "my son keeps crying, he is afraid that I will die",
    "she is so scared of losing me, she can't stop crying",
    # No swelling throat.
    "a rash on my arm and a sore throat",
    # Old, and the same.
    "my cough is an old one",
    "it's an old cough, nothing different",
]
GRAVE = [
    ("bp 84/50", "call_now"),
    ("186/95", "call_now"),
    ("118/74 and my chest hurts", "emergency"),
    ("I had my cells back last week and I wee all night and can't stop drinking", "call_now"),
    ("I wash my face 5 times a day because it bleeds", "call_now"),
    ("diarrhea 5 times a day", "call_now"),
    ("my temperature is 39.2 in this heat wave", "call_now"),
    ("my son keeps crying, he says he wants to die", "emergency"),
    ("a rash on my arm and my throat is swelling", "emergency"),
    ("a rash and my throat feels odd", "emergency"),
    ("hives and a sore throat", "emergency"),
    ("a new cough since yesterday", "call_now"),
]
FAINTED = [
    ("I fainted at lunch, fine again now", "call_now"),
    ("my husband passed out this morning, he is ok now", "call_now"),
    ("I fainted", "emergency"),
    ("I fainted twice this morning, fine now", "emergency"),
    ("I fainted and hit my head, fine now", "emergency"),
    ("I fainted this morning and my chest is tight", "emergency"),
]


@pytest.mark.parametrize("message", CALM)
def test_no_alarm(message: str, settings: SafetySettings) -> None:
    assert judge(message, settings, triage_reader()).outcome != "urgent"


@pytest.mark.parametrize(("message", "tier"), [*GRAVE, *FAINTED])
def test_an_alarm_all_the_same(message: str, tier: str, settings: SafetySettings) -> None:
    judged = judge(message, settings, triage_reader())
    assert (judged.outcome, judged.tier) == ("urgent", tier)


def test_what_two_numbers_with_a_stroke_are(settings: SafetySettings) -> None:
    for message in ("10/10", "on 12/10", "chapter 100/95", "2025/60"):
        found = judge(message, settings, triage_reader()).findings
        assert not [one for one in found if one.symptom == "blood_pressure"]


def test_who_feels_well_after_a_contact_is_asked_about(settings: SafetySettings) -> None:
    """The reference has it as a call today, and asks for a rash, a fever or a cough first."""
    message = "I sat next to a boy with chickenpox, he is not vaccinated"
    judged = judge(message, settings, triage_reader())
    assert isinstance(judged, TriagedAssessment)
    assert judged.takes_over
    assert judged.report is not None
    assert judged.report.symptoms == ("infection_contact",)
