"""Whether two words are one thing: "swollen", "swelling". Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from bot.dialogue.english import English
from bot.dialogue.triage_knowledge import TriageKnowledge
from bot.safety.rules.words import read_words

# Two words that begin with so many letters in common are one thing.
_SAME_LETTERS, _LEAST_LETTERS = 4, 4


def stem(word: str) -> str:
    """How a word begins."""
    return word[:_SAME_LETTERS]


def stems(words: Iterable[str], english: English) -> frozenset[str]:
    """How words begin that name something."""
    return frozenset(
        stem(word)
        for word in words
        if len(word) >= _LEAST_LETTERS and word not in english.naming_nothing
    )


@lru_cache(maxsize=1024)
def stems_of(text: str, knowledge: TriageKnowledge) -> frozenset[str]:
    """How the words of a text begin."""
    words = read_words(text, knowledge.spelling.correct).items
    return stems((word.norm for word in words), knowledge.english)
