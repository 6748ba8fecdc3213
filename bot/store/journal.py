"""A local journal: what still has to be written into a database, in order, surviving a crash.

One JSON object a line, appended before anything is acknowledged to a patient and removed once the
database has it. Where the disk is full the entries are held in memory alone: see ``is_durable``.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.store.ids import new_id

logger = logging.getLogger(__name__)

# Past this the file is rewritten with what is still open: under a steady load it is never empty.
_REWRITE_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One thing to write: ``kind`` names what, ``conversation`` whose, ``data`` is JSON."""

    kind: str
    conversation: str
    data: Mapping[str, Any]
    id: str = field(default_factory=new_id)

    def as_line(self) -> str:
        """One line of the journal's file."""
        return json.dumps(vars(self), ensure_ascii=False) + "\n"


class Journal:
    """The entries that no database has yet, oldest first. Safe for use from several threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._open: deque[Entry] = deque()
        self._descriptor: int | None = None
        self._bytes = 0
        self.is_durable = True
        self._recover()

    def append(self, entry: Entry) -> None:
        """Keeps an entry. Never raises: without room on the disk it stays in memory."""
        with self._changed:
            self._open.append(entry)
            self._write([entry])
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Waits until there is an entry, at most so long → whether there is one."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._open), seconds)

    def wake(self) -> None:
        """Ends a ``wait`` of another thread early."""
        with self._changed:
            self._changed.notify_all()

    def oldest(self, most: int) -> list[Entry]:
        """The entries to write next; they stay until they are ``done``."""
        with self._lock:
            return [entry for entry, _ in zip(self._open, range(most), strict=False)]

    def done(self, entries: Iterable[Entry]) -> None:
        """Forgets entries that the database has."""
        gone = {entry.id for entry in entries}
        with self._changed:
            while self._open and self._open[0].id in gone:
                gone.discard(self._open.popleft().id)
            if gone:  # some were taken from the middle
                self._open = deque(entry for entry in self._open if entry.id not in gone)
            if not self._open:
                self._rewrite_if(self._bytes > 0)
            else:
                self._rewrite_if(self._bytes > _REWRITE_BYTES or not self.is_durable)
            self._changed.notify_all()

    def drop(self, unwanted: Callable[[Entry], bool]) -> int:
        """Deletes entries, in the file too → how many there were."""
        with self._changed:
            before = len(self._open)
            self._open = deque(entry for entry in self._open if not unwanted(entry))
            # Also where none was open: the file still holds what is done until it is rewritten.
            self._rewrite_if(self._bytes > 0)
            return before - len(self._open)

    def wait_until_empty(self, seconds: float) -> bool:
        """Waits until the database has everything, at most so long → whether it has."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._open, seconds)

    def of(self, conversation: str) -> list[Entry]:
        """The open entries of one conversation, oldest first."""
        with self._lock:
            return [entry for entry in self._open if entry.conversation == conversation]

    def __len__(self) -> int:
        with self._lock:
            return len(self._open)

    def close(self) -> None:
        """Closes the file. What is still open is found there at the next start."""
        with self._lock:
            self._close_file()

    def _recover(self) -> None:
        try:
            lines = self._file.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        for line in lines:
            if not line:
                continue
            try:
                self._open.append(Entry(**json.loads(line)))
            except (ValueError, TypeError):
                # Cut short by a crash while it was written: it was never acknowledged.
                logger.warning("An unreadable entry of %s is left out.", self._file.name)
        self._bytes = self._file.stat().st_size

    def _write(self, entries: Iterable[Entry]) -> None:
        text = "".join(entry.as_line() for entry in entries)
        content = text.encode("utf-8", "surrogatepass")
        try:
            if self._descriptor is None:
                self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
                self._descriptor = os.open(self._file, flags, 0o600)
            written = os.write(self._descriptor, content)
            if written != len(content):
                raise OSError("the disk is full")
        except OSError as error:
            if self.is_durable:
                logger.error("%s cannot be written: %s", self._file.name, type(error).__name__)
            self.is_durable = False
            self._close_file()
        else:
            self._bytes += written

    def _rewrite_if(self, needed: bool) -> None:
        if not needed:
            return
        if not self._open and self._descriptor is not None:
            try:
                os.ftruncate(self._descriptor, 0)
            except OSError:
                self._close_file()
            else:
                self._bytes, self.is_durable = 0, True
                return
        self._rewrite()

    def _rewrite(self) -> None:
        """The file with what is open, whole or not at all."""
        draft: str | None = None
        try:
            descriptor, draft = tempfile.mkstemp(dir=self._file.parent)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as file:
                for entry in self._open:
                    file.write(entry.as_line())
            os.replace(draft, self._file)
        except OSError as error:
            logger.error("%s cannot be rewritten: %s", self._file.name, type(error).__name__)
            if draft is not None and os.path.exists(draft):
                os.unlink(draft)
            return
        self._close_file()
        self._bytes, self.is_durable = self._file.stat().st_size, True

    def _close_file(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
