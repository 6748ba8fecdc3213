"""Measured numbers: temperatures, stools a day, oxygen, pulse, blood pressure, hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.safety.knowledge import Thresholds
from bot.safety.numbers import Number, find_numbers
from bot.safety.words import Words

COUNTS, LOW, BELOW = "counts", "low", "below threshold"
_DEGREE = frozenset({"degree", "degrees", "deg", "degs", "°", "dgrees", "digrees"})
_CELSIUS = frozenset({"c", "celsius", "celcius", "centigrade", "celcious", "cel", "°c", "oc"})
_FAHRENHEIT = frozenset({"f", "fahrenheit", "farenheit", "fahrenheight", "farenheight", "fh", "°f"})
_TALK_OF_HEAT = (
    "temp", "fever", "thermom", "mercury", "tympan", "feveri", "burning", "spik", "forehead",
    "chill", "shiver", "hot", "sweat", "paracetamol", "tylenol", "calpol", "boiling",
    "roasting", "warm", "tmp",
)  # fmt: skip
_STRONG_TALK = ("temp", "fever", "thermom", "mercury", "tympan", "spik", "tmp")
_NOT_OF_A_BODY = frozenset(
    {"outside", "weather", "oven", "bath", "heatwave", "fridge", "car", "sunny", "shade", "pool",
     "forecast", "summer", "garden", "beach", "greenhouse", "conservatory", "kettle", "soup",
     "aircon", "spain", "phoenix", "texas", "store", "stored", "city", "turkey", "roast"}
)  # fmt: skip
_OTHER_UNITS = frozenset(
    {"years", "year", "yrs", "yr", "old", "minutes", "minute", "min", "mins", "hours", "hour",
     "hrs", "days", "day", "weeks", "week", "months", "kg", "kilos", "kgs", "lbs", "pounds", "st",
     "stone", "mg", "ml", "mcg", "g", "km", "miles", "mile", "%", "percent", "per", "am", "pm",
     "dollars", "euro", "fm", "mhz", "quid", "euros", "bucks", "times", "people", "pages",
     "questions", "cycles",
     "sessions", "patients", "steps", "bpm", "mmhg", "cm", "mm", "inches", "inch", "ft", "feet",
     "calories", "points", "units", "tablets", "pills", "friends", "lines", "text", "texts",
     "bus", "th", "nd", "rd", "x", "litres", "liters", "k", "p", "pence", "cents", "grand",
     "million", "thousand", "emails", "calls", "visitors", "things", "reasons", "seats", "mph",
     "msgs", "messages", "photos", "spaces", "forms", "mmol", "size"}
)  # fmt: skip
_OTHER_PLACES = frozenset(
    {"room", "ward", "bed", "bus", "number", "no", "$", "£", "€", "flat", "floor", "age", "aged",
     "line", "page", "route", "channel", "gate", "platform", "house", "clinic", "bay", "ext",
     "extension", "level", "weigh", "weighs", "weight", "weighed", "size", "turned", "turning",
     "cost", "costs", "paid", "chapter", "box", "apartment", "suite", "highway", "train",
     "dress", "shoe", "form", "zone", "bmi", "score", "row", "seat", "radio", "fm", "version",
     "#", "platelets", "platelet", "count", "haemoglobin", "hemoglobin", "hb", "marker"}
)  # fmt: skip
_READING_VERBS = frozenset(
    {"at", "hit", "hits", "hitting", "reached", "reads", "read", "reading", "says", "said",
     "showing", "shows", "touching", "is", "am", "was", "now", "of", "to", "its", "about", "around",
     "nearly", "almost", "over", "above", "past", "clocked", "registering", "registered", "got",
     "running", "high", "up", "just", "a", "roughly", "like", "measured", "measures"}
)  # fmt: skip
_BELOW_WORDS = frozenset({"below", "under", "beneath"})


@dataclass(frozen=True)
class Measure:
    """A measured number that says something about a symptom.

    ``verdict`` is COUNTS, LOW (a low temperature) or BELOW a threshold.
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
        temperature = _temperature(words, number)
        if temperature is not None:
            found.append(_judge_temperature(words, temperature, thresholds, fever_celsius))
    taken = {measure.first for measure in found}
    for number in numbers:
        if not any(number.first <= first < number.end for first in taken):
            found.extend(_other_measures(words, number, thresholds))
    return found


@dataclass(frozen=True)
class _Temperature:
    value: float
    scale: str
    first: int
    end: int


def _temperature(words: Words, number: Number) -> _Temperature | None:
    """The number as a body temperature, or nothing when it is another sort of number."""
    end = number.end
    degrees = words.norm(end) in _DEGREE
    end += degrees
    scale = ""
    if words.norm(end) in _CELSIUS:
        scale = "C"
    elif words.norm(end) in _FAHRENHEIT:
        scale = "F"
    end += bool(scale)
    guessed = scale or _scale_of(number.value)
    if not guessed or not _is_plausible(number.value, guessed):
        return None
    if not scale and not _is_about_heat(words, number, degrees):
        return None
    if _is_not_of_a_body(words, number):
        return None
    return _Temperature(number.value, guessed, number.first, end)


def _scale_of(value: float) -> str:
    """Celsius from 34 to 43, Fahrenheit from 93 to 110: body temperatures that can be read."""
    if 34 <= value <= 43:
        return "C"
    return "F" if 93 <= value <= 110 else ""


def _is_plausible(value: float, scale: str) -> bool:
    return 30 <= value <= 45 if scale == "C" else 86 <= value <= 113


def _is_about_heat(words: Words, number: Number, degrees: bool) -> bool:
    if _has_other_unit(words, number):
        return False
    if degrees or (number.has_fraction and not number.is_price):
        return True
    first, end = words.sentence_bounds(number.first)
    sentence = [words.norm(p) for p in range(first, end)]
    if any(word.startswith(_STRONG_TALK) for word in sentence):
        return True
    near = [words.norm(p) for p in range(max(first, number.first - 8), min(end, number.end + 8))]
    return any(word.startswith(_TALK_OF_HEAT) for word in near) or _stands_as_reading(words, number)


def _stands_as_reading(words: Words, number: Number) -> bool:
    """ "at 103 and climbing", "102 and rising"."""
    after = [words.norm(p) for p in range(number.end, number.end + 4)]
    return any(word.startswith(("climb", "rising", "going", "creep")) for word in after)


def _has_other_unit(words: Words, number: Number) -> bool:
    if words.norm(number.end) in _OTHER_UNITS:
        return True
    before = {words.norm(number.first - 1), words.norm(number.first - 2)}
    return bool(before & _OTHER_PLACES) or words.norm(number.end) in ("/", ":", "%")


def _is_not_of_a_body(words: Words, number: Number) -> bool:
    first, end = words.sentence_bounds(number.first)
    near = range(max(first, number.first - 6), min(end, number.end + 6))
    return any(words.norm(p) in _NOT_OF_A_BODY for p in near)


def _judge_temperature(
    words: Words, temperature: _Temperature, thresholds: Thresholds, fever_celsius: float
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
        return Measure("fever", *place, f"a fever of {shown}", COUNTS)
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
