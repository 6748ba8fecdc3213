"""limits.yml of bot/data/triage: read and checked."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.content.entries import TEXT, Kind, Schema, each_once, read_checked
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
    for _ in each_once(content, _ENTRY, "limit", _NAMES):
        pass
