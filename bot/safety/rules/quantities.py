"""Measured numbers: temperatures, stools a day, oxygen, pulse, blood pressure, hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.safety.rules.knowledge import Thresholds
from bot.safety.rules.numbers import Number, find_numbers
from bot.safety.rules.temperatures import Temperature, read_temperature
from bot.safety.rules.words import Words

COUNTS, LOW, BELOW = "counts", "low", "below threshold"
# As high as a fever, but nothing says that it is a temperature: "build 38.9 crashes".
PERHAPS = "perhaps a fever"
_BELOW_WORDS = frozenset({"below", "under", "beneath"})


@dataclass(frozen=True)
class Measure:
    """A measured number that says something about a symptom.

    ``verdict`` is COUNTS, LOW (a low temperature), BELOW a threshold, or PERHAPS.
    """

    symptom: str
    first: int
    end: int
    understood: str
    verdict: str

    @property
    def is_temperature(self) -> bool:
        """Whether it is a body temperature."""
        return self.symptom in ("fever", "low_temperature")


def find_measures(words: Words, thresholds: Thresholds, fever_celsius: float) -> list[Measure]:
    """All measures of a message, temperatures first."""
    numbers = find_numbers(words)
    found: list[Measure] = []
    for number in numbers:
        temperature = read_temperature(words, number)
        if temperature is not None:
            found.append(_judge_temperature(words, temperature, thresholds, fever_celsius))
    taken = {measure.first for measure in found}
    for number in numbers:
        if not any(number.first <= first < number.end for first in taken):
            found.extend(_other_measures(words, number, thresholds))
    return found


def _judge_temperature(
    words: Words, temperature: Temperature, thresholds: Thresholds, fever_celsius: float
) -> Measure:
    value = temperature.value
    celsius_scale = temperature.scale == "C"
    fever = fever_celsius if celsius_scale else fahrenheit(fever_celsius)
    low = thresholds.low_temperature_celsius
    low = low if celsius_scale else fahrenheit(low)
    shown = f"{value:g} °{temperature.scale}"
    said_below = words.norm(temperature.first - 1) in _BELOW_WORDS
    place = (temperature.first, temperature.end)
    if value >= fever and not said_below:
        verdict = COUNTS if temperature.is_sure else PERHAPS
        return Measure("fever", *place, f"a fever of {shown}", verdict)
    if value < low:
        return Measure("low_temperature", *place, f"a low temperature of {shown}", LOW)
    return Measure("fever", *place, f"a temperature of {shown}", BELOW)


def fahrenheit(celsius: float) -> float:
    """°C in °F, to one place: thermometers show no more."""
    return round(celsius * 9 / 5 + 32, 1)


def _other_measures(words: Words, number: Number, limits: Thresholds) -> Iterator[Measure]:
    value, place = number.value, (number.first, number.end)
    first, end = words.sentence_bounds(number.first)
    near = [words.norm(p) for p in range(max(first, number.first - 8), min(end, number.end + 9))]
    topic = _topic(words, number)
    if topic == "oxygen" and 60 <= value <= 100:
        call = limits.oxygen_saturation_call_percent
        shown = f"an oxygen level of {value:g} %"
        if value <= limits.oxygen_saturation_emergency_percent:
            yield Measure("sudden_breathlessness", *place, shown, COUNTS)
        else:
            yield Measure("breathlessness", *place, shown, COUNTS if value <= call else BELOW)
    elif topic == "pressure" and 60 <= value <= 260:
        alarming = value <= limits.systolic_low_mmhg or value >= limits.systolic_high_mmhg
        shown = f"a blood pressure of {value:g}"
        yield Measure("heart", *place, shown, COUNTS if alarming else BELOW)
    elif topic == "pulse" and 25 <= value <= 250:
        slow, fast = limits.heart_rate_low_per_minute, limits.heart_rate_high_per_minute
        shown = f"a heart rate of {value:g}"
        yield Measure("heart", *place, shown, BELOW if slow < value < fast else COUNTS)
    elif words.norm(number.end) in _HOURS:
        yield from _without_urine(words, number, limits)
    elif _is_a_count(words, number):
        yield from _counted(near, number, limits)


_HOURS = frozenset({"hours", "hour", "hrs", "hr", "h"})
_URINE = frozenset({"wee", "weed", "pee", "peed", "urine", "urinated", "water", "wees", "piss"})
_NOTHING = frozenset({"no", "not", "without", "nothing", "none"})


def _without_urine(words: Words, number: Number, limits: Thresholds) -> Iterator[Measure]:
    """ "not peed for 12 hours": the "not" belongs to the measure."""
    start, _ = words.sentence_bounds(number.first)
    before = range(max(start, number.first - 7), number.first)
    denials = [place for place in before if words.norm(place) in _NOTHING]
    if not denials or not any(words.norm(place) in _URINE for place in before):
        return
    verdict = COUNTS if number.value >= limits.hours_without_urine else BELOW
    shown = f"no urine for {number.value:g} hours"
    yield Measure("urine_swelling", denials[0], number.end, shown, verdict)


_TOPICS = {
    "oxygen": {"sat", "sats", "spo", "oxygen", "oximeter", "o2", "ox", "saturation", "saturations"},
    "pulse": {"pulse", "heart", "heartrate", "hr", "heartbeat", "bpm"},
    "pressure": {"bp", "pressure"},
}
# After a number, only these name what it measures: "120 bpm", but not "120 heart shaped sweets".
_UNITS = {"bpm": "pulse", "sats": "oxygen", "spo": "oxygen", "oxygen": "oxygen"}
_REACH_BEFORE, _REACH_AFTER = 5, 2


def _topic(words: Words, number: Number) -> str:
    """What a number measures: the nearest word before it says, else one right after."""
    before = range(number.first - 1, number.first - 1 - _REACH_BEFORE, -1)
    after = range(number.end, number.end + _REACH_AFTER)
    if words.norm(number.first - 1) in ("/", "over"):
        return "diastolic"
    for position in before:
        for topic, names in _TOPICS.items():
            if words.norm(position) in names:
                return topic
    named_after = [_UNITS[words.norm(p)] for p in after if words.norm(p) in _UNITS]
    return named_after[0] if named_after else ""


def _counted(near: list[str], number: Number, limits: Thresholds) -> Iterator[Measure]:
    value, place = number.value, (number.first, number.end)
    if _speaks_of(near, _STOOLS):
        verdict = COUNTS if value >= limits.loose_stools_a_day else BELOW
        yield Measure("diarrhea", *place, f"{value:g} loose stools", verdict)
    elif _speaks_of(near, _VOMITS):
        verdict = COUNTS if value >= limits.vomiting_a_day else BELOW
        yield Measure("vomiting", *place, f"vomiting {value:g} times", verdict)


_STOOLS = (
    "stool", "stools", "poo", "poop", "pooped", "pooed", "loo", "toilet", "diarrhea", "diarrhoea",
    "runs", "bathroom", "bog", "squits", "trots", "bm", "bms", "bowels", "bowel", "loose", "watery",
    "khazi", "motions", "shits",
)  # fmt: skip
_VOMITS = (
    "vomited", "vomit", "vomiting", "sick", "threw", "thrown", "throwing", "puked", "puking",
    "barfed", "chucked", "spewed", "heaved", "hurled", "retched",
)  # fmt: skip
_COUNT_UNITS = frozenset(
    {"times", "x", "trips", "goes", "loose", "watery", "stools", "stool", "bouts", "visits",
     "poos", "poops", "rounds", "motions", "runny", "liquid", "bms", "bowel", "toilet", "episodes"}
)  # fmt: skip


def _speaks_of(near: list[str], topics: tuple[str, ...]) -> bool:
    return any(word in topics for word in near)


def _is_a_count(words: Words, number: Number) -> bool:
    following = {words.norm(number.end), words.norm(number.end + 1)}
    return number.value <= 60 and bool(following & _COUNT_UNITS)
