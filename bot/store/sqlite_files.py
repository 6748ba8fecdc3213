"""SQLite's files: who may read them, one process at a time for their schema, their mode."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

_SQLITE_PAUSE_SECONDS = 0.02


@contextmanager
def exclusively(lock: Path, seconds: float) -> Iterator[None]:
    """One process at a time. Raises OSError where another takes longer than ``seconds``."""
    give_up = time.monotonic() + seconds
    held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > give_up:
                    raise
            time.sleep(_SQLITE_PAUSE_SECONDS)
        yield
    finally:
        os.close(held)


def is_readable(file: Path) -> bool:
    """Whether SQLite can read the file; what is locked or gone counts as readable."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError:
        return True  # locked, or gone: nothing says that it is rubbish
    except sqlite3.DatabaseError:
        return False


def make_private(file: Path) -> None:
    """The database is readable by its owner only; SQLite gives its companions the same mode. One
    that is there is not opened: closing it would end the locks of this process's connections."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        os.chmod(file, 0o600)


def log_ahead(seconds: float) -> Callable[[Any, Any], None]:
    """Readers and one writer do not block each other; a commit survives the process.

    Of several who change a new file's mode at once SQLite refuses some at once, whatever the
    time-out of the connection, so they try again as long as that.
    """

    def set_mode(connection: Any, _record: Any) -> None:
        give_up = time.monotonic() + seconds
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
                # What is deleted is overwritten.
                connection.execute("PRAGMA secure_delete=ON")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > give_up:
                    raise
            time.sleep(_SQLITE_PAUSE_SECONDS)

    return set_mode


def empty_log(connection: Any, seconds: float) -> bool:
    """Writes SQLite's log into the database and empties it → whether that was done.

    SQLite waits for readers as long as the connection's time-out says, but not at all for another
    connection that does the same just now, so it is asked again for ``seconds``.
    """
    give_up = time.monotonic() + seconds
    while True:
        with closing(connection.cursor()) as cursor:
            is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not is_busy or time.monotonic() > give_up:
            return not is_busy
        time.sleep(_SQLITE_PAUSE_SECONDS)
