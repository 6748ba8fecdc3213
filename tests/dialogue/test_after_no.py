"""What follows a "no": which clauses are told and not denied, and one yes among the noes."""

from __future__ import annotations

import pytest

from bot.dialogue.after_no import (
    rest_after_no,
    says_yes_and_no,
    told_without_denials,
    weight_of,
)
from bot.dialogue.reports import Reader


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("no, but it feels like wood", "it feels like wood"),
        ("nope. it was like tar though", "it was like tar"),
        ("not my cheeks, just my tongue", "my tongue"),
        ("no only my tongue", "my tongue"),
        ("no my left hand drops things", "my left hand drops things"),
        ("no but she cannot get up", "she cannot get up"),
        ("no fever, but i see double", "i see double"),
        ("not all at once, it is like a board", "it is like a board"),
        # denied, as it should be, or nothing
        ("no", ""),
        ("no, not at all", ""),
        ("no fever, chills or rash", ""),
        ("no blood, slime, cramps", ""),
        ("no, no blood, no fever", ""),
        ("no more than usual", ""),
        ("no, i am not dizzy", ""),
        ("no, breathing is fine", ""),
        ("no my belly is soft", ""),
        ("no but thanks", ""),
        ("yes, and it burns", ""),
        ("it burns", ""),
    ],
)
def test_what_is_told_after_a_no(text: str, rest: str, reader: Reader) -> None:
    assert rest_after_no(reader.said(text), reader.rules.knowledge) == rest


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("no no and then yes", True),
        ("nope, nope, yes", True),
        ("first no, second yes", True),
        ("no. wait. yes", True),
        ("no no no", False),
        ("yes yes", False),
        ("no, yes it burns", False),
        ("yes, no doubt", False),
        ("", False),
    ],
)
def test_a_yes_among_the_noes(text: str, both: bool, reader: Reader) -> None:
    assert says_yes_and_no(reader.said(text)) == both


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the lamp hurts them, no pus", "the lamp hurts them"),
        ("all is foggy", "all is foggy"),
        ("no pus, no pain", ""),
        ("they look normal", ""),
        ("thanks", ""),
    ],
)
def test_what_is_told_beside_denials(text: str, told: str, reader: Reader) -> None:
    assert told_without_denials(reader.said(text), reader.rules.knowledge) == told


@pytest.mark.parametrize(
    ("told", "weight"),
    [
        ("a hard patch low down", "doubtful"),  # a word of the question
        ("it gurgles a lot", None),
        ("my belly hurts", None),  # a word of the report
    ],
)
def test_words_of_the_question_are_asked_about(
    told: str, weight: str | None, reader: Reader
) -> None:
    symptom = reader.rules.knowledge.symptoms["belly_pain"]
    found = weight_of(told, "my belly hurts", symptom.questions[0], symptom, reader)
    assert found == weight
