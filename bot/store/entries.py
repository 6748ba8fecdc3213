"""The entries of a journal, and the lines of its files that hold them: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.store.ids import new_id


@dataclass(frozen=True)
class Entry:
    """One thing to write: ``kind`` names what, ``conversation`` whose, ``data`` is JSON. Entries of
    the same ``id`` are one."""

    kind: str
    conversation: str
    data: Mapping[str, Any]
    id: str = field(default_factory=new_id)

    def line(self) -> bytes:
        return json.dumps(vars(self), default=_plain).encode() + b"\n"

    @classmethod
    def of_line(cls, line: bytes) -> Entry:
        """Raises ValueError or TypeError where the line is none of ours."""
        return cls(**json.loads(line))


def _plain(value: Any) -> object:
    """Numbers of numpy as Python's; whatever else JSON does not know as its text."""
    return value.item() if hasattr(value, "item") else str(value)


@dataclass(frozen=True)
class Line:
    """A line of a file: where it begins and how long it is without its end, in bytes, and what it
    holds; None: it was cut short by a crash while it was written, and never acknowledged."""

    place: int
    length: int
    entry: Entry | None


def lines_of(content: bytes) -> Iterator[Line]:
    """The lines of a journal's file, in order, without empty ones."""
    place = 0
    for line in content.split(b"\n"):
        if line:
            yield Line(place, len(line), _entry_of(line))
        place += len(line) + 1


def _entry_of(line: bytes) -> Entry | None:
    try:
        return Entry.of_line(line)
    except (ValueError, TypeError):
        return None
