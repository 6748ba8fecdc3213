"""Whether an answer to a question for danger says what it is taken for."""

from __future__ import annotations

import pytest

from bot.dialogue.answers import read_answer
from bot.dialogue.reports import Reader
from bot.dialogue.sureness import Doubt, doubt_of, is_only_guessed

# Symptom, question (from 1), text → what it is taken for without saying it surely.
CASES: list[tuple[str, int, str, Doubt | None]] = [
    ("fatigue", 1, "yes", None),
    ("fatigue", 1, "Yes please help", None),
    ("fatigue", 1, "yes he is, really badly", None),
    ("fatigue", 1, "not sure", None),
    ("fatigue", 1, "I don't know", None),
    ("fatigue", 1, "yes i feel faint when i get up", None),
    ("fatigue", 1, "yes, it got worse", None),
    ("fatigue", 1, "yes but a nap helps", "yes"),
    ("fatigue", 1, "yes all day", "yes"),
    ("fatigue", 1, "of course", "yes"),
    ("fatigue", 1, "a bit", "yes"),
    ("swallowing", 1, "yes a bit", "yes"),
    ("swallowing", 1, "yes, hard to breathe", None),
    ("back_pain", 1, "yes in the lower part", "yes"),
    ("back_pain", 1, "sometimes", "yes"),
    ("rash", 1, "yes it itches", "yes"),
    ("rash", 1, "yes my tongue", None),
    ("rash", 1, "yes on his chest", "yes"),
    ("fever", 1, "yeah 37.7", "yes"),
    ("fever", 1, "define faint", "yes"),
    ("headache", 1, "no idea why", "yes"),
    ("headache", 1, "no idea", None),
    ("diarrhea", 1, "dunno, twice?", "yes"),
    ("numbness_tingling", 1, "yes both feet", "yes"),
    ("cough", 1, "yes dry", "yes"),
    ("fatigue", 1, "no", None),
    ("fatigue", 1, "no thank you", None),
    ("fatigue", 1, "no, nothing like that", None),
    ("fatigue", 1, "no just a bit tired", None),
    ("fatigue", 1, "no i am awake", None),
    ("fatigue", 1, "no, energy is low", None),
    ("fatigue", 1, "no fainting", None),
    ("fatigue", 1, "no energy", "no"),
    ("breathlessness", 1, "no inhaler", "no"),
    ("fatigue", 1, "i can't do anything", "no"),
    # a degree may tell how bad the symptom is
    ("muscle_aches", 2, "just a bit", "yes"),
    ("muscle_aches", 2, "yes, a bit weak", None),
    # worse, of whatever was reported, and not what was asked
    ("fatigue", 1, "it got worse", "yes"),
    # somebody who need not know; one who lives with the patient does
    ("sun_reaction", 1, "my friend thinks no", "no"),
    ("sun_reaction", 1, "the internet says yes", "yes"),
    ("sun_reaction", 1, "my wife says no", None),
    # a call now is no emergency
    ("rash", 2, "yes on my arm", None),
]


@pytest.mark.parametrize(("symptom", "place", "text", "expected"), CASES)
def test_doubt(reader: Reader, symptom: str, place: int, text: str, expected: Doubt | None) -> None:
    knowledge = reader.rules.knowledge
    question = knowledge.symptoms[symptom].questions[place - 1]
    chosen = read_answer(reader.said(text), question, knowledge)
    assert isinstance(chosen, int)
    assert doubt_of(chosen, reader.said(text), question, knowledge) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not sure", True),
        ("no idea", True),
        ("maybe", True),
        ("yes", False),
        ("yes i think so", False),
        ("not sure, but my tongue is swelling", False),
    ],
)
def test_what_is_only_guessed(reader: Reader, text: str, expected: bool) -> None:
    question = reader.rules.knowledge.symptoms["rash"].questions[0]
    assert is_only_guessed(reader.said(text), question, reader.rules.knowledge) == expected
