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
    assert question_in_full(reading, answered("skin/symptoms"), is_unclear=False) == full
    assert question_in_full(reading, NOTHING, is_unclear=True) is None


def test_what_is_unclear_is_put_after_what_is_talked_about() -> None:
    reading = read_message("how would he notice", context_knowledge())
    situation = answered("side_effects/icans")
    full = question_in_full(reading, situation, is_unclear=True)
    assert full == "ICANS: how would he notice"
    assert question_in_full(reading, situation, is_unclear=False) is None
    nonsense = read_message("qwpoeiruty", context_knowledge())
    assert question_in_full(nonsense, situation, is_unclear=True) is None


def test_what_is_unclear_by_itself_may_be_about_any_topic_in_full() -> None:
    situation = answered("skin/symptoms")
    for intent, understood in (("out_of_scope", True), ("help", True), ("about", False)):
        asked = Understood(intent, in_full=("managing/steroids_long_term", 0.8))
        expected = Meaning("answer", ("managing/steroids_long_term",)) if understood else None
        assert meaning("and the tablets how long", situation, asked) == expected
        unsure = replace(asked, in_full=("managing/steroids_long_term", 0.4))
        assert meaning("and the tablets how long", situation, unsure) is None
    other = Understood("out_of_scope", in_full=("greet", 0.9))
    assert meaning("and the tablets how long", situation, other) is None


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
