"""Phrases of another language as regular expressions over plain text (see plain.py).

A phrase is a regular expression with short cuts. Where words are spaced: ``*`` is the rest of a
word, ``..`` up to three words in between, and a phrase begins and ends where words do. Where they
are not (Chinese, Japanese, Thai, Korean): a space is up to six characters in between, `` ?``
perhaps a space, and a phrase stands anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.safety.languages.plain import plain

# Vowel signs of Devanagari and Thai are no letters to `re`.
_SIGNS = r"\u0900-\u0963\u0e31-\u0e3a\u0e47-\u0e4e"
LETTER = rf"[\w{_SIGNS}]"
NO_LETTER = rf"[^\w{_SIGNS}]"
# Arabic writes "and", "in", "to", "the" without a space before the word.
_BEFORE = rf"(?<!{LETTER})(?:[وفبل]?ال|لل|[وفبل])?"
_AFTER = rf"(?!{LETTER})"
_GAP_OF_WORDS = rf"(?:{NO_LETTER}+{LETTER}+){{0,3}}{NO_LETTER}+"
_GAP_OF_CHARACTERS = r"[^.,;!?\n]{0,6}"
_OPTIONAL_GROUP = re.compile(r"\(([^()]*)\|\) ")
_SHORT_CUTS = re.compile(r" \.\. | |\*")


def compile_phrases(phrases: Iterable[str], spaced: bool) -> re.Pattern[str] | None:
    """One expression for all phrases, None for none.

    Raises:
        re.error: if a phrase is no regular expression.
    """
    parts = [_of_spaced(phrase) if spaced else _of_unspaced(phrase) for phrase in phrases]
    if not parts:
        return None
    united = "|".join(parts)
    return re.compile(rf"{_BEFORE}(?:{united}){_AFTER}" if spaced else united)


def _of_spaced(phrase: str) -> str:
    meanings = {" .. ": _GAP_OF_WORDS, " ": f"{NO_LETTER}+", "*": f"{LETTER}*"}
    # "(ich|) nicht": without the word there is no space after it either.
    text = _OPTIONAL_GROUP.sub(r"(?:(?:\1)\\s)?", plain(phrase)).replace("(", "(?:")
    text = text.replace("(?:?:", "(?:")
    return _SHORT_CUTS.sub(lambda short_cut: meanings[short_cut[0]], text)


def _of_unspaced(phrase: str) -> str:
    text = plain(phrase).replace("(", "(?:").replace(" ?", r"\s?")
    return text.replace(" ", _GAP_OF_CHARACTERS)
