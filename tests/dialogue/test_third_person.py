"""bot/dialogue/third_person.py: a report as a relative tells it, for training."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

import pytest

from bot.dialogue.third_person import told_by_somebody_else

OTHERS = frozenset({"she", "he", "his", "her", "wife", "dad", "we", "they"})
T = TypeVar("T")


class _First(Random):
    """Draws the first of everything, and as a number what it is made with."""

    def __init__(self, number: float) -> None:
        super().__init__(0)
        self._number = number

    def random(self) -> float:
        return self._number

    def choice(self, seq: Sequence[T]) -> T:  # type: ignore[override]
        return seq[0]


NAMED, PRONOUN = 0.9, 0.1


@pytest.mark.parametrize(
    ("text", "named", "pronoun"),
    [
        ("my feet itch", "my wife's feet itch", "her feet itch"),
        ("I cough all night", "my wife coughs all night", "she coughs all night"),
        (
            "I've had a rash on my arms",
            "my wife has had a rash on her arms",
            "she has had a rash on her arms",
        ),
        (
            "I'm tired, it worries me",
            "my wife is tired, it worries her",
            "she is tired, it worries her",
        ),
        ("i just feel sick", "my wife just feels sick", "she just feels sick"),
        ("I can't sleep", "my wife can't sleep", "she can't sleep"),
        ("i dont eat", "my wife doesn't eat", "she doesn't eat"),
        ("woke up and I felt hot", "woke up and my wife felt hot", "woke up and she felt hot"),
    ],
)
def test_a_relative_tells_it(text: str, named: str, pronoun: str) -> None:
    assert told_by_somebody_else(text, OTHERS, _First(NAMED)) == named
    assert told_by_somebody_else(text, OTHERS, _First(PRONOUN)) == pronoun


@pytest.mark.parametrize(
    "text",
    [
        "rash on both arms",  # nobody speaks of himself
        "38.4 since lunch",
        "my wife has a cough",  # somebody else has it already
        "she says I look yellow",
        "my dad's knees ache",
    ],
)
def test_what_is_not_the_writers_alone_stays_as_it_is(text: str) -> None:
    assert told_by_somebody_else(text, OTHERS, _First(NAMED)) is None
