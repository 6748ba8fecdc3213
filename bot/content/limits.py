"""limits.yml of bot/data/triage: read and checked."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from bot.content.entries import ENTRIES, TEXT, EntryError, Kind, Schema, placed, yaml_problem
from bot.content.errors import DataError
from bot.dialogue.limits import Limits
from bot.settings.paths import TRIAGE_DIR
from bot.settings.placed_yaml import load_placed

LIMITS_FILE = "limits.yml"
_NAMES = frozenset(field.name for field in fields(Limits))


def _is_above_0(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0


_ENTRY = Schema(
    {
        "limit": TEXT,
        "value": Kind("a number above 0", _is_above_0),
        "means": TEXT,
        "source": TEXT,
    }
)


class LimitsError(DataError):
    """limits.yml is wrong; says where and how to correct it."""


def load_limits(folder: Path = TRIAGE_DIR) -> Limits:
    """Reads limits.yml of a folder.

    Raises:
        LimitsError: with file, line and how to correct it.
    """
    path = folder / LIMITS_FILE
    try:
        content = load_placed(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise LimitsError(f"{path} cannot be read ({problem.strerror})") from problem
    except yaml.YAMLError as problem:
        raise LimitsError(f"{path}, {yaml_problem(problem)}") from problem
    with placed(path, LimitsError):
        return _limits(content)


def _limits(content: Any) -> Limits:
    ENTRIES.check("the file", content, 1)
    values: dict[str, float] = {}
    for entry, line in zip(content, content.lines, strict=True):
        _ENTRY.check(entry, line)
        name = entry["limit"]
        if name not in _NAMES:
            raise EntryError(line, f"“{name}” is unknown; known are {', '.join(sorted(_NAMES))}")
        if name in values:
            raise EntryError(line, f"“{name}” stands twice; keep one")
        values[name] = float(entry["value"])
    if missing := sorted(_NAMES - values.keys()):
        raise EntryError(1, f"add an entry “limit: {missing[0]}”")
    return Limits(**values)
