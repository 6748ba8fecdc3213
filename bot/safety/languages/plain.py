"""A message of any language in one plain spelling, so that typing habits no longer matter.

Accents, case, full-width letters, Arabic-Indic, Devanagari and Thai digits, invisible signs, vowel
marks of Arabic and drawn-out letters all differ from phone to phone; rules and examples go through
the same steps, so that "Fièbre", "fiebre" and "fiebreee" meet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What is longer is read at its start and its end, where people say what is urgent.
LONGEST_READ = 1200
# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None,
        "ё": "е", "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "٫": ".", "٬": None,
        "、": ",", "。": ".", "¿": " ", "¡": " ", "؟": "?", "،": ",", "।": ".",
    }
)  # fmt: skip
# Of a letter with marks only the letter is kept in these scripts; elsewhere marks are vowels.
_MARKS_ARE_ACCENTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """The message in lower case, one spelling, ASCII digits and single spaces."""
    if len(text) > LONGEST_READ:
        half = LONGEST_READ // 2
        text = f"{text[:half]} {text[-half:]}"
    lower = text.lower() if text.isascii() else _plain_letters(text)
    # "siiii" and "soooo": one letter says the same.
    return _SPACES.sub(" ", _DRAWN_OUT.sub(r"\1", lower)).strip()


def _plain_letters(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text).replace("İ", "i").lower()
    return "".join(map(_plain_letter, composed)).translate(_LETTERS)


@lru_cache(maxsize=8192)
def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    category = unicodedata.category(letter)
    if category == "Cf":
        return ""
    name = unicodedata.name(letter, "")
    if category == "Mn" and name.startswith(("ARABIC", "COMBINING")):
        return ""
    if name.startswith(_MARKS_ARE_ACCENTS):
        letters = unicodedata.normalize("NFD", letter)
        return "".join(part for part in letters if unicodedata.category(part) != "Mn")
    return letter
