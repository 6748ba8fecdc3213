"""Numbers that answer a triage question, with their units, read by the safety layer's readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.safety.rules.numbers import Number, find_numbers
from bot.safety.rules.temperatures import Temperature, TemperatureReader, TemperatureRules
from bot.safety.rules.words import Words

_MG_DL_PER_MMOL_L = 18.0  # glucose: molar mass 180 g/mol
# A glucose reading above this can only be in mg/dL, below it in mmol/L.
_HIGHEST_MMOL_L = 45.0
_TOO_MANY_TIMES = 60
_NEAR_WORDS = 8
_MORE_THAN = ("more", "than")


@dataclass(frozen=True)
class MeasureWords:
    """Words around a number that say what it counts or measures: bot/data/triage/measures.yml.

    Attributes:
        stools, vomits: what these are counted by; counted: what follows a count.
        beyond, usual: what follows a count of more stools than usual: "two over my usual".
        more_than_usual: what follows a count and "more than": "five more than normal".
        times_in_a_word: "once", "twice".
        sugar, pressure: what stands near a blood sugar, or the upper blood pressure.
        vague: word → the number that it stands for.
        one: words before a unit of time that mean 1.
        days: unit of time → days in it.
        days_if_asked: the same of units that count only where a duration was asked for.
        not_lasting, not_lasting_after: beside these a number of days is none of the symptom's.
        before_clock, after_clock: beside these a number is a time of day.
        kilos: unit of weight → kilograms in it.
        new_count: beside these a bare number is a new count.
        corrects_count: beside these a number corrects the count that was told.
        after_bare_count, after_corrected_count: these may follow such a number.
        before_count: only these may stand before a number that counts whatever is asked.
        no_count: where one of these stands, it is none.
        temperatures: how body temperatures are recognised.
    """

    stools: frozenset[str]
    vomits: frozenset[str]
    counted: frozenset[str]
    beyond: frozenset[str]
    usual: frozenset[str]
    more_than_usual: frozenset[str]
    times_in_a_word: frozenset[str]
    sugar: frozenset[str]
    pressure: frozenset[str]
    vague: Mapping[str, float]
    one: frozenset[str]
    days: Mapping[str, float]
    days_if_asked: Mapping[str, float]
    not_lasting: frozenset[str]
    not_lasting_after: frozenset[str]
    before_clock: frozenset[str]
    after_clock: frozenset[str]
    kilos: Mapping[str, float]
    new_count: frozenset[str]
    corrects_count: frozenset[str]
    after_bare_count: frozenset[str]
    after_corrected_count: frozenset[str]
    before_count: frozenset[str]
    no_count: frozenset[str]
    temperatures: TemperatureRules


@dataclass(frozen=True)
class Place:
    """A number and the words that it stands among. ``alone``: it answers an open question;
    ``known``: the words that say what it counts; ``temperatures``: reads those of its message."""

    words: Words
    number: Number
    alone: bool
    known: MeasureWords
    temperatures: TemperatureReader

    def near(self, names: frozenset[str], reach: int = _NEAR_WORDS) -> bool:
        """Whether one of some words stands near the number, in its sentence."""
        first, end = self.words.sentence_bounds(self.number.first)
        places = range(max(first, self.number.first - reach), min(end, self.number.end + reach))
        return any(self.words.norm(place) in names for place in places)

    def in_clause(self, names: frozenset[str]) -> tuple[bool, bool]:
        """Whether one of some words stands before, and after, the number in its clause."""
        items, first = self.words.items, self.number.first
        places = [
            place
            for place, word in enumerate(items)
            if word.norm in names and word.clause == items[first].clause
        ]
        return any(place < first for place in places), any(place > first for place in places)

    def after(self, step: int = 0) -> str:
        """A word after the number."""
        return self.words.norm(self.number.end + step)

    def before(self) -> str:
        """The word before the number."""
        return self.words.norm(self.number.first - 1)


def _celsius(place: Place) -> float | None:
    read = _temperature(place)
    if read is None:
        value = place.number.value
        if not place.alone or not (34 <= value <= 43 or 93 <= value <= 110):
            return None
        return value if value <= 43 else _to_celsius(value)
    return read.value if read.scale == "C" else _to_celsius(read.value)


def _temperature(place: Place) -> Temperature | None:
    return place.temperatures.read(place.number)


def _to_celsius(fahrenheit: float) -> float:
    return round((fahrenheit - 32) * 5 / 9, 1)


def _is_time(place: Place) -> bool:
    return place.after().rstrip("s") in place.known.days


def _stools(place: Place) -> float | None:
    than = place.after(1)
    is_beyond = place.after() in place.known.beyond and (than in place.known.usual or than in ".,!")
    is_more_than = (place.after(), than) == _MORE_THAN
    is_beyond |= is_more_than and place.after(2) in place.known.more_than_usual
    if is_beyond and place.number.value <= _TOO_MANY_TIMES:
        return place.number.value
    return _count(place, place.known.stools)


def _vomits(place: Place) -> float | None:
    return _count(place, place.known.vomits)


def _count(place: Place, names: frozenset[str]) -> float | None:
    value = place.number.value
    if value > _TOO_MANY_TIMES or _is_time(place) or place.after() in place.known.kilos:
        return None
    spoken = place.words.norm(place.number.first) in place.known.times_in_a_word
    counted = spoken or place.after() in place.known.counted or place.after() in names
    if place.alone or (counted and place.near(names)):
        return value
    return None


def _days(place: Place) -> float | None:
    known, unit = place.known, place.after().rstrip("s")
    if place.after(1) == "old":
        return None
    if unit in known.days:
        return place.number.value * known.days[unit]
    if not place.alone:
        return None
    if unit in known.days_if_asked:
        return place.number.value * known.days_if_asked[unit]
    is_clock = place.before() in known.before_clock or place.after() in known.after_clock
    return None if is_clock else place.number.value


def _lasting(place: Place) -> float | None:
    is_before, is_after = place.in_clause(place.known.not_lasting)
    leads_there = place.after(1) in place.known.not_lasting_after
    is_of_something_else = is_before or (is_after and leads_there)
    return None if is_of_something_else and not place.alone else _days(place)


def _systolic(place: Place) -> float | None:
    pair = _is_pair(place.words, place.number.end)
    # "HR 68, BP 118/76": the pair is the pressure.
    is_of_a_pair = any(_is_pair(place.words, there) for there in range(1, len(place.words)))
    named = place.near(place.known.pressure) and not is_of_a_pair
    plausible = 50 <= place.number.value <= 260 and place.before() not in ("/", "over")
    return place.number.value if plausible and (pair or named or place.alone) else None


def _is_pair(words: Words, between: int) -> bool:
    is_sign = words.norm(between) in ("/", "over")
    return is_sign and words.norm(between - 1).isdigit() and words.norm(between + 1).isdigit()


def _pressure(place: Place) -> float | None:
    """The upper of two numbers, "82 over 47", that can only be a blood pressure."""
    below = place.words.norm(place.number.end + 1)
    pair = place.after() in ("/", "over") and below.isdigit() and 30 <= int(below) <= 130
    plausible = 60 <= place.number.value <= 260 and place.before() not in ("/", "over")
    return place.number.value if plausible and pair and place.number.value > int(below) else None


def _sugar(place: Place) -> float | None:
    """In mmol/L."""
    value = place.number.value
    named = place.near(place.known.sugar)
    if not (named or place.alone) or not 2 <= value <= 900 or _is_time(place):
        return None
    if not place.alone and _temperature(place):
        return None
    return value if value <= _HIGHEST_MMOL_L else round(value / _MG_DL_PER_MMOL_L, 1)


def _kilos(place: Place) -> float | None:
    if place.after() in place.known.kilos:
        return place.number.value * place.known.kilos[place.after()]
    return place.number.value if place.alone else None


MEASURES: Mapping[str, Callable[[Place], float | None]] = {
    "temperature": _celsius,  # °C
    "stools": _stools,  # more than usual in 24 hours
    "vomits": _vomits,  # in 24 hours
    "days": _days,
    "lasting": _lasting,  # days that the symptom has lasted
    "systolic": _systolic,  # mmHg
    "pressure": _pressure,  # mmHg
    "sugar": _sugar,  # mmol/L
    "kilos": _kilos,  # kg lost
}
# Of these a bare number tells also while another question about the symptom is open.
COUNTED = frozenset({"stools", "vomits", "temperature"})
_LOWEST_COUNTS = frozenset({"systolic", "pressure"})


def read_measure(
    words: Words, measure: str, known: MeasureWords, alone: bool = False
) -> float | None:
    """The number of a message that answers a kind of question; of several, the most worrying.

    Args:
        words: the message.
        measure: a name of MEASURES; its unit stands there.
        known: the words that say what a number counts.
        alone: whether the question is open, so that "about 5" answers it.
    """
    # One for all numbers of a message: what it knows of the whole is worked out once.
    temperatures = TemperatureReader(words, known.temperatures)
    values = [
        value
        for number in _numbers(words, known)
        if (value := MEASURES[measure](Place(words, number, alone, known, temperatures)))
        is not None
    ]
    if not values:
        return None
    return min(values) if measure in _LOWEST_COUNTS else max(values)


def is_new_count(words: Words, known: MeasureWords) -> bool:
    """Whether a bare number in a message is a new count: "that's 3 now"."""
    norms = {word.norm for word in words.items}
    return bool(known.new_count & norms) and not known.no_count & norms


def corrects_count(words: Words, known: MeasureWords) -> bool:
    """Whether a message is a count and little else ("*5"), or corrects one: "make that 7", "sorry I
    meant 6 times"; but not "actually I take 5 mg"."""
    first = next(_numbers(words, known), None)
    if first is None or words.norm(first.first - 1) in known.before_clock:
        return False
    if is_bare_count(words, known):
        return True
    norms = {word.norm for word in words.items}
    after = words.norm(first.end)
    of_counts = known.counted | known.stools | known.vomits
    allowed = of_counts | known.corrects_count | known.after_corrected_count
    follows = not after[:1].isalpha() or after in allowed
    return follows and bool(known.corrects_count & norms) and not known.no_count & norms


def is_bare_count(words: Words, known: MeasureWords) -> bool:
    """Whether a message is a count and little else: "7", "maybe 5 times since breakfast", "twice
    this morning"; but not "since 8am", "5 days"."""
    first = next(_numbers(words, known), None)
    if first is None or words.norm(first.first - 1) in known.before_clock:
        return False
    before = (words.norm(place) for place in range(first.first))
    after = words.norm(first.end)
    follows = not after or not after[0].isalpha() or after in known.counted | known.after_bare_count
    is_bare = all(norm in known.before_count or not norm.isalpha() for norm in before)
    is_times = words.norm(first.first) in known.times_in_a_word
    return is_bare and (is_times or (follows and after not in known.after_clock))


def _numbers(words: Words, known: MeasureWords) -> Iterator[Number]:
    yield from find_numbers(words)
    for place, word in enumerate(words.items):
        after = words.norm(place + 1)
        if word.norm in known.vague and after != "minutes":
            end = place + 2 if after == "of" else place + 1
            yield Number(known.vague[word.norm], place, end, False)
        elif word.norm in known.one and after.rstrip("s") in known.days:
            yield Number(1.0, place, place + 1, False)
