"""relations.yml of bot/data/triage: read and checked."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bot.content.entries import (
    MAPPING,
    TEXT,
    TEXTS,
    EntryError,
    Schema,
    check_all,
    each_once,
    read_checked,
)
from bot.content.errors import DataError
from bot.dialogue.relations import Pairs, Relations
from bot.safety.detector.lines import SYMPTOM_OF_KIND

RELATIONS_FILE = "relations.yml"
_NAMES = frozenset(field.name for field in fields(Relations))
_ENTRY = Schema(
    {"relation": TEXT, "means": TEXT, "source": TEXT}, {"pairs": MAPPING, "names": TEXTS}
)
_SYMPTOM, _FACT, _RED_FLAG, _KIND = "symptom", "fact", "red flag", "kind of red flag"
# What stands on the left of a pair, and on the right of it.
_SIDES: Mapping[str, tuple[str, str]] = {
    "part_of": (_SYMPTOM, _SYMPTOM),
    "shows_as": (_SYMPTOM, _SYMPTOM),
    "denied_with": (_FACT, _FACT),
    "taken_for": (_RED_FLAG, _RED_FLAG),
    "graver_form": (_SYMPTOM, _RED_FLAG),
    "learned_as": (_KIND, _SYMPTOM),
}
_LISTED: Mapping[str, str] = {
    "of_one_symptom": _FACT,
    "always_red": _RED_FLAG,
    "seldom_red": _SYMPTOM,
    "asked_however_new": _SYMPTOM,
}


class RelationsError(DataError):
    """relations.yml is wrong; says where and how to correct it."""


@dataclass(frozen=True)
class KnownNames:
    """The names that relations may hold."""

    symptoms: Collection[str]
    facts: Collection[str]
    red_flags: Collection[str]

    def of(self, what: str) -> Collection[str]:
        if what == _KIND:
            return {*self.red_flags, *SYMPTOM_OF_KIND}
        return {_SYMPTOM: self.symptoms, _FACT: self.facts, _RED_FLAG: self.red_flags}[what]


def load_relations(folder: Path, known: KnownNames) -> Relations:
    """Reads relations.yml of a folder.

    Raises:
        RelationsError: with file, line and how to correct it.
    """
    path = folder / RELATIONS_FILE
    content = read_checked(path, lambda content: _check(content, known), RelationsError)
    return Relations(**{entry["relation"]: _value(entry) for entry in content})


def _value(entry: Mapping[str, Any]) -> Any:
    if entry["relation"] in _LISTED:
        return frozenset(entry["names"])
    return Pairs({name: frozenset(others) for name, others in entry["pairs"].items()})


def _check(content: Any, known: KnownNames) -> None:
    """Raises EntryError for a slip in relations.yml."""
    for entry, line in each_once(content, _ENTRY, "relation", _NAMES):
        _check_names(entry, line, known)


def _check_names(entry: Any, line: int, known: KnownNames) -> None:
    name = entry["relation"]
    needed = "names" if name in _LISTED else "pairs"
    if needed not in entry:
        raise EntryError(line, f"add the line “{needed}: …” to this entry")
    if name in _LISTED:
        _refuse_unknown(entry["names"], _LISTED[name], known, entry.lines["names"])
        return
    left, right = _SIDES[name]
    check_all(entry["pairs"], TEXTS)
    for one, others in entry["pairs"].items():
        place = entry["pairs"].lines[one]
        _refuse_unknown([one], left, known, place)
        _refuse_unknown(others, right, known, place)


def _refuse_unknown(names: Collection[str], what: str, known: KnownNames, line: int) -> None:
    for name in names:
        if name not in known.of(what):
            near = difflib.get_close_matches(str(name), sorted(known.of(what)), 1)
            hint = f"; do you mean “{near[0]}”?" if near else ""
            raise EntryError(line, f"there is no {what} “{name}”{hint}")
