"""A short question put in full, and when its reading counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.full_question import question_in_full
from bot.dialogue.reading import read_message
from bot.dialogue.situation import Meaning, Understood
from tests.dialogue.test_context import NOTHING, answered, meaning


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("what makes it worse", "what makes the rash worse"),
        ("Does this spread?", "Does the rash spread?"),
        ("what should i eat", None),
        ("i wonder if my neighbour with the same drug has it on her arms as well", None),
    ],
)
def test_a_question_in_full(text: str, full: str | None) -> None:
    reading = read_message(text, context_knowledge())
    assert question_in_full(reading, answered("skin/symptoms")) == full
    assert question_in_full(reading, NOTHING) is None


def test_the_question_in_full_counts_where_it_is_surely_about_the_subject() -> None:
    situation = answered("skin/symptoms")
    asked = Understood("about", ("about/cancers_treated",), in_full=("skin/sun_and_itch", 0.7))
    assert meaning("does heat make it redder", situation, asked) == Meaning(
        "answer", ("skin/sun_and_itch",)
    )
    for in_full in (("skin/sun_and_itch", 0.4), ("managing/diet", 0.9), None):
        other = replace(asked, in_full=in_full)
        assert meaning("does heat make it redder", situation, other) is None
    sure = replace(asked, ranking=(("side_effects/immune_related", 0.8),))
    assert meaning("does heat make it redder", situation, sure) is None
