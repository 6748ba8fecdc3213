"""temperatures.yml and quantities.yml of bot/data/red_flags → checked rules for numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.safety.finding import NO_REASON, TELL_TODAY
from bot.safety.rules.lab_results import LabTest
from bot.safety.rules.pairs import Pair
from bot.safety.rules.quantities import CalmRange, Level, MeasureRule, MeasureRules
from bot.safety.rules.temperatures import Range, Scale, TemperatureRules

SCALES = {"celsius": "C", "fahrenheit": "F"}
UNWELL = "unwell"
# Lists of words of temperatures.yml, named as the rules name them.
WORD_LISTS = (
    "degree", "short_names", "not_of_a_body", "names_of_things", "weather",
    "units_of_other_things", "names_of_other_things", "before_a_reading", "after_a_reading",
    "words_of_a_reading", "signs_after_a_reading", "words_beside_a_bare_reading", "plays_down",
    "below", "not_below",
)  # fmt: skip


def read_temperatures(content: Mapping[str, Any]) -> TemperatureRules:
    """The rules of temperatures.yml.

    Raises:
        KeyError, TypeError, ValueError: if something is missing or no number.
    """
    limits: dict[str, Any] = {
        name: float(limit["value"]) for name, limit in content["thresholds"].items()
    }
    word_lists: dict[str, Any] = {name: _words(content[name]) for name in WORD_LISTS}
    return TemperatureRules(
        **limits,
        scales=tuple(_scale(letter, content["scales"][name]) for name, letter in SCALES.items()),
        bare_fahrenheit=_bounds(content["bare_fahrenheit"]),
        bare_celsius=_bounds(content["bare_celsius"]),
        names=_beginnings(content["names"]),
        heat=_beginnings(content["heat"]),
        rises=_beginnings(content["rises"]),
        **word_lists,
    )


def read_measures(content: Mapping[str, Any]) -> MeasureRules:
    """The rules of quantities.yml.

    Raises:
        KeyError, TypeError, ValueError: if something is missing or no number.
    """
    return MeasureRules(
        rules=tuple(map(_measure, content["measures"])),
        other_things=_words(content["other_things"]),
        beside_a_number=_words(content["beside_a_number"]),
    )


def _measure(entry: Mapping[str, Any]) -> MeasureRule:
    low, high = entry["plausible"]
    return MeasureRule(
        name=entry["measure"],
        understood=entry["understood"],
        names=_words(entry["names"]),
        units=_words(entry["units"]),
        near=tuple(map(_words, entry.get("near", ()))),
        plausible=(float(low), float(high)),
        is_instrument=entry.get("instrument", False),
        levels=tuple(map(_level, entry["levels"])),
        otherwise=entry["otherwise"],
        begins_with=_words(entry.get("begins_with", ())),
        is_second_of_a_pair=entry.get("second_of_a_pair", False),
        calm_ranges=tuple(map(_calm_range, entry.get("calm", ()))),
        pair=_pair(entry["pair"]) if "pair" in entry else None,
    )


def _pair(entry: Mapping[str, Any]) -> Pair:
    return Pair(_bounds(entry["first"]), _bounds(entry["second"]), float(entry["least_apart"]))


def _calm_range(entry: Mapping[str, Any]) -> CalmRange:
    calm = TELL_TODAY if entry.get("today") else NO_REASON
    return CalmRange(float(entry["from"]), float(entry["to"]), calm)


def read_lab_tests(content: Mapping[str, Any]) -> dict[str, LabTest]:
    """The tests of lab_results.yml by name.

    Raises:
        KeyError, TypeError, ValueError: if something is missing or no number.
    """
    return {
        entry["test"]: LabTest(
            understood=entry["understood"],
            nothing_to_call_about=tuple(
                (float(low), float(high)) for low, high in entry.get("nothing_to_call_about", ())
            ),
            only_with_number=entry.get("only_with_number", False),
        )
        for entry in content["tests"]
    }


def _level(entry: Mapping[str, Any]) -> Level:
    return Level(
        symptom=entry["symptom"],
        low=None if "from" not in entry else float(entry["from"]),
        high=None if "to" not in entry else float(entry["to"]),
        only_with_unwell=entry.get("only_with") == UNWELL,
        sign=entry.get("sign", ""),
        is_emergency=entry.get("tier") == "emergency",
    )


def _scale(letter: str, entry: Mapping[str, Any]) -> Scale:
    low, high = entry["likely"]
    least, most = entry["plausible"]
    return Scale(
        letter,
        likely=(float(low), float(high)),
        plausible=(float(least), float(most)),
        units=_words(entry["units"]),
    )


def _bounds(entry: Mapping[str, Any]) -> Range:
    return float(entry["from"]), float(entry["to"])


def _words(entries: Any) -> frozenset[str]:
    return frozenset(str(entry) for entry in entries)


def _beginnings(entries: Any) -> tuple[str, ...]:
    return tuple(str(entry) for entry in entries)
