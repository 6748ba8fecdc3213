"""measures.yml of bot/data/triage → the words that say what a number counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.dialogue.measures import MeasureWords
from bot.safety.rules.temperatures import TemperatureRules

NUMBERED = frozenset({"vague", "days", "days_if_asked", "kilos"})


class MeasureWordsError(ValueError):
    """An entry is missing, unknown or of another kind; ``key`` says which."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


def read_measure_words(content: Mapping[str, Any], temperatures: TemperatureRules) -> MeasureWords:
    """The words of measures.yml.

    Raises:
        MeasureWordsError: if an entry is missing, unknown or of another kind.
    """
    names = [field.name for field in fields(MeasureWords) if field.name != "temperatures"]
    if unknown := set(content) - set(names):
        key = min(unknown)
        raise MeasureWordsError(key, f"“{key}” is unknown here; known are {', '.join(names)}")
    read = {name: _entry(name, content) for name in names}
    return MeasureWords(**read, temperatures=temperatures)


def _entry(name: str, content: Mapping[str, Any]) -> Any:
    if name not in content:
        raise MeasureWordsError(name, f"“{name}” is missing; write it as before")
    entry = content[name]
    if name in NUMBERED:
        is_right = isinstance(entry, Mapping) and all(map(_is_number, entry.values()))
        if not is_right:
            raise MeasureWordsError(name, f"“{name}” should be words with a number above 0 each")
        return {str(word): float(number) for word, number in entry.items()}
    if not isinstance(entry, list) or not all(isinstance(word, str) for word in entry):
        raise MeasureWordsError(name, f"“{name}” should be a list of words")
    return frozenset(entry)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
