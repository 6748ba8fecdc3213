"""bot/nlu/two_questions.py: two questions are found, one question with "and" in it is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.nlu.labels import is_topic
from bot.nlu.two_questions import TwoQuestionsSettings, cuts, find_two_topics

SURE = {
    "what is car-t": [("types/car_t", 0.9), ("process/infusion_length", 0.02)],
    "how long does the drip take": [("process/infusion_length", 0.8)],
    "car-t they say": [("types/car_t", 0.95)],
    "is it safe": [("crs/risks", 0.45), ("skin/symptoms", 0.45), ("types/car_t", 0.1)],
    "my rash and itch": [("skin/symptoms", 0.4), ("skin/self_care", 0.3)],
}
BOTH_KNOWN = [("types/car_t", 0.5), ("process/infusion_length", 0.4), ("greet", 0.1)]


def rank(texts: Sequence[str]) -> list[list[tuple[str, float]]]:
    return [SURE.get(text, [("out_of_scope", 0.9), ("types/car_t", 0.1)]) for text in texts]


@pytest.mark.parametrize(
    ("text", "whole", "topics"),
    [
        (
            "what is car-t and how long does the drip take",
            BOTH_KNOWN,
            ("types/car_t", "process/infusion_length"),
        ),
        (
            "how long does the drip take? what is car-t",
            BOTH_KNOWN,
            ("process/infusion_length", "types/car_t"),
        ),
        # a story before one question
        ("my son is ill and what is car-t", BOTH_KNOWN, None),
        # the whole message knows only one
        ("what is car-t and how long does the drip take", [("types/car_t", 0.99)], None),
        # two questions: a hint in the whole suffices
        (
            "what is car-t and how long does the drip take",
            [("types/car_t", 0.99), ("process/infusion_length", 0.001)],
            ("types/car_t", "process/infusion_length"),
        ),
        # not both are questions: a hint is not enough
        (
            "car-t they say and how long does the drip take",
            [("types/car_t", 0.99), ("process/infusion_length", 0.001)],
            None,
        ),
        # "is it safe" alone could be either; the whole message says which
        (
            "what is car-t and is it safe",
            [("types/car_t", 0.6), ("crs/risks", 0.3), ("skin/symptoms", 0.02)],
            ("types/car_t", "crs/risks"),
        ),
        # the same topic twice
        ("what is car-t, what is car-t", BOTH_KNOWN, None),
        ("what is car-t", BOTH_KNOWN, None),
        ("", BOTH_KNOWN, None),
    ],
)
def test_find_two_topics(
    text: str, whole: list[tuple[str, float]], topics: tuple[str, str] | None
) -> None:
    assert find_two_topics(text, whole, rank, is_topic, TwoQuestionsSettings()) == topics


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("does it hurt and how long does it take", ("does it hurt", "how long does it take")),
        ("Does it hurt? How long does it take?", ("Does it hurt", "How long does it take?")),
        ("does it hurt " + 990 * " " + "and is it safe", ("does it hurt", "is it safe")),
        ("is it" + 990 * " " + "safe now", None),
        ("band aid androgen", None),
        ("and", None),
    ],
)
def test_cuts(text: str, first: tuple[str, str] | None) -> None:
    assert next(iter(cuts(text)), None) == first


def test_a_message_of_many_joints_is_cut_at_most_four_times() -> None:
    assert len(cuts("one two and " * 50)) == 4
