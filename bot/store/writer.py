"""Writes journal entries into one database, in a thread, in order, each exactly once.

Nobody waits for it: what is acknowledged lies in the journal. While the database cannot be written
it tries again, and catches up afterwards.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    SQLAlchemyError,
    StatementError,
)

from bot.store.database import Database, utc_now
from bot.store.entries import Entry
from bot.store.ids import new_id
from bot.store.journal import Journal
from bot.store.schema import SchemaTooNewError

logger = logging.getLogger(__name__)

# Writes entries of one kind, oldest first.
Write = Callable[[Connection, Sequence[Entry]], None]

# Kinds of entries that delete.
ERASE = "erase"
_MOST_AT_ONCE = 200
_IDLE_SECONDS = 1.0
# Nobody waits for the database, and a transaction costs as much as the rows of several turns.
_GATHERING_SECONDS = 0.25
_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 2.0


class BackgroundWriter:
    """Takes entries from a journal and hands each to the function for its kind."""

    def __init__(
        self, database: Database, journal: Journal, applied: Table, kinds: Mapping[str, Write]
    ) -> None:
        self._database = database
        self._journal = journal
        self._applied = applied
        self._kinds = kinds
        # Made once: to make a statement takes longer than to run it.
        self._known = select(applied.c.id).where(applied.c.id.in_(bindparam("ids", expanding=True)))
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"writer-{database.name}", daemon=True
        )
        self.is_writing = True
        self.refused = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Writes what is open, at most so long, and ends; the rest waits in the journal."""
        self._journal.wait_until_empty(seconds if self.is_writing else 0.0)
        self._stopping.set()
        self._journal.wake()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def keep(
        self, kind: str, conversation: str, data: Mapping[str, Any], id_: str | None = None
    ) -> None:
        """Keeps something to be written soon; of the same ``id_`` only once, at any time."""
        assert kind in self._kinds, kind
        self._journal.append(Entry(kind, conversation, data, id_ or new_id()))

    def _run(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            if not self._journal.wait(_IDLE_SECONDS):
                continue
            self._journal.gather(_GATHERING_SECONDS)
            try:
                self._write(self._journal.oldest(_MOST_AT_ONCE))
            except Exception as error:  # noqa: BLE001 - the thread must outlive every database
                self._say_that_it_fails(error)
                self._stopping.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
            else:
                if not self.is_writing:
                    logger.warning("The database of the %s is written again.", self._database.name)
                self.is_writing = True
                pause = _FIRST_PAUSE_SECONDS

    def _say_that_it_fails(self, error: Exception) -> None:
        if self.is_writing:
            logger.error(
                "The database of the %s cannot be written (%s); trying again.",
                self._database.name,
                type(error).__name__,
            )
        self.is_writing = False

    def _write(self, entries: Sequence[Entry]) -> None:
        """All entries in one transaction; where that fails, each in one of its own, so that one
        that the database refuses does not hold up the others."""
        try:
            with self._database.begin() as connection:
                self._apply(connection, entries)
        except Exception as error:
            if not is_refusal(error):
                self._database.check_anew()
                raise
            for entry in entries:
                self._write_alone(entry)
        if any(entry.kind == ERASE for entry in entries):
            self._database.tidy()
        self._journal.done(entries)

    def _write_alone(self, entry: Entry) -> None:
        try:
            with self._database.begin() as connection:
                self._apply(connection, [entry])
        except Exception as error:
            if not is_refusal(error) or not self._database.can_be_written():
                self._database.check_anew()
                raise
            self.refused += 1
            logger.error("An entry (%s) was refused: %s", entry.kind, type(error).__name__)

    def _apply(self, connection: Connection, entries: Sequence[Entry]) -> None:
        ids = [entry.id for entry in entries]
        known = set(connection.scalars(self._known, {"ids": ids}))
        new = {entry.id: entry for entry in entries if entry.id not in known}
        if not new:
            return
        at = utc_now()
        connection.execute(insert(self._applied), [{"id": id_, "at": at} for id_ in new])
        for kind, same in _by_kind(new.values()):
            self._kinds[kind](connection, same)


def _by_kind(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Entries of one kind together, none before or behind a deletion that it came after or before.
    Only deletions care for the order of kinds."""
    together: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind == ERASE:
            yield from together.items()
            yield ERASE, [entry]
            together = {}
        else:
            together.setdefault(entry.kind, []).append(entry)
    yield from together.items()


def is_refusal(error: Exception) -> bool:
    """Whether the entry is at fault, so that it would fail again. What a locked, full, missing or
    broken database raises says nothing about the entry, nor does what the system raises."""
    if isinstance(error, DBAPIError):
        return isinstance(error, (IntegrityError, DataError)) or isinstance(
            error.orig, (sqlite3.InterfaceError, sqlite3.ProgrammingError)
        )
    if isinstance(error, StatementError):
        return True  # a value that the database's driver cannot take
    return not isinstance(error, (OSError, SQLAlchemyError, SchemaTooNewError))
