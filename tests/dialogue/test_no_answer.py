"""What is no answer to the open question, and what answers it in other words."""

from __future__ import annotations

import pytest

from bot.dialogue.answers import read_answer
from bot.dialogue.known import with_known
from bot.dialogue.reports import Reader
from bot.dialogue.settling import settled_by
from bot.dialogue.triage_knowledge import Question
from bot.dialogue.triage_state import Triage


def _question(reader: Reader, symptom: str, place: int) -> Question:
    return reader.rules.knowledge.symptoms[symptom].questions[place]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("how can I stop it?", None),
        ("how do you stop the vomiting", None),
        ("stop asking", "stop"),
        ("can you stop asking me that", "stop"),
        ("stop", "stop"),
        ("as I said, no", 0),
        ("I already said no", 0),
        ("I told you no", 0),
        ("I said so to my wife", None),
    ],
)
def test_the_wish_to_stop_it_is_no_wish_to_stop_asking(
    reader: Reader, text: str, answer: object
) -> None:
    question = _question(reader, "diarrhea", 0)
    assert read_answer(reader.said(text), question, reader.rules.knowledge) == answer


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("I have a temperature of 37.6", "37.5 to 37.9 C, or under 36 C"),
        ("running a temp of about 37.7", "37.5 to 37.9 C, or under 36 C"),
        ("I had a fever of 38.4", "38 C (100.4 F) or more"),
        ("I have a temperature", "Felt a fever, no reading"),
        ("I've got a fever, no thermometer", "Felt a fever, no reading"),
    ],
)
def test_a_number_says_what_the_word_before_it_means(reader: Reader, text: str, title: str) -> None:
    question = _question(reader, "fever", 1)
    place = settled_by(reader.said(text), question)
    assert place is not None
    assert question.buttons[place].title == title


@pytest.mark.parametrize(
    ("text", "is_no"),
    [
        ("no blood, and I'm not short of breath", True),
        ("no trouble breathing, no blood at all", True),
        ("no blood", False),
        ("no fever", False),
        ("lots of blood, not short of breath", False),
    ],
)
def test_who_sees_no_blood_sees_not_much_of_it(reader: Reader, text: str, is_no: bool) -> None:
    question = _question(reader, "cough", 0)
    known = with_known(reader.said(text), Triage(), reader.rules.knowledge.relations)
    place = settled_by(known, question)
    assert (place is not None and question.buttons[place].title == "No") is is_no
