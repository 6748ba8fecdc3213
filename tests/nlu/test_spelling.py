"""bot/nlu/spelling.py: misspelled words are read as the project's own words, others stay."""

from __future__ import annotations

import pytest

from bot.nlu.spelling import SpellingRepair

TARGETS = {"rash": 90, "patches": 20, "white": 40, "immunotherapy": 300, "cytokine": 60, "skin": 99}
ENGLISH = ["crash", "rush", "patch", "kine", "immune", "therapy", "handshake", "what"]


@pytest.fixture(scope="module")
def spelling() -> SpellingRepair:
    return SpellingRepair(TARGETS, ENGLISH)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wite pathces", "white patches"),
        ("a rahs on my skin", "a rash on my skin"),
        ("imunotherpy", "immunotherapy"),
        ("CYTOKIEN storm", "cytokine storm"),
        # words that are right as they are
        ("a crash, a rush, a patch", "a crash, a rush, a patch"),
        ("handshake", "handshake"),
        # too short, too far, no word at all
        ("skn", "skn"),
        ("wyt pchs", "wyt pchs"),
        ("12345 !!! 🙂", "12345 !!! 🙂"),
        ("", ""),
    ],
)
def test_repair(spelling: SpellingRepair, typed: str, meant: str) -> None:
    assert spelling.repair(typed) == meant


def test_rare_unknown_words_of_the_examples_are_no_targets() -> None:
    examples = ["the rash"] * 12 + ["teh raash"]
    spelling = SpellingRepair.of_examples(examples, ["the", "rash"])
    assert spelling.repair("raash") == "rash"
