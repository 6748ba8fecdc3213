"""What waits in a journal for its database, read without touching it: a server may be using it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from bot.store.journal import Entry
from bot.store.segments import existing
from bot.store.writer import ERASE


def waiting_in(stem: Path, conversation: str) -> list[Entry]:
    """The entries of a conversation in the files of a journal, oldest first, each once; none from
    before it was erased. What is already written may be among them.

    Raises:
        OSError: where a file cannot be read.
    """
    found: dict[str, Entry] = {}
    for path in existing(stem):
        for entry in _entries(path):
            if entry.conversation != conversation:
                continue
            if entry.kind == ERASE:
                found.clear()
            else:
                found.setdefault(entry.id, entry)
    return list(found.values())


def _entries(path: Path) -> list[Entry]:
    entries: list[Entry] = []
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:  # a running server removes what it does not need any more
        return entries
    for line in lines:
        with suppress(ValueError, TypeError):  # cut short by a crash, and never acknowledged
            entries.append(Entry.of_line(line))
    return entries
