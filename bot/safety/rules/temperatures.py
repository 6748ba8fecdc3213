"""Body temperatures in a message: "38,9", "one oh two", "been 38.9 since lunch"; not "room 104".

Which words say so, and from where on it counts, stands in bot/data/red_flags/temperatures.yml.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.safety.rules.numbers import Number
from bot.safety.rules.words import Words

_MOST_DECIMALS = 2
_REACH_OF_HEAT = 8
_RIGHT_BEFORE = 2
_NOWHERE = 99
_LONGEST_BARE_READING = 12
_REACH_OF_NAME = 4
_REACH_OF_OTHER_NAMES = 3
_REACH_OF_PLACES = 6
_SIGNS = frozenset(".,!?;:()-…\n\"'~")
Range = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """Celsius or Fahrenheit. Degrees that are ``likely`` a body's without a unit, and those that
    are ``plausible`` with one."""

    letter: str
    likely: Range
    plausible: Range
    units: frozenset[str]


# The treatment, and no car.
_CAR_T = ("car", "t")


@dataclass(frozen=True)
class TemperatureRules:
    """Numbers in °C, and words, as temperatures.yml has them; see there."""

    fever_celsius: float
    near_fever_celsius: float
    raised_celsius: float
    low_celsius: float
    scales: tuple[Scale, ...]
    bare_fahrenheit: Range
    bare_celsius: Range
    degree: frozenset[str]
    names: tuple[str, ...]
    short_names: frozenset[str]
    heat: tuple[str, ...]
    rises: tuple[str, ...]
    not_of_a_body: frozenset[str]
    names_of_things: frozenset[str]
    weather: frozenset[str]
    units_of_other_things: frozenset[str]
    names_of_other_things: frozenset[str]
    words_of_a_reading: frozenset[str]
    signs_after_a_reading: frozenset[str]
    before_a_reading: frozenset[str]
    after_a_reading: frozenset[str]
    words_beside_a_bare_reading: frozenset[str]
    plays_down: frozenset[str]
    below: frozenset[str]
    not_below: frozenset[str]


@dataclass(frozen=True)
class Temperature:
    """A temperature from word ``first`` up to, not with, ``end``, in degrees of its ``scale``.

    ``scale`` is C or F. Not ``is_sure``: nothing says that the number is a temperature.
    """

    value: float
    scale: str
    first: int
    end: int
    is_sure: bool


class TemperatureReader:
    """Finds the temperatures of one message."""

    def __init__(self, words: Words, rules: TemperatureRules) -> None:
        self._words = words
        self._rules = rules

    def read(self, number: Number) -> Temperature | None:
        """The number as a body temperature, or nothing when it is another sort of number."""
        end = number.end + (self._norm(number.end) in self._rules.degree)
        has_degree = end > number.end
        unit = next((s for s in self._rules.scales if self._norm(end) in s.units), None)
        scale = unit or self._scale_of(number.value)
        if scale is None or not _lies_in(number.value, scale.plausible if unit else scale.likely):
            return None
        if _decimals(self._words, number) > _MOST_DECIMALS or self._is_part_of_a_pair(number):
            return None
        end += unit is not None
        sure = self._certainty(number, has_unit=unit is not None, has_degree=has_degree)
        if sure is None:
            return None
        return Temperature(number.value, scale.letter, number.first, end, sure)

    def _certainty(self, number: Number, has_unit: bool, has_degree: bool) -> bool | None:
        """True: surely of a body; False: perhaps; None: it is another sort of number."""
        named = not has_unit and not has_degree and self._is_named(number)
        if self._is_of_a_thing(number):
            return None
        if named and (not self._has_unit_of_other_things(number) or self._is_slip(number)):
            return True
        if has_unit:
            return not self._is_near(self._rules.weather, number)
        if self._has_unit_of_other_things(number) or self._has_name_of_other_things(number):
            return None
        if self._is_near(self._rules.not_of_a_body, number):
            return None
        if has_degree or self._is_about_heat(number):
            return True
        if number.is_price:
            return None
        if number.has_fraction:
            return self._stands_as_reading(number)
        return self._stands_alone(number)

    def _norm(self, position: int) -> str:
        return self._words.norm(position)

    def _scale_of(self, value: float) -> Scale | None:
        return next((s for s in self._rules.scales if _lies_in(value, s.likely)), None)

    def distance_of_name(self, number: Number) -> int:
        """How many words away the number is named or given a unit of temperature; far: nowhere."""
        if self._norm(number.end) in self._units:
            return 0
        if not self._sentences_with_a_name:
            return _NOWHERE
        first, end = self._words.sentence_bounds(number.first)
        for position in range(number.first - 1, max(first, number.first - _REACH_OF_NAME) - 1, -1):
            norm = self._norm(position)
            distance = number.first - position
            if norm.startswith(self._rules.names):
                return distance
            if norm in self._rules.short_names and distance == 1:
                return distance
            is_other = norm in self._rules.names_of_other_things
            if is_other and norm not in self._rules.words_of_a_reading:
                return _NOWHERE
        for position in range(number.end, min(end, number.end + 2)):
            if self._norm(position).startswith(self._rules.names):
                return position - number.end + 2
        return _NOWHERE

    def _is_named(self, number: Number) -> bool:
        """ "temp 39.5", "fever of 39", "39 fever": its name beside it, in the same sentence, and
        none of another thing between."""
        return self.distance_of_name(number) < _NOWHERE

    def _is_of_a_thing(self, number: Number) -> bool:
        """ "oven temp 39", "the temperature outside is 39"."""
        first, _ = self._words.sentence_bounds(number.first)
        things = self._rules.names_of_things
        if self._words_of_message.isdisjoint(things):
            return False
        for position in range(number.first - 1, max(first, number.first - _REACH_OF_NAME) - 1, -1):
            if self._norm(position).startswith(self._rules.names):
                between = range(position + 1, number.first)
                before = self._norm(position - 1) if position > first else ""
                return before in things or any(self._norm(p) in things for p in between)
        return False

    def _is_slip(self, number: Number) -> bool:
        """ "my temp is 39.9%", "temp 39.5 x 3 days": a number that is named right before it."""
        is_close = self.distance_of_name(number) <= _RIGHT_BEFORE
        return self._norm(number.end) in self._rules.signs_after_a_reading and is_close

    def _has_unit_of_other_things(self, number: Number) -> bool:
        after = self._norm(number.end)
        return after in self._rules.units_of_other_things or after == ":"

    def _has_name_of_other_things(self, number: Number) -> bool:
        first, _ = self._words.clause_bounds(number.first)
        before = range(max(first, number.first - _REACH_OF_OTHER_NAMES), number.first)
        names = self._rules.names_of_other_things
        return self._norm(number.first - 1) in names or any(self._norm(p) in names for p in before)

    def _is_part_of_a_pair(self, number: Number) -> bool:
        """ "80/40", "85 over 50": a blood pressure, a score, a date."""
        before, after = self._norm(number.first - 1), self._norm(number.end)
        if before == "/" or after == "/":
            return True
        follows = self._norm(number.end + 1)[:1].isdigit()
        leads = self._norm(number.first - 2)[:1].isdigit()
        return (after in ("over", ":") and follows) or (before in ("over", ":") and leads)

    def _is_near(self, nouns: frozenset[str], number: Number) -> bool:
        if self._words_of_message.isdisjoint(nouns):
            return False
        first, end = self._words.sentence_bounds(number.first)
        low, high = max(first, number.first - _REACH_OF_PLACES), number.end + _REACH_OF_PLACES
        return any(
            self._norm(p) in nouns and (self._norm(p), self._norm(p + 1)) != _CAR_T
            for p in range(low, min(end, high))
        )

    def _is_about_heat(self, number: Number) -> bool:
        first, end = self._words.sentence_bounds(number.first)
        if (first, end) in self._sentences_with_a_name:
            return True
        if not self._speaks_of_heat:
            return self._rises(number)
        low, high = max(first, number.first - _REACH_OF_HEAT), min(end, number.end + _REACH_OF_HEAT)
        near = (self._norm(p) for p in range(low, high))
        return any(norm.startswith(self._rules.heat) for norm in near) or self._rises(number)

    @cached_property
    def _sentences_with_a_name(self) -> frozenset[tuple[int, int]]:
        return frozenset(
            self._words.sentence_bounds(position)
            for position, word in enumerate(self._words.items)
            if word.norm.startswith(self._rules.names) or word.norm in self._rules.short_names
        )

    @cached_property
    def _units(self) -> frozenset[str]:
        return self._rules.degree.union(*(scale.units for scale in self._rules.scales))

    @cached_property
    def _speaks_of_heat(self) -> bool:
        return any(norm.startswith(self._rules.heat) for norm in self._words_of_message)

    def _rises(self, number: Number) -> bool:
        """ "at 103 and climbing", "102 and rising"."""
        after = (self._norm(p) for p in range(number.end, number.end + 4))
        return any(norm.startswith(self._rules.rises) for norm in after)

    def _stands_as_reading(self, number: Number) -> bool:
        """ "38.9", "she's 38.9, what now", "been 38.9 since lunch"; not "38.6 acres"."""
        before, after = self._norm(number.first - 1), self._norm(number.end)
        starts = not before or before in self._rules.before_a_reading or before in _SIGNS
        ends = not after or after in self._rules.after_a_reading or after in _SIGNS
        return starts and ends

    def _stands_alone(self, number: Number) -> bool | None:
        """ "102", "its 102 what do i do": a whole number and nothing beside it that has meaning."""
        first, end = self._words.sentence_bounds(number.first)
        if end - first > _LONGEST_BARE_READING:
            return None
        beside = [self._norm(p) for p in range(first, end) if not number.first <= p < number.end]
        said = [norm for norm in beside if norm not in _SIGNS]
        if any(norm not in self._rules.words_beside_a_bare_reading for norm in said):
            return None
        if _lies_in(number.value, self._rules.bare_fahrenheit):
            return True
        if _lies_in(number.value, self._rules.bare_celsius):
            return any(norm in self._rules.plays_down for norm in self._words_of_message)
        return None

    @cached_property
    def _words_of_message(self) -> frozenset[str]:
        return frozenset(word.norm for word in self._words.items)


def _lies_in(value: float, bounds: Range) -> bool:
    return bounds[0] <= value <= bounds[1]


def _decimals(words: Words, number: Number) -> int:
    return len(words.norm(number.first).replace(",", ".").partition(".")[2])
