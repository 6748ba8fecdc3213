"""Phrases of another language as regular expressions over plain text (see plain.py).

A phrase is a regular expression with short cuts. Where words are spaced: ``*`` is the rest of a
word, ``..`` up to three words in between, and a phrase begins and ends where words do. Where they
are not (Chinese, Japanese, Thai, Korean): a space is up to six characters in between, `` ?``
perhaps a space, and a phrase stands anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from bot.safety.languages.plain import plain
from bot.safety.lazy_pattern import LazyPattern

# Vowel signs of Devanagari and Thai are no letters to `re`.
_SIGNS = r"\u0900-\u0963\u0e31-\u0e3a\u0e47-\u0e4e"
LETTER = rf"[\w{_SIGNS}]"
NO_LETTER = rf"[^\w{_SIGNS}]"
_HAS_SIGNS = re.compile(rf"[{_SIGNS}]")
# Arabic writes "and", "in", "to", "the" without a space before the word.
_ARABIC = r"(?:[وفبل]?ال|لل|[وفبل])?"
_HAS_ARABIC = re.compile(r"[\u0600-\u06ff]")
_GAP_OF_CHARACTERS = r"[^.,;!?\n]{0,6}"
_OPTIONAL_GROUP = re.compile(r"\(([^()]*)\|\) ")
_SHORT_CUTS = re.compile(r" \.\. | |\*")


class Expression(LazyPattern):
    """A regular expression over plain text.

    Raises:
        re.error: when it is compiled, if it is none.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text
        super().__init__()

    def expression(self) -> str:
        return self._text

    def check(self) -> None:
        """Raises re.error if it cannot be compiled. One sign stands for each class of letters: it
        fits in the same places, and thousands of them take a fraction of the time."""
        _try(self._text.replace(NO_LETTER, "[^a]").replace(LETTER, "[a]"))

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.pattern.search(text, start)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.pattern.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.pattern.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text)

    def sub(self, replacement: Callable[[re.Match[str]], str], text: str) -> str:
        return self.pattern.sub(replacement, text)


# All languages have a thousand expressions, twice as many as `re` remembers; who checks the content
# again after a change of a line finds the others checked.
@lru_cache(maxsize=2048)
def _try(text: str) -> None:
    re.compile(text)


def united(phrases: Iterable[str], spaced: bool) -> Expression | None:
    """One expression for all phrases, None for none."""
    phrases = list(phrases)
    if not phrases:
        return None
    if not spaced:
        return Expression("|".join(map(_of_unspaced, phrases)))
    text = "".join(phrases)
    # A class of letters takes as long to compile as a phrase: only what needs it has one.
    letter, no_letter = (LETTER, NO_LETTER) if _HAS_SIGNS.search(text) else (r"\w", r"\W")
    before = _ARABIC if _HAS_ARABIC.search(text) else ""
    either = "|".join(_of_spaced(phrase, letter, no_letter) for phrase in phrases)
    return Expression(rf"(?<!{letter}){before}(?:{either})(?!{letter})")


def _of_spaced(phrase: str, letter: str, no_letter: str) -> str:
    gap = rf"(?:{no_letter}+{letter}+){{0,3}}{no_letter}+"
    meanings = {" .. ": gap, " ": f"{no_letter}+", "*": f"{letter}*"}
    # "(ich|) nicht": without the word there is no space after it either.
    text = _OPTIONAL_GROUP.sub(r"(?:(?:\1)\\s)?", plain(phrase)).replace("(", "(?:")
    text = text.replace("(?:?:", "(?:")
    return _SHORT_CUTS.sub(lambda short_cut: meanings[short_cut[0]], text)


def _of_unspaced(phrase: str) -> str:
    text = plain(phrase).replace("(", "(?:").replace(" ?", r"\s?")
    return text.replace(" ", _GAP_OF_CHARACTERS)
