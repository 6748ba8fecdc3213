"""limits.yml of bot/data/triage: read and checked."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.content.entries import ENTRIES, TEXT, EntryError, Kind, Schema, read_checked
from bot.content.errors import DataError
from bot.dialogue.limits import Limits
from bot.settings.paths import TRIAGE_DIR

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
    content = read_checked(folder / LIMITS_FILE, _check, LimitsError)
    return Limits(**{entry["limit"]: float(entry["value"]) for entry in content})


def _check(content: Any) -> None:
    """Raises EntryError for a slip in limits.yml."""
    ENTRIES.check("the file", content, 1)
    seen: set[str] = set()
    for entry, line in zip(content, content.lines, strict=True):
        _ENTRY.check(entry, line)
        name = entry["limit"]
        if name not in _NAMES:
            raise EntryError(line, f"“{name}” is unknown; known are {', '.join(sorted(_NAMES))}")
        if name in seen:
            raise EntryError(line, f"“{name}” stands twice; keep one")
        seen.add(name)
    if missing := sorted(_NAMES - seen):
        raise EntryError(1, f"add an entry “limit: {missing[0]}”")
