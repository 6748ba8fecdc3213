"""expectations.yml and menu.yml: read, checked, and turned into objects."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.entries import (
    ENTRIES,
    MAPPING,
    TEXT,
    TEXTS,
    EntryError,
    Schema,
    check_all,
    read_checked,
)
from bot.content.errors import DataError
from bot.content.faq_files import Place
from bot.content.loaded import Loaded
from bot.settings.paths import CONTEXT_DIR

GENERAL = "any"
PHASES = ("before", "first_days", "weeks", "over")
LONGEST_PAYLOAD_BYTES = 64  # Telegram's limit
EXPECTATIONS_FILE, MENU_FILE = "expectations.yml", "menu.yml"
_EXPECTATION = Schema(
    {"topic": TEXT, "text": TEXT, "sources": TEXTS, "reviewed": TEXT}, {"waiting": TEXT}
)
_GROUP = Schema({"button": TEXT, "topics": TEXTS})
_BRACES = re.compile(r"\{(\w+)\}")


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


def load_expectations(folder: Path = CONTEXT_DIR) -> Expectations:
    """Reads expectations.yml.

    Raises:
        GuidanceError: with file, line and how to fix it.
    """
    return Expectations(
        {
            kind: {
                phase: Expectation(
                    str(entry["topic"]),
                    str(entry["text"]),
                    tuple(map(str, entry["sources"])),
                    str(entry["reviewed"]),
                )
                for phase, entry in texts.items()
            }
            for kind, texts in _read_expectations(folder).items()
        }
    )


def load_menu(folder: Path = CONTEXT_DIR) -> tuple[MenuGroup, ...]:
    """Reads menu.yml.

    Raises:
        GuidanceError: with file, line and how to fix it.
    """
    return tuple(MenuGroup(str(e["button"]), tuple(e["topics"])) for e in _read_menu(folder))


# What to expect, and the menu under "help", in use.
expectations = Loaded(lambda folders: load_expectations(folders.context))
menu = Loaded(lambda folders: load_menu(folders.context))


def topics_of_menu(folder: Path) -> Iterator[tuple[Place, str]]:
    """Where menu.yml names which topic."""
    for entry in _read_menu(folder):
        for topic, line in zip(entry["topics"], entry["topics"].lines, strict=True):
            yield Place(folder / MENU_FILE, line), topic


def topics_of_expectations(folder: Path) -> Iterator[tuple[Place, str]]:
    """Where expectations.yml names which topic."""
    for entry in _expectations_of(folder):
        yield Place(folder / EXPECTATIONS_FILE, entry.lines["topic"]), entry["topic"]


def places_of_kinds(folder: Path) -> Iterator[tuple[Place, str]]:
    """Where expectations.yml names which kind of treatment."""
    content = _read_expectations(folder)
    for kind in content:
        if kind != GENERAL:
            yield Place(folder / EXPECTATIONS_FILE, content.lines[kind]), kind


def places_of_sources(folder: Path) -> Iterator[tuple[Place, str]]:
    """Where expectations.yml names which source."""
    for entry in _expectations_of(folder):
        for source, line in zip(entry["sources"], entry["sources"].lines, strict=True):
            yield Place(folder / EXPECTATIONS_FILE, line), str(source)


def places_of_braces(folder: Path) -> Iterator[tuple[Place, str]]:
    """Where expectations.yml names which word in braces: the line at which the text begins."""
    for entry in _expectations_of(folder):
        for word in _BRACES.findall(str(entry["text"])):
            yield Place(folder / EXPECTATIONS_FILE, entry.lines["text"]), word


def group_of(text: str) -> MenuGroup | None:
    """The group whose button sends this text."""
    pressed = text.strip().casefold()
    return next((group for group in menu() if group.button.casefold() == pressed), None)


def _expectations_of(folder: Path) -> Iterator[Any]:
    return (entry for texts in _read_expectations(folder).values() for entry in texts.values())


def _read_expectations(folder: Path) -> Any:
    return read_checked(folder / EXPECTATIONS_FILE, _check_expectations, GuidanceError)


def _read_menu(folder: Path) -> Any:
    return read_checked(folder / MENU_FILE, _check_menu, GuidanceError)


def _check_expectations(content: Any) -> None:
    """Raises EntryError for a slip in expectations.yml."""
    check_all(content, MAPPING)
    if set(content.get(GENERAL, ())) != set(PHASES):
        line = content.lines.get(GENERAL, 1)
        raise EntryError(line, f"`{GENERAL}` should have texts for {', '.join(PHASES)}")
    for texts in content.values():
        for phase, entry in texts.items():
            if phase not in PHASES:
                raise EntryError(texts.lines[phase], f"the times are {', '.join(PHASES)}")
            _EXPECTATION.check(entry, texts.lines[phase])
            _refuse_no_day(str(entry["reviewed"]), entry.lines["reviewed"])


def _refuse_no_day(text: str, line: int) -> None:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        raise EntryError(line, f'{text} is no date; write it so: reviewed: "2026-11-28"') from None


def _check_menu(content: Any) -> None:
    """Raises EntryError for a slip in menu.yml."""
    ENTRIES.check("the file", content, 1)
    buttons: set[str] = set()
    for entry, line in zip(content, content.lines, strict=True):
        _GROUP.check(entry, line)
        button = str(entry["button"])
        if len(button.encode()) > LONGEST_PAYLOAD_BYTES:
            raise EntryError(line, f"“{button}” has more than {LONGEST_PAYLOAD_BYTES} bytes")
        if button.casefold() in buttons:
            raise EntryError(line, f"two groups have the same button “{button}”")
        buttons.add(button.casefold())
