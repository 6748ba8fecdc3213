"""Numbers that answer a triage question, with their units, read by the safety layer's readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.safety.rules.numbers import Number, find_numbers
from bot.safety.rules.temperatures import TemperatureReader, TemperatureRules
from bot.safety.rules.words import Words

_MG_DL_PER_MMOL_L = 18.0  # glucose: molar mass 180 g/mol
_KG_PER_POUND = 0.4536
_POUNDS_PER_STONE = 14
# A glucose reading above this can only be in mg/dL, below it in mmol/L.
_HIGHEST_MMOL_L = 45.0
_UNITS_OF_TIME = {
    "hour": 1 / 24,
    "hr": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "month": 30.0,
}
_STOOLS = frozenset(
    {"stool", "stools", "poo", "poos", "poop", "poops", "pooped", "pooed", "loo", "toilet", "runs",
     "diarrhea", "diarrhoea", "bathroom", "bm", "bms", "bowel", "bowels", "loose", "watery",
     "runny", "motions", "liquid", "squits", "trots"}
)  # fmt: skip
_VOMITS = frozenset(
    {"sick", "vomit", "vomited", "vomiting", "threw", "throw", "thrown", "throwing", "puked",
     "puking", "barfed", "retched", "heaved", "up"}
)  # fmt: skip
_COUNTED = frozenset(
    {"time", "times", "x", "more", "extra", "loose", "watery", "runny", "stools", "stool", "poos",
     "trips", "goes", "bms", "bouts", "motions", "movements", "today", "liquid", "episodes",
     "since", "a", "per", "above", "over", "so"}
)  # fmt: skip
_WEIGHT_UNITS = {
    "kg": 1.0, "kgs": 1.0, "kilo": 1.0, "kilos": 1.0, "kilogram": 1.0, "kilograms": 1.0,
    "lb": _KG_PER_POUND, "lbs": _KG_PER_POUND, "pound": _KG_PER_POUND, "pounds": _KG_PER_POUND,
    "stone": _KG_PER_POUND * _POUNDS_PER_STONE,
}  # fmt: skip
_SUGAR = frozenset(
    {"sugar", "sugars", "glucose", "mmol", "mg", "meter", "tested", "prick", "fingerprick"}
)
_VAGUE = {"couple": 2.0, "few": 3.0, "several": 5.0}
_TOO_MANY_TIMES = 60
_NEAR_WORDS = 8


@dataclass(frozen=True)
class Place:
    """A number and the words that it stands among. ``alone``: it answers an open question;
    ``temperatures``: how body temperatures are recognised."""

    words: Words
    number: Number
    alone: bool
    temperatures: TemperatureRules

    def near(self, names: frozenset[str], reach: int = _NEAR_WORDS) -> bool:
        """Whether one of some words stands near the number, in its sentence."""
        first, end = self.words.sentence_bounds(self.number.first)
        places = range(max(first, self.number.first - reach), min(end, self.number.end + reach))
        return any(self.words.norm(place) in names for place in places)

    def after(self, step: int = 0) -> str:
        """A word after the number."""
        return self.words.norm(self.number.end + step)

    def before(self) -> str:
        """The word before the number."""
        return self.words.norm(self.number.first - 1)


def _celsius(place: Place) -> float | None:
    read = TemperatureReader(place.words, place.temperatures).read(place.number)
    if read is None:
        value = place.number.value
        if not place.alone or not (34 <= value <= 43 or 93 <= value <= 110):
            return None
        return value if value <= 43 else _to_celsius(value)
    return read.value if read.scale == "C" else _to_celsius(read.value)


def _to_celsius(fahrenheit: float) -> float:
    return round((fahrenheit - 32) * 5 / 9, 1)


def _is_time(place: Place) -> bool:
    return place.after().rstrip("s") in _UNITS_OF_TIME


def _stools(place: Place) -> float | None:
    return _count(place, _STOOLS)


def _vomits(place: Place) -> float | None:
    return _count(place, _VOMITS)


def _count(place: Place, names: frozenset[str]) -> float | None:
    value = place.number.value
    if value > _TOO_MANY_TIMES or _is_time(place) or place.after() in _WEIGHT_UNITS:
        return None
    spoken = place.words.norm(place.number.first) in ("once", "twice")
    counted = spoken or place.after() in _COUNTED or place.after() in names
    if place.alone or (counted and place.near(names)):
        return value
    return None


def _days(place: Place) -> float | None:
    unit = place.after().rstrip("s")
    if unit in _UNITS_OF_TIME and place.after(1) != "old":
        return place.number.value * _UNITS_OF_TIME[unit]
    return place.number.value if place.alone else None


def _systolic(place: Place) -> float | None:
    pair = place.after() in ("/", "over") and place.words.norm(place.number.end + 1).isdigit()
    named = place.near(frozenset({"bp", "pressure", "top", "systolic", "cuff"}))
    plausible = 50 <= place.number.value <= 260 and place.before() not in ("/", "over")
    return place.number.value if plausible and (pair or named or place.alone) else None


def _pressure(place: Place) -> float | None:
    """The upper of two numbers, "82 over 47", that can only be a blood pressure."""
    below = place.words.norm(place.number.end + 1)
    pair = place.after() in ("/", "over") and below.isdigit() and 30 <= int(below) <= 130
    plausible = 60 <= place.number.value <= 260 and place.before() not in ("/", "over")
    return place.number.value if plausible and pair and place.number.value > int(below) else None


def _sugar(place: Place) -> float | None:
    """In mmol/L."""
    value = place.number.value
    named = place.near(_SUGAR)
    if not (named or place.alone) or not 2 <= value <= 900 or _is_time(place):
        return None
    if not place.alone and TemperatureReader(place.words, place.temperatures).read(place.number):
        return None
    return value if value <= _HIGHEST_MMOL_L else round(value / _MG_DL_PER_MMOL_L, 1)


def _kilos(place: Place) -> float | None:
    if place.after() in _WEIGHT_UNITS:
        return place.number.value * _WEIGHT_UNITS[place.after()]
    return place.number.value if place.alone else None


MEASURES: Mapping[str, Callable[[Place], float | None]] = {
    "temperature": _celsius,  # °C
    "stools": _stools,  # more than usual in 24 hours
    "vomits": _vomits,  # in 24 hours
    "days": _days,
    "systolic": _systolic,  # mmHg
    "pressure": _pressure,  # mmHg
    "sugar": _sugar,  # mmol/L
    "kilos": _kilos,  # kg lost
}
_HIGHEST_COUNTS = frozenset({"temperature", "stools", "vomits", "sugar", "kilos", "days"})


def read_measure(
    words: Words, measure: str, temperatures: TemperatureRules, alone: bool = False
) -> float | None:
    """The number of a message that answers a kind of question; of several, the most worrying.

    Args:
        words: the message.
        measure: a name of MEASURES; its unit stands there.
        temperatures: how body temperatures are recognised.
        alone: whether the question is open, so that "about 5" answers it.
    """
    values = [
        value
        for number in _numbers(words)
        if (value := MEASURES[measure](Place(words, number, alone, temperatures))) is not None
    ]
    if not values:
        return None
    return max(values) if measure in _HIGHEST_COUNTS else min(values)


def _numbers(words: Words) -> Iterator[Number]:
    yield from find_numbers(words)
    for place, word in enumerate(words.items):
        if word.norm in _VAGUE and words.norm(place + 1) != "minutes":
            end = place + 2 if words.norm(place + 1) == "of" else place + 1
            yield Number(_VAGUE[word.norm], place, end, False)
        elif (
            word.norm in ("a", "an", "one") and words.norm(place + 1).rstrip("s") in _UNITS_OF_TIME
        ):
            yield Number(1.0, place, place + 1, False)
