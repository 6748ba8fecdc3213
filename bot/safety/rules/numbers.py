"""Numbers in a message, in digits or in words: "38,9", "thirty eight point nine", "one oh two"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.safety.rules.words import Words

_ONES = {
    "zero": 0, "oh": 0, "o": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "ninty": 90,
}  # fmt: skip
_ALONE = {"couple": 2.0, "twice": 2.0, "once": 1.0, "dozen": 12.0, "half a dozen": 6.0}
_SMALL = {**_ONES, **_TEENS, **_TENS}


@dataclass(frozen=True)
class Number:
    """A number from word ``first`` up to, not with, ``end``; with two places it may be a price."""

    value: float
    first: int
    end: int
    has_fraction: bool
    is_price: bool = False


def is_of_a_number(norm: str) -> bool:
    """Whether a word is digits or a spoken number."""
    return norm[:1].isdigit() or norm in _SMALL


def find_numbers(words: Words) -> list[Number]:
    """All numbers of a message in order."""
    norms = [word.norm for word in words.items]
    numbers: list[Number] = []
    position = 0
    while position < len(norms):
        number = _number_at(norms, position)
        if number is None:
            position += 1
        else:
            numbers.append(number)
            position = number.end
    return numbers


def _number_at(norms: Sequence[str], first: int) -> Number | None:
    whole = _digits_at(norms, first) or _spoken_at(norms, first)
    if whole is None:
        return None
    value, end, has_fraction = whole
    if not has_fraction:
        fraction, end = _fraction_at(norms, end)
        if fraction is not None:
            return Number(round(value + fraction, 3), first, end, True)
    is_price = has_fraction and len(norms[first].replace(",", ".").partition(".")[2]) == 2
    return Number(value, first, end, has_fraction, is_price)


def _digits_at(norms: Sequence[str], position: int) -> tuple[float, int, bool] | None:
    norm = norms[position].replace(",", ".").replace("·", ".")
    if not norm or not norm[0].isascii() or not norm[0].isdigit():
        return None
    try:
        value = float(norm)
    except ValueError:
        return None
    return value, position + 1, "." in norm


def _spoken_at(norms: Sequence[str], position: int) -> tuple[float, int, bool] | None:
    word = norms[position]
    if word in _ALONE:
        return _ALONE[word], position + 1, False
    after = _after_hundred(norms, position)
    if after is not None:
        rest, end = _below_hundred(norms, after)
        return 100.0 + rest, end, False
    if word == "one" and norms[position + 1 : position + 2] in (["oh"], ["o"]):
        last = norms[position + 2] if position + 2 < len(norms) else ""
        if last in _ONES:
            return 100.0 + _ONES[last], position + 3, False
    if word == "one" and any(
        next_word in _TENS for next_word in norms[position + 1 : position + 2]
    ):
        rest, end = _below_hundred(norms, position + 1)  # "one forty"
        return 100.0 + rest, end, False
    if word in ("oh", "o") or word not in _SMALL:
        return None
    value, end = _below_hundred(norms, position)
    return _with_spoken_tenth(norms, value, end)


def _after_hundred(norms: Sequence[str], position: int) -> int | None:
    """Where the rest begins after "a hundred and", if a hundred is spoken here."""
    if norms[position] in ("a", "one", "an"):
        position += 1
    if position >= len(norms) or norms[position] not in ("hundred", "hundered"):
        return None
    end = position + 1
    follows = norms[end + 1] if end + 1 < len(norms) else ""
    return end + 1 if end < len(norms) and norms[end] == "and" and follows in _SMALL else end


def _below_hundred(norms: Sequence[str], position: int) -> tuple[float, int]:
    """The value spoken from a position on, below a hundred; 0 where none is."""
    word = norms[position] if position < len(norms) else ""
    if word in _TENS:
        following = norms[position + 1] if position + 1 < len(norms) else ""
        if following in _ONES and following not in ("oh", "o", "zero"):
            return float(_TENS[word] + _ONES[following]), position + 2
        return float(_TENS[word]), position + 1
    if word in _SMALL and word not in ("oh", "o"):
        return float(_SMALL[word]), position + 1
    return 0.0, position


def _with_spoken_tenth(norms: Sequence[str], value: float, end: int) -> tuple[float, int, bool]:
    """ "thirty eight nine" is 38.9."""
    following = norms[end] if end < len(norms) else ""
    if 30 < value < 100 and value % 10 and following in _ONES and following != "o":
        return value + _ONES[following] / 10, end + 1, True
    return value, end, False


def _fraction_at(norms: Sequence[str], position: int) -> tuple[float | None, int]:
    following = list(norms[position : position + 4])
    if following[:1] in (["point"], ["dot"], ["decimal"]) and len(following) > 1:
        return _tenths(following[1:], position + 1)
    for half in (["and", "a", "half"], ["and", "half"], ["½"], ["1⁄2"]):
        if following[: len(half)] == half:
            return 0.5, position + len(half)
    return None, position


def _tenths(spoken: Sequence[str], position: int) -> tuple[float | None, int]:
    digits = ""
    for word in spoken[:2]:
        if word.isdigit() and not digits:
            return float(f"0.{word}"), position + 1
        if word not in _ONES:
            break
        digits += str(_ONES[word])
    return (float(f"0.{digits}"), position + len(digits)) if digits else (None, position)
