"""Body temperatures in a message: "38,9", "one oh two", "been 38.9 since lunch"; not "room 104"."""

from __future__ import annotations

from dataclasses import dataclass

from bot.safety.rules.numbers import Number
from bot.safety.rules.words import Words

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
     "#", "platelets", "platelet", "count", "haemoglobin", "hemoglobin", "hb", "marker", "sugar",
     "sugars", "glucose"}
)  # fmt: skip
_MOST_DECIMALS = 2
# Before and after a number that is a reading though nothing names it: "been 38.9 since lunch".
_BEFORE_READING = frozenset(
    {"", "at", "hit", "hits", "hitting", "reached", "reads", "read", "reading", "says", "said",
     "showing", "shows", "touching", "was", "now", "of", "to", "its", "about", "around",
     "nearly", "almost", "over", "above", "past", "clocked", "registering", "registered", "got",
     "running", "high", "up", "just", "a", "roughly", "like", "measured", "measures", "been", "and",
     "is", "am", "so", "still", "again", "but", "it", "me", "him", "her", "today", "tonight",
     "down", "from", "or", "hes", "shes", "are", "had", "have", "has", "gone", "plus", "with"}
)  # fmt: skip
_AFTER_READING = frozenset(
    {"", "and", "since", "for", "now", "this", "today", "tonight", "again", "but", "so", "what",
     "still", "after", "before", "when", "at", "with", "just", "then", "or", "yesterday", "last",
     "all", "is", "was", "even", "despite", "by", "plus", "already", "right", "twice", "here",
     "do", "should", "shall", "help", "i", "he", "she", "we", "under", "orally", "please", "thanks",
     "can", "must", "need", "where", "how", "why", "who", "which", "climbing", "rising", "going",
     "up", "an", "a", "earlier", "later", "overnight", "most", "every", "both", "three", "two",
     "yes", "ok", "oh", "call", "ring", "too", "though", "tho", "in", "my", "his", "her"}
)  # fmt: skip
_SIGNS = frozenset(".,!?;:()-…\n\"'~")


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


def read_temperature(words: Words, number: Number) -> Temperature | None:
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
    named = bool(scale) or degrees or _is_about_heat(words, number)
    if not scale and (_has_other_unit(words, number) or not (named or number.has_fraction)):
        return None
    if _is_not_of_a_body(words, number) or _decimals(words, number) > _MOST_DECIMALS:
        return None
    if not named and number.is_price:
        return None
    is_sure = named or _stands_as_reading(words, number)
    return Temperature(number.value, guessed, number.first, end, is_sure)


def _decimals(words: Words, number: Number) -> int:
    return len(words.norm(number.first).replace(",", ".").partition(".")[2])


def _scale_of(value: float) -> str:
    """Celsius from 34 to 43, Fahrenheit from 93 to 110: body temperatures that can be read."""
    if 34 <= value <= 43:
        return "C"
    return "F" if 93 <= value <= 110 else ""


def _is_plausible(value: float, scale: str) -> bool:
    return 30 <= value <= 45 if scale == "C" else 86 <= value <= 113


def _is_about_heat(words: Words, number: Number) -> bool:
    first, end = words.sentence_bounds(number.first)
    sentence = [words.norm(p) for p in range(first, end)]
    if any(word.startswith(_STRONG_TALK) for word in sentence):
        return True
    near = [words.norm(p) for p in range(max(first, number.first - 8), min(end, number.end + 8))]
    return any(word.startswith(_TALK_OF_HEAT) for word in near) or _climbs(words, number)


def _climbs(words: Words, number: Number) -> bool:
    """ "at 103 and climbing", "102 and rising"."""
    after = [words.norm(p) for p in range(number.end, number.end + 4)]
    return any(word.startswith(("climb", "rising", "going", "creep")) for word in after)


def _stands_as_reading(words: Words, number: Number) -> bool:
    """ "38.9", "she's 38.9, what now", "been 38.9 since lunch"; not "38.6 acres"."""
    before, after = words.norm(number.first - 1), words.norm(number.end)
    starts = before in _BEFORE_READING or before in _SIGNS
    return starts and (after in _AFTER_READING or after in _SIGNS)


def _has_other_unit(words: Words, number: Number) -> bool:
    if words.norm(number.end) in _OTHER_UNITS:
        return True
    before = {words.norm(number.first - 1), words.norm(number.first - 2)}
    return bool(before & _OTHER_PLACES) or words.norm(number.end) in ("/", ":", "%")


def _is_not_of_a_body(words: Words, number: Number) -> bool:
    first, end = words.sentence_bounds(number.first)
    near = range(max(first, number.first - 6), min(end, number.end + 6))
    return any(words.norm(p) in _NOT_OF_A_BODY for p in near)
