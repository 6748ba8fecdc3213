"""bot/nlu/fear_beside.py: the question in a frightened message."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.nlu.fear_beside import Fear, parts_of, read_fear, treatment_asked_about

AFRAID = [("afraid", 0.9), ("types/car_t", 0.05)]
CAR_T = [("types/car_t", 0.9), ("afraid", 0.05)]
VAGUE = [("about/cost_and_help", 0.4), ("afraid", 0.1)]
WHOLE = [("types/car_t", 0.3), ("afraid", 0.2)]
PARTS = {"I am terrified": AFRAID, "what is CAR-T?": CAR_T, "and what is CAR-T?": CAR_T}


def rank(texts: Sequence[str]) -> list[list[tuple[str, float]]]:
    return [PARTS.get(text, VAGUE) for text in texts]


@pytest.mark.parametrize(
    ("text", "fear"),
    [
        ("I am terrified. what is CAR-T?", Fear(True, "types/car_t")),
        ("I am terrified, and what is CAR-T?", Fear(True, "types/car_t")),
        ("I am terrified. the car is red", Fear(True)),
        ("the car is red. what is CAR-T?", Fear()),
        ("I am terrified", Fear()),
    ],
)
def test_fear_beside_a_question(text: str, fear: Fear) -> None:
    assert read_fear(text, WHOLE, rank, None) == fear


def test_the_treatment_that_is_named_is_explained() -> None:
    fear = read_fear("I am terrified. the car is red", WHOLE, rank, "types/bcg")
    assert fear.topic == "types/bcg"


def test_an_example_is_answered_as_it_stands() -> None:
    whole = [("types/car_t", 1.0), ("afraid", 0.0)]
    assert read_fear("I am terrified. what is CAR-T?", whole, rank, None) == Fear()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("they want to give me nivolumab, what is it", "types/checkpoint_inhibitors"),
        ("immunotherapy they said, I have no idea what that is", "about/what_is_immunotherapy"),
        ("I get nivolumab on friday", None),
        ("what is it", None),
    ],
)
def test_a_treatment_is_asked_about(text: str, topic: str | None) -> None:
    assert treatment_asked_about(text) == topic


def test_a_message_is_read_in_its_parts() -> None:
    assert parts_of("Told today. Scared, what now?") == ["Told today", "Scared", "what now?"]
