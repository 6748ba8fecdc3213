"""expectations.yml and menu.yml: read, checked, and turned into objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.content.errors import DataError
from bot.settings.clinic import read_yaml
from bot.settings.paths import CONTEXT_DIR

GENERAL = "any"
PHASES = ("before", "first_days", "weeks", "over")
LONGEST_PAYLOAD_BYTES = 64  # Telegram's limit
_EXPECTATION_KEYS = {"topic", "text", "sources", "reviewed", "waiting"}


class GuidanceError(DataError):
    """A file of bot/data/context is wrong; says where and how to correct it."""


@dataclass(frozen=True)
class Expectation:
    """What to expect with one kind of treatment at one time; ``sources``: keys of sources.yml,
    ``reviewed``: YYYY-MM-DD, ``topic``: the answer that says more."""

    topic: str
    text: str
    sources: tuple[str, ...]
    reviewed: str


@dataclass(frozen=True)
class Expectations:
    """By kind of treatment and time."""

    by_kind: Mapping[str, Mapping[str, Expectation]]

    def of(self, kind: str | None, phase: str) -> Expectation:
        """What is expected; the general text where a kind has none of its own for that time."""
        own = self.by_kind.get(kind or GENERAL, {})
        return own.get(phase) or self.by_kind[GENERAL][phase]


@dataclass(frozen=True)
class MenuGroup:
    """A group of topics under "help", and what stands on its button."""

    button: str
    topics: tuple[str, ...]


@lru_cache(maxsize=1)
def expectations() -> Expectations:
    """The project's own, read once for a process."""
    return load_expectations()


def load_expectations(folder: Path = CONTEXT_DIR) -> Expectations:
    """Reads expectations.yml.

    Raises:
        GuidanceError: with file and entry.
    """
    path = folder / "expectations.yml"
    content: Any = read_yaml(path)
    if not isinstance(content, dict) or set(content.get(GENERAL, {})) != set(PHASES):
        raise GuidanceError(f"{path}: `{GENERAL}` should have texts for {', '.join(PHASES)}.")
    return Expectations(
        {
            kind: {phase: _expectation(path, f"{kind}, {phase}", e) for phase, e in texts.items()}
            for kind, texts in content.items()
        }
    )


def _expectation(path: Path, place: str, entry: Mapping[str, Any]) -> Expectation:
    if unknown := set(entry) - _EXPECTATION_KEYS:
        raise GuidanceError(f"{path}: {place}: unknown line “{min(unknown)}”.")
    if place.rpartition(", ")[2] not in PHASES:
        raise GuidanceError(f"{path}: {place}: the times are {', '.join(PHASES)}.")
    missing = [key for key in ("topic", "text", "sources", "reviewed") if not entry.get(key)]
    if missing:
        raise GuidanceError(f"{path}: {place}: add the line “{missing[0]}: …”.")
    return Expectation(
        str(entry["topic"]), str(entry["text"]), tuple(entry["sources"]), str(entry["reviewed"])
    )


@lru_cache(maxsize=1)
def menu() -> tuple[MenuGroup, ...]:
    """The project's own menu, read once for a process."""
    return load_menu()


def load_menu(folder: Path = CONTEXT_DIR) -> tuple[MenuGroup, ...]:
    """Reads menu.yml.

    Raises:
        GuidanceError: if a button is too long for a messenger or stands twice.
    """
    path = folder / "menu.yml"
    content: Any = read_yaml(path)
    groups = tuple(MenuGroup(str(e["button"]), tuple(e["topics"])) for e in content)
    for group in groups:
        if len(group.button.encode()) > LONGEST_PAYLOAD_BYTES:
            raise GuidanceError(f"{path}: “{group.button}” has more than 64 bytes.")
    if len({group.button for group in groups}) != len(groups):
        raise GuidanceError(f"{path}: two groups have the same button.")
    return groups


def group_of(text: str) -> MenuGroup | None:
    """The group whose button sends this text."""
    pressed = text.strip().casefold()
    return next((group for group in menu() if group.button.casefold() == pressed), None)
