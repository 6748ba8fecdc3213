"""What waits in a journal for its database, read without touching it: a server may be using it."""

from __future__ import annotations

from pathlib import Path

from bot.store.entries import Entry, lines_of
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
    try:
        lines = lines_of(path.read_bytes())
    except FileNotFoundError:  # a running server removes what it does not need any more
        return []
    return [line.entry for line in lines if line.entry is not None]
