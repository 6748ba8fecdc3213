"""A local journal: what still has to be written into a database, in order, surviving a crash.

One JSON object a line, appended before anything is acknowledged to a patient and forgotten once the
database has it. In memory there is an index alone, so that an outage of days costs little of it.
Where the disk is full the entries are held in memory until there is room: see ``is_durable``.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.store.entries import Entry, Line, lines_of
from bot.store.segments import Segment, existing, next_path

logger = logging.getLogger(__name__)

_SEGMENT_BYTES = 4 * 1024 * 1024
# Without room on the disk, another try at most so often.
_TRY_AGAIN_SECONDS = 1.0


@dataclass
class _Held:
    """An open entry: where it lies in a file, or its line where no file could take it."""

    conversation: str
    segment: Segment | None = None
    place: int = 0
    length: int = 0
    line: bytes = b""

    def read(self) -> Entry:
        if self.segment is None:
            return Entry.of_line(self.line)
        return Entry.of_line(self.segment.read(self.place, self.length))


class Journal:
    """The entries that no database has yet, oldest first. Safe for use from several threads."""

    def __init__(self, stem: Path) -> None:
        """``stem``: folder and beginning of the files' names. Raises OSError where files that are
        there cannot be read."""
        self._stem = stem
        # Entries since the start that could not be written down.
        self.left_out = 0
        self._changed = threading.Condition()
        # How many wait until the database has everything.
        self._waiting = 0
        self._open: OrderedDict[str, _Held] = OrderedDict()
        self._ids_of: dict[str, list[str]] = {}
        self._segments: list[Segment] = []
        self._last_path: Path | None = None
        self._homeless: OrderedDict[str, _Held] = OrderedDict()
        self._tries_from = 0.0
        self._recover()

    @property
    def is_durable(self) -> bool:
        """Whether every entry lies in a file."""
        return not self._homeless

    def append(self, entry: Entry) -> None:
        """Keeps an entry. Never raises: without room on the disk it stays in memory, and what JSON
        cannot hold is left out, lest it stand in the way of all that comes after it."""
        try:
            line = entry.line()
        except Exception as error:  # noqa: BLE001 - whatever the value's own code raises
            self.left_out += 1
            logger.error("An entry (%s) cannot be kept: %s", entry.kind, type(error).__name__)
            return
        with self._changed:
            if entry.id in self._open:
                return
            self._hold(entry.id, _Held(entry.conversation, line=line))
            self._homeless[entry.id] = self._open[entry.id]
            self._write_homeless()
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Waits until there is an entry, at most so long → whether there is one."""
        with self._changed:
            self._write_homeless()
            return self._changed.wait_for(lambda: bool(self._open), seconds)

    def wake(self) -> None:
        """Ends a ``wait`` of another thread early."""
        with self._changed:
            self._changed.notify_all()

    def oldest(self, most: int) -> list[Entry]:
        """The entries to write next; they stay until they are ``done``."""
        with self._changed:
            self._write_homeless()
            return self._read([id_ for id_, _ in zip(self._open, range(most), strict=False)])

    def done(self, entries: Iterable[Entry]) -> None:
        """Forgets entries that the database has."""
        with self._changed:
            self._forget(entry.id for entry in entries)
            self._write_homeless()
            self._changed.notify_all()

    def drop(self, conversation: str, unwanted: Callable[[Entry], bool] = lambda _: True) -> None:
        """Deletes the unwanted entries of a conversation, and those that cannot be read; nothing of
        them, and of what is done, is left in the files either."""
        with self._changed:
            mine = self._read(list(self._ids_of.get(conversation, ())))
            self._forget([entry.id for entry in mine if unwanted(entry)])
            for segment in [s for s in self._segments if s.may_hold(conversation)]:
                self._rewrite(segment)
            self._changed.notify_all()

    def wait_until_empty(self, seconds: float) -> bool:
        """Waits until the database has everything, at most so long → whether it has."""
        with self._changed:
            self._waiting += 1
            self._changed.notify_all()
            try:
                return self._changed.wait_for(lambda: not self._open, seconds)
            finally:
                self._waiting -= 1

    def gather(self, seconds: float) -> None:
        """Waits for what comes in this time, so that it is written together; ends early where
        somebody waits until the database has everything."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting > 0, seconds)

    def of(self, conversation: str) -> list[Entry]:
        """The open entries of one conversation, oldest first."""
        with self._changed:
            return self._read(list(self._ids_of.get(conversation, ())))

    def entries(self) -> list[Entry]:
        """All open entries, oldest first."""
        with self._changed:
            return self._read(list(self._open))

    def __len__(self) -> int:
        with self._changed:
            return len(self._open)

    def close(self) -> None:
        """Closes the files. What is still open is found there at the next start."""
        with self._changed:
            self._write_homeless(at_once=True)
            for segment in self._segments:
                segment.close()
            self._segments.clear()

    # --- in memory ------------------------------------------------------------------------------

    def _hold(self, id_: str, held: _Held) -> None:
        self._open[id_] = held
        self._ids_of.setdefault(held.conversation, []).append(id_)

    def _forget(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            held = self._open.pop(id_, None)
            if held is None:
                continue
            self._homeless.pop(id_, None)
            mine = self._ids_of[held.conversation]
            mine.remove(id_)
            if not mine:
                del self._ids_of[held.conversation]
            if held.segment is not None:
                held.segment.open_entries -= 1
                self._clear_away(held.segment)

    def _read(self, ids: Sequence[str]) -> list[Entry]:
        entries = []
        for id_ in ids:
            try:
                entries.append(self._open[id_].read())
            except (ValueError, TypeError, OSError) as error:
                # Somebody has cut the file. It must not hold up what comes after it.
                logger.error(
                    "An entry of the journal of the %s cannot be read: %s",
                    self._stem.name,
                    type(error).__name__,
                )
                self._forget([id_])
        return entries

    # --- in files -------------------------------------------------------------------------------

    def _recover(self) -> None:
        for path in existing(self._stem):
            segment = Segment(path)
            segment.is_sealed = True
            self._segments.append(segment)
            self._last_path = path
            for line in lines_of(segment.content()):
                self._recover_line(segment, line)
            self._clear_away(segment)

    def _recover_line(self, segment: Segment, line: Line) -> None:
        entry = line.entry
        if entry is None:
            logger.warning("An unreadable entry of %s is left out.", segment.path.name)
            segment.has_unreadable_lines = True
            return
        if entry.id not in self._open:
            held = _Held(entry.conversation, segment, line.place, line.length)
            self._hold(entry.id, held)
            segment.open_entries += 1
        segment.conversations.add(entry.conversation)

    def _write_homeless(self, at_once: bool = False) -> None:
        """Finds a place in a file for what has none yet, oldest first."""
        if not self._homeless or (not at_once and time.monotonic() < self._tries_from):
            return
        had_room = self._tries_from == 0.0
        try:
            while self._homeless:
                id_, held = next(iter(self._homeless.items()))
                segment = self._writable()
                held.place, held.length = segment.append(held.line), len(held.line) - 1
                held.segment, held.line = segment, b""
                segment.open_entries += 1
                segment.conversations.add(held.conversation)
                del self._homeless[id_]
        except OSError as error:
            self._tries_from = time.monotonic() + _TRY_AGAIN_SECONDS
            if had_room:
                logger.error(
                    "The journal of the %s cannot be written (%s); it is held in memory.",
                    self._stem.name,
                    type(error).__name__,
                )
        else:
            self._tries_from = 0.0

    def _writable(self) -> Segment:
        last = self._segments[-1] if self._segments else None
        if last is None or last.is_sealed or last.size >= _SEGMENT_BYTES:
            self._last_path = next_path(self._stem, self._last_path)
            self._segments.append(Segment(self._last_path))
            if last is not None:
                self._clear_away(last)
        return self._segments[-1]

    def _clear_away(self, segment: Segment) -> None:
        """Removes a file that nothing needs; the one in use is emptied."""
        if segment.open_entries:
            return
        in_use = segment is self._segments[-1] and not segment.is_sealed
        try:
            if not in_use:
                self._segments.remove(segment)
                segment.remove()
            elif segment.size:
                segment.empty()
        except OSError as error:
            logger.error("%s cannot be removed: %s", segment.path.name, type(error).__name__)

    def _rewrite(self, segment: Segment) -> None:
        """The file with its open entries alone."""
        ids = [id_ for id_, held in self._open.items() if held.segment is segment]
        lines = [entry.line() for entry in self._read(ids)]
        mine = [self._open[id_] for id_ in ids if id_ in self._open]
        if segment not in self._segments:
            return  # nothing in it could be read, and it is gone
        try:
            segment.replace(b"".join(lines))
        except OSError as error:
            logger.error("%s cannot be rewritten: %s", segment.path.name, type(error).__name__)
            return
        place = 0
        for held, line in zip(mine, lines, strict=True):
            held.place, held.length = place, len(line) - 1
            place += len(line)
        segment.conversations = {held.conversation for held in mine}
