"""Measured numbers: temperatures, oxygen, pulse, blood pressure, sugar, counts, durations.

Which words name them, and from where on they count, stands in bot/data/red_flags/quantities.yml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from bot.safety.finding import NO_FEVER, Calm
from bot.safety.rules.numbers import Number, find_numbers, is_of_a_number
from bot.safety.rules.pairs import Pair, is_first_of, is_second_of
from bot.safety.rules.temperatures import Temperature, TemperatureReader, TemperatureRules
from bot.safety.rules.words import Words

COUNTS, LOW = "counts", "low"
BELOW: Final = "below threshold"
# As high as a fever, but nothing says that it is a temperature: "build 38.9 crashes".
PERHAPS = "perhaps a fever"
# Counts only with feeling unwell; alone it is harmless, or asked about.
RAISED, NEAR = "raised", "near threshold"
FEVER, LOW_TEMPERATURE = "fever", "low_temperature"
_TEMPERATURES = (FEVER, LOW_TEMPERATURE)
_REACH_BEFORE, _REACH_AFTER, _REACH_NEAR = 5, 2, 8
_REACH_OF_BELOW = 5
# What is only written like a measurement is named less nearly than by any word.
_OF_A_PAIR = 6


@dataclass(frozen=True)
class Level:
    """From where to where a number means a symptom, both included; None: without end.

    ``only_with_unwell``: only where the message tells of feeling unwell, too. ``sign``: what it is
    called in combinations.yml. ``is_emergency``: graver than the symptom otherwise is.
    """

    symptom: str
    low: float | None
    high: float | None
    only_with_unwell: bool = False
    sign: str = ""
    is_emergency: bool = False

    def holds(self, value: float) -> bool:
        """Whether a number lies in it."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class CalmRange:
    """Numbers that are no reason for an alarm, both ends included, and what is said of them."""

    low: float
    high: float
    calm: Calm


@dataclass(frozen=True)
class MeasureRule:
    """How one sort of number is recognised and judged; as quantities.yml has it, see there."""

    name: str
    understood: str
    names: frozenset[str]
    units: frozenset[str]
    near: tuple[frozenset[str], ...]
    plausible: tuple[float, float]
    is_instrument: bool
    levels: tuple[Level, ...]
    otherwise: str
    begins_with: frozenset[str] = frozenset()
    is_second_of_a_pair: bool = False
    calm_ranges: tuple[CalmRange, ...] = ()
    pair: Pair | None = None

    def calm(self, value: float) -> Calm | None:
        """What is said of a number where nothing else is told; None: it is asked about."""
        fitting = (one.calm for one in self.calm_ranges if one.low <= value <= one.high)
        return next(fitting, None)

    def can_be_in(self, said: Set[str]) -> bool:
        """Whether a message of these words can have such a measure."""
        if self.pair is not None and "/" in said:
            return True
        is_named = self.is_second_of_a_pair or not said.isdisjoint(self.names | self.units)
        return is_named and not any(said.isdisjoint(needed) for needed in self.near)

    def is_plausible(self, value: float) -> bool:
        """Whether it can be such a number at all."""
        return self.plausible[0] <= value <= self.plausible[1]


@dataclass(frozen=True)
class MeasureRules:
    """All of them.

    ``other_things``: what is counted in these is none of them. ``beside_a_number``: words that say
    nothing of how somebody is.
    """

    rules: tuple[MeasureRule, ...]
    other_things: frozenset[str]
    beside_a_number: frozenset[str] = frozenset()

    def says_nothing_else(self, words: Words, found: Sequence[Measure]) -> bool:
        """Whether a message is nothing but such numbers, and where or when they were measured."""
        of_numbers = {place for one in found for place in range(one.first, one.end)}
        named = self.beside_a_number.union(*(rule.names | rule.units for rule in self.rules))
        return all(
            place in of_numbers or word.norm in named or not word.norm[:1].isalnum()
            for place, word in enumerate(words.items)
        )

    def for_message(self, words: Words) -> MeasureRules:
        """Those of which a message has the words at all: most have none."""
        said = {word.norm for word in words.items}
        possible = tuple(rule for rule in self.rules if rule.can_be_in(said))
        return replace(self, rules=possible)


@dataclass(frozen=True)
class Measure:
    """A measured number that says something about a symptom.

    ``verdict`` is COUNTS, LOW (a low temperature), BELOW a threshold, NEAR it, RAISED (counts with
    feeling unwell) or PERHAPS. ``is_instrument``: measured with a device. ``sign``,
    ``is_emergency``: see Level. ``calm``: what is said of it where nothing else is told.
    """

    symptom: str
    first: int
    end: int
    understood: str
    verdict: str
    is_instrument: bool = False
    sign: str = ""
    is_emergency: bool = False
    calm: Calm | None = None

    @property
    def is_temperature(self) -> bool:
        """Whether it is a body temperature."""
        return self.symptom in _TEMPERATURES


def find_measures(
    words: Words, temperatures: TemperatureRules, measures: MeasureRules, fever_celsius: float
) -> list[Measure]:
    """All measures of a message, temperatures first."""
    reader = TemperatureReader(words, temperatures)
    measures = measures.for_message(words)
    found_temperatures: list[Measure] = []
    others: list[Measure] = []
    for number in find_numbers(words):
        named = _nearest_rule(words, number, measures)
        temperature = reader.read(number)
        if temperature is not None and (
            named is None or reader.distance_of_name(number) <= named.distance
        ):
            judged = _judge_temperature(words, temperature, temperatures, fever_celsius)
            found_temperatures.append(judged)
        elif named is not None:
            others.append(_judge(words, number, named.rule))
    return [*found_temperatures, *others]


def _judge_temperature(
    words: Words, temperature: Temperature, rules: TemperatureRules, fever_celsius: float
) -> Measure:
    value, celsius = temperature.value, temperature.scale == "C"
    fever, low, raised, near = (
        limit if celsius else fahrenheit(limit)
        for limit in (
            fever_celsius,
            rules.low_celsius,
            min(rules.raised_celsius, fever_celsius),
            round(fever_celsius - rules.near_fever_celsius, 1),
        )
    )
    shown = f"{value:g} °{temperature.scale}"
    place = (temperature.first, temperature.end)
    if value >= fever and not _is_said_to_be_below(words, temperature.first, rules):
        verdict = COUNTS if temperature.is_sure else PERHAPS
        return Measure(FEVER, *place, f"a fever of {shown}", verdict, is_instrument=True)
    if value < low:
        return Measure(LOW_TEMPERATURE, *place, f"a low temperature of {shown}", LOW)
    verdict = BELOW
    if raised <= value < fever:
        verdict = NEAR if value >= near else RAISED
    calm = NO_FEVER if value < raised else None
    return Measure(FEVER, *place, f"a temperature of {shown}", verdict, calm=calm)


def _is_said_to_be_below(words: Words, first: int, rules: TemperatureRules) -> bool:
    """ "below 38 all week"; not "won't go below 38.5"."""
    start, _ = words.sentence_bounds(first)
    if words.norm(first - 1) not in rules.below:
        return False
    before = range(max(start, first - 1 - _REACH_OF_BELOW), first - 1)
    return not any(words.norm(position) in rules.not_below for position in before)


def fahrenheit(celsius: float) -> float:
    """°C in °F, to one place: thermometers show no more."""
    return round(celsius * 9 / 5 + 32, 1)


@dataclass(frozen=True)
class _Named:
    """What a number measures, and how many words away that is said."""

    rule: MeasureRule
    distance: int


def _nearest_rule(words: Words, number: Number, measures: MeasureRules) -> _Named | None:
    """What the number measures; where several fit, the one that is named nearest."""
    fitting = [
        _Named(rule, distance)
        for rule in measures.rules
        if rule.is_plausible(number.value)
        for distance in _distances(words, number, rule, measures.other_things)
        if _has_near(words, number, rule)
    ]
    return min(fitting, key=lambda named: named.distance, default=None)


def _judge(words: Words, number: Number, rule: MeasureRule) -> Measure:
    level = next((level for level in rule.levels if level.holds(number.value)), None)
    place = (_first_word(words, number, rule), number.end)
    shown = rule.understood.format(value=f"{number.value:g}")
    if level is None:
        calm = rule.calm(number.value)
        return Measure(rule.otherwise, *place, shown, BELOW, rule.is_instrument, calm=calm)
    verdict = RAISED if level.only_with_unwell else COUNTS
    return Measure(
        level.symptom,
        *place,
        shown,
        verdict,
        rule.is_instrument,
        sign=level.sign,
        is_emergency=level.is_emergency,
        calm=rule.calm(number.value) if level.only_with_unwell else None,
    )


def _distances(
    words: Words, number: Number, rule: MeasureRule, other_things: frozenset[str]
) -> Iterator[int]:
    """How far away the words stand that say the number is such a measure."""
    if rule.is_second_of_a_pair or _is_second_of_a_pair(words, number):
        if rule.is_second_of_a_pair and _is_second_of_a_pair(words, number):
            yield 0
        return
    if rule.pair is not None and is_first_of(rule.pair, words, number):
        yield _OF_A_PAIR
        return
    first, end = words.sentence_bounds(number.first)
    after = words.norm(number.end)
    if after not in other_things or after in rule.units:
        for position in range(number.first - 1, max(first, number.first - _REACH_BEFORE) - 1, -1):
            if words.norm(position) in rule.names:
                yield number.first - position
                break
    for position in range(number.end, min(end, number.end + _REACH_AFTER)):
        if words.norm(position) in rule.units:
            yield position - number.end + 1
            break


def _is_second_of_a_pair(words: Words, number: Number) -> bool:
    before = words.norm(number.first - 1)
    return before in ("/", "over") and is_of_a_number(words.norm(number.first - 2))


def _has_near(words: Words, number: Number, rule: MeasureRule) -> bool:
    if rule.is_second_of_a_pair and rule.pair and is_second_of(rule.pair, words, number):
        return True
    first, end = words.sentence_bounds(number.first)
    places = range(max(first, number.first - _REACH_NEAR), min(end, number.end + _REACH_NEAR))
    near = {words.norm(position) for position in places}
    return all(near & needed for needed in rule.near)


def _first_word(words: Words, number: Number, rule: MeasureRule) -> int:
    """Where the measure begins: "not peed for 12 hours" begins with its "not"."""
    first, _ = words.sentence_bounds(number.first)
    before = range(max(first, number.first - _REACH_NEAR), number.first)
    return next((p for p in before if words.norm(p) in rule.begins_with), number.first)
