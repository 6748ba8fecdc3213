"""How phrases of the lists are read, and the mistakes that are reported."""

from __future__ import annotations

import pytest

from bot.safety.rules.phrases import PhraseBook, PhraseError
from bot.safety.rules.words import read_words

LISTS = {"cannot": ["can not|can barely"]}


def found(phrase: str, text: str) -> list[str]:
    book = PhraseBook()
    book.add("label", phrase, LISTS)
    words = read_words(text)
    return [
        " ".join(words.norm(position) for position in range(match.first, match.end))
        for match in book.find(words)
    ]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("coughing up blood", "I am coughing up blood", ["coughing up blood"]),
        ("coughing up blood", "I am coughing blood", []),
        ("(throwing|threw) up", "she threw up", ["threw up"]),
        ("throat [is] closing", "throat closing", ["throat closing"]),
        ("throat [is] closing", "throat's closing", ["throat is closing"]),
        ("yellow ... eyes", "yellow round the eyes", ["yellow round the eyes"]),
        ("yellow ... eyes", "yellow. my eyes", []),
        ("yellow ... eyes", "yellow but not my eyes", []),
        ("yellow ... eyes", "yellow one two three four five eyes", []),
        ("bruis*", "bruises and bruising", ["bruises", "bruising"]),
        ("<cannot> breathe", "can't breathe", ["can not breathe"]),
        ("<cannot> breathe", "I can barely breathe", ["can barely breathe"]),
        ("won't stop", "it wont stop", ["will not stop"]),
        ("fever", "feverish", []),
    ],
)
def test_a_phrase_finds(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("(throwing|threw up", "no partner"),
        ("<unknown> breathe", "no list"),
        ("... blood", "begins with a word"),
        ("", "begins with a word"),
        ("[very]", "may be missing"),
        ("ab*", "at least 3 letters"),
        ("a (|b)", "not made of words"),
    ],
)
def test_a_mistake_is_explained(phrase: str, problem: str) -> None:
    with pytest.raises(PhraseError, match=problem):
        PhraseBook().add("label", phrase, LISTS)
