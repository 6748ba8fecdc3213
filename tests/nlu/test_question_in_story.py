"""bot/nlu/question_in_story.py: the one question of a story that nothing else is made of."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.nlu.question_in_story import question_in_story, questions_of

VAGUE = [("out_of_scope", 0.5), ("types/car_t", 0.1), ("skin/onset", 0.05)]
SURE = {
    "What is CAR-T all about?": [("types/car_t", 0.95)],
    "When does a rash begin?": [("skin/onset", 0.9)],
    "Where do we park there?": [("out_of_scope", 0.99)],
    "Is it like that film?": [("types/til", 0.9)],
}


def rank(texts: Sequence[str]) -> list[list[tuple[str, float]]]:
    return [SURE.get(text, [("skin/onset", 0.5)]) for text in texts]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("We drew a sun. What is CAR-T all about?", ["What is CAR-T all about?"]),
        ("how does it go from here. my wife is shy", ["how does it go from here."]),
        ("What is CAR-T all about?", []),
        ("We drew a sun. Why?", []),
        ("We drew a sun. It was yellow.", []),
        ("", []),
    ],
)
def test_questions_of_a_story(text: str, questions: list[str]) -> None:
    assert questions_of(text) == questions


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("We drew a sun. What is CAR-T all about? The bus was late.", "types/car_t"),
        # of several topics none is the question
        ("We drew a sun. What is CAR-T all about? When does a rash begin?", None),
        # another matter stays one
        ("We drew a sun. Where do we park there?", None),
        # not sure enough, and nothing that the story as a whole hints at
        ("We drew a sun. What is that on my arm?", None),
        ("We drew a sun. Is it like that film?", None),
        ("What is CAR-T all about?", None),
    ],
)
def test_the_question_of_a_story(text: str, topic: str | None) -> None:
    assert question_in_story(text, VAGUE, rank) == topic


def test_a_story_that_is_understood_as_a_whole_is_left_alone() -> None:
    whole = [("skin/onset", 0.9), ("types/car_t", 0.05)]
    assert question_in_story("We drew a sun. What is CAR-T all about?", whole, rank) is None
