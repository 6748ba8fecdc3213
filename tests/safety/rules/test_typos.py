"""Typing errors for training: the same each time, words still recognisable."""

from __future__ import annotations

from random import Random

from rapidfuzz.distance import OSA

from bot.safety.rules.typos import mistyped

TEXT = "What happens at the first treatment, and how long does it take? I'm nervous about it."


def test_it_is_the_same_each_time() -> None:
    assert mistyped(TEXT, Random(1)) == mistyped(TEXT, Random(1))


def test_words_are_at_most_one_error_away() -> None:
    meant = TEXT.lower().replace("'", "").split()
    for seed in range(50):
        typed = mistyped(TEXT, Random(seed)).split()
        assert len(typed) == len(meant)
        assert all(OSA.distance(a, b) <= 1 for a, b in zip(typed, meant, strict=True))


def test_short_words_and_first_letters_stay() -> None:
    for seed in range(50):
        typed = mistyped("how is my rash at the moment", Random(seed)).split()
        assert [word for word in typed if len(word) < 3] == ["is", "my", "at"]
        assert [word[0] for word in typed] == list("himratm")


def test_some_words_are_mistyped() -> None:
    meant = TEXT.lower().replace("'", "")
    assert sum(mistyped(TEXT, Random(seed)) != meant for seed in range(20)) > 15
