"""Numbers in phrases of time: "three weeks ago", "a month"."""

from __future__ import annotations

from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words

_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "couple": 2, "few": 3, "a": 1, "an": 1,
}  # fmt: skip
# In the order in which Python counts them.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# No treatment lies further back than so many days, weeks or months.
_MOST_COUNTED, _MOST_DIGITS = 600, 4


def number_in(words: Words, match: Match) -> int | None:
    """The number in a phrase of time, or right before it."""
    for place in (*range(match.first, match.end), *range(match.first - 1, match.first - 4, -1)):
        norm = words.norm(place)
        if norm.isdecimal():
            return min(int(norm[:_MOST_DIGITS]), _MOST_COUNTED)
        if norm in _NUMBER_WORDS and norm not in ("a", "an"):
            return _NUMBER_WORDS[norm]
    return 1 if words.norm(match.first - 1) in ("a", "an") else None


def is_number(norm: str) -> bool:
    """Whether a word is a number, in digits or written out."""
    return norm[:1].isdigit() or norm in _NUMBER_WORDS
