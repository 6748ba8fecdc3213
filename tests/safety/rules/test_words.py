"""Messages as words: spelling, apostrophes, missing spaces, places, numbers."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings
from bot.safety.rules.numbers import find_numbers
from bot.safety.rules.spelling import SpellingBook, is_one_typo
from bot.safety.rules.tokens import LONGEST_READ, start_and_end
from bot.safety.rules.words import read_words


def norms(text: str) -> str:
    return " ".join(word.norm for word in read_words(text).items)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can't", "i can not"),
        ("I can’t", "i can not"),
        ("i cant", "i can not"),
        ("cannot", "can not"),
        ("It's 39", "it is 39"),
        ("38.9C", "38.9 c"),
        ("38,9", "38,9"),
        ("towels.and", "towels . and"),
        ("FEVER", "fever"),
        ("soooo cold", "so cold"),
        ("fe\u200bver", "fever"),
        ("lip-swelling", "lip swelling"),
        ("dont", "do not"),
    ],
)
def test_normal_forms(text: str, expected: str) -> None:
    assert norms(text) == expected


def test_words_know_their_place() -> None:
    text = "Hello —  I’m at 38.9°C"
    words = read_words(text)
    assert [text[word.start : word.end] for word in words.items if word.norm == "38.9"] == ["38.9"]


def test_the_middle_of_a_very_long_message_is_left_out() -> None:
    words = read_words("start " + "x " * LONGEST_READ + "end")
    assert (words.norm(0), words.norm(len(words) - 1)) == ("start", "end")
    assert len(words) <= LONGEST_READ


def test_clauses_end_at_commas_and_joining_words() -> None:
    words = read_words("no rash, but a fever. help")
    bounds = dict.fromkeys(words.clause_bounds(place) for place in range(len(words)))
    parts = [words.text[slice(*words.characters(*bound))] for bound in bounds]
    assert parts == ["no rash,", "but a fever.", "help"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("38.9 and 39", [38.9, 39.0]),
        ("38,9", [38.9]),
        ("thirty nine point two", [39.2]),
        ("thirty-nine and a half", [39.5]),
        ("a hundred and two", [102.0]),
        ("a hundred and one point five", [101.5]),
        ("one oh three", [103.0]),
        ("ninety eight point six", [98.6]),
        ("thirty eight nine", [38.9]),
        ("no numbers at all", []),
        ("one", [1.0]),
        ("6 times, twice", [6.0, 2.0]),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(read_words(text))] == values


@pytest.mark.parametrize(
    ("typed", "meant", "near"),
    [
        ("breahting", "breathing", True),
        ("breating", "breathing", True),
        ("breathhing", "breathing", True),
        ("breathinf", "breathing", True),
        ("breething", "breathing", True),
        ("brething", "breathing", True),
        ("bretihng", "breathing", False),
        ("cold", "gold", False),
    ],
)
def test_one_typo(typed: str, meant: str, near: bool) -> None:
    assert is_one_typo(typed, meant) == near


def test_a_right_word_is_never_changed() -> None:
    book = SpellingBook(["kitten"], ["bitten", "kiten"])
    assert (book.correct("bitten"), book.correct("kiten"), book.correct("kittne")) == (
        "bitten", "kiten", "kitten",
    )  # fmt: skip


def test_common_words_are_known(rules_alone: SafetySettings) -> None:
    assert rules_alone.knowledge.spelling.correct("turned") == "turned"
    assert rules_alone.knowledge.spelling.correct("temprature") == "temperature"


@pytest.mark.parametrize(
    ("text", "longest", "read"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefghij", 7, "ab … ij"),
        ("", 7, ""),
    ],
)
def test_start_and_end(text: str, longest: int, read: str) -> None:
    assert start_and_end(text, longest) == read


def test_no_more_than_rules_read_is_kept() -> None:
    assert len(start_and_end("x" * 60_000)) <= LONGEST_READ
