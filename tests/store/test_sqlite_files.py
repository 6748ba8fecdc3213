"""bot/store/sqlite_files.py: what was deleted does not stay in the log that SQLite writes ahead."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.tables import events
from tests.store.conftest import Addresses

# As SQLite does it: the second of eight locks in the file of its shared memory.
_HOLD_THE_CHECKPOINT_LOCK = """
import fcntl, sys
memory = open(sys.argv[1], "r+b")
fcntl.lockf(memory, fcntl.LOCK_EX, 1, 121)
print("held", flush=True)
sys.stdin.readline()
"""


def write(database: Database) -> None:
    with database.begin() as connection:
        connection.execute(events.insert().values(sender_id="web-1", type_name="user", data="{}"))


def log_of(files: Addresses) -> Path:
    return files.file.with_name(f"{files.file.name}-wal")


@contextmanager
def checkpoint_elsewhere(files: Addresses) -> Iterator[None]:
    """Another process writes the log into the database just now."""
    memory = files.file.with_name(f"{files.file.name}-shm")
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD_THE_CHECKPOINT_LOCK, str(memory)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate("\n")


def test_the_log_is_emptied_once_another_process_has_ended_with_it(files: Addresses) -> None:
    database = files.database(seconds=60)
    write(database)
    tidying = threading.Thread(target=database.tidy)
    with checkpoint_elsewhere(files):
        tidying.start()
        tidying.join(0.3)
        assert tidying.is_alive()
        assert log_of(files).stat().st_size > 0
    tidying.join()
    assert log_of(files).stat().st_size == 0


def test_a_log_that_cannot_be_emptied_is_said(
    files: Addresses, caplog: pytest.LogCaptureFixture
) -> None:
    database = files.database(seconds=0.1)
    write(database)
    with closing(sqlite3.connect(files.file, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from events").fetchone()
        write(database)
        database.tidy()
        assert "cannot be tidied: somebody reads for too long" in caplog.text
    assert log_of(files).stat().st_size > 0
    database.tidy()
    assert log_of(files).stat().st_size == 0
