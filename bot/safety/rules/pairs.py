"""Two numbers with a stroke between them: a blood pressure, also where nothing names it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.safety.rules.numbers import Number
from bot.safety.rules.words import Words


@dataclass(frozen=True)
class Pair:
    """What two numbers with a stroke between them are, named or not: see quantities.yml."""

    first: tuple[float, float]
    second: tuple[float, float]
    least_apart: float

    def holds(self, first: float, second: float) -> bool:
        """Whether two numbers may be such a pair."""
        is_first = self.first[0] <= first <= self.first[1]
        is_second = self.second[0] <= second <= self.second[1]
        return is_first and is_second and first - second >= self.least_apart


def is_first_of(pair: Pair, words: Words, number: Number) -> bool:
    """ "125/80", whatever else is said: a blood pressure. Not "10/10", "2025/12"."""
    second = words.norm(number.end + 1)
    is_written = words.norm(number.end) == "/" and second.isdigit()
    return is_written and pair.holds(number.value, float(second))


def is_second_of(pair: Pair, words: Words, number: Number) -> bool:
    """Whether a number is the second of such a pair."""
    first = words.norm(number.first - 2)
    is_written = words.norm(number.first - 1) == "/" and first.isdigit()
    return is_written and pair.holds(float(first), number.value)
