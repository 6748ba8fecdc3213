"""openings.yml of bot/data/red_flags: read and checked."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from bot.content.entries import MAPPING, Kind, Schema, list_of
from bot.safety.rules.openings import BareNo, Correction, Openings, Outcry, OwnQuestion, Preface

OPENINGS_FILE = "openings.yml"


def _is_wording(value: Any) -> bool:
    """Words in small letters with one space between them."""
    return isinstance(value, str) and value == " ".join(value.lower().split()) != ""


_WORDINGS = list_of(Kind("words in small letters", _is_wording))
_SECTIONS = {
    "outcry": Outcry,
    "own_question": OwnQuestion,
    "preface": Preface,
    "correction": Correction,
    "bare_no": BareNo,
}
_FILE = Schema(dict.fromkeys(_SECTIONS, MAPPING))


def check_openings(content: Any) -> None:
    """Raises EntryError for a slip in openings.yml."""
    _FILE.check(content, 1)
    for name, section in _SECTIONS.items():
        schema = Schema(dict.fromkeys((field.name for field in fields(section)), _WORDINGS))
        schema.check(content[name], content.lines[name])


def read_openings(content: Any) -> Openings:
    """The openings of a file in which ``check_openings`` found no slip."""
    return Openings(
        **{
            name: section(**{key: tuple(words) for key, words in content[name].items()})
            for name, section in _SECTIONS.items()
        }
    )
