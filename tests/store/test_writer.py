"""bot/store/writer.py: each entry is written exactly once, in order, whatever happens meanwhile."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from bot.settings.paths import ROOT
from bot.store.conversation_rows import WRITERS, StoredMessage, messages_of
from bot.store.entries import Entry
from bot.store.journal import Journal
from bot.store.tables import applied_to_conversations, events, messages
from bot.store.writer import BackgroundWriter
from tests.store.conftest import Addresses
from tests.store.postgres import Postgres

WAIT_SECONDS = 60.0


class Writing:
    """A writer with its journal."""

    def __init__(self, addresses: Addresses, seconds: float = 0.2) -> None:
        self.database = addresses.database(seconds)
        self.journal = Journal(addresses.folder / "journal" / "conversations")
        self.writer = BackgroundWriter(
            self.database, self.journal, applied_to_conversations, WRITERS
        )

    def message(self, text: str, **other: Any) -> Entry:
        row = {**StoredMessage(text, 0, "web", "user", text).__dict__, **other}
        return Entry("messages", "web-1", {"messages": [row]})

    def keep(self, *texts: str) -> None:
        for text in texts:
            self.journal.append(self.message(text))

    def written(self) -> list[str]:
        return [message.text for message in messages_of(self.database, "web-1")]

    def settle(self) -> list[str]:
        """What is written once the journal is empty."""
        assert self.journal.wait_until_empty(WAIT_SECONDS)
        return self.written()


@pytest.fixture
def writing(addresses: Addresses) -> Iterator[Writing]:
    yield from _ended(Writing(addresses))


@pytest.fixture
def writing_files(files: Addresses) -> Iterator[Writing]:
    yield from _ended(Writing(files))


def _ended(writing: Writing) -> Iterator[Writing]:
    yield writing
    writing.writer.stop(0)
    writing.database.dispose()


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_entries_are_written_in_order(writing: Writing) -> None:
    writing.writer.start()
    writing.keep(*map(str, range(500)))
    assert writing.settle() == list(map(str, range(500)))


def test_an_entry_that_comes_again_is_written_once(writing: Writing) -> None:
    """A process that is killed after the commit finds the entry in its journal again."""
    entry = writing.message("a")
    writing.writer.start()
    writing.journal.append(entry)
    writing.settle()
    writing.journal.append(entry)
    assert writing.settle() == ["a"]


def test_processes_killed_again_and_again_lose_and_double_nothing(addresses: Addresses) -> None:
    program = """
import sys, time
from pathlib import Path
from tests.store.conftest import Addresses
from tests.store.test_writer import Writing
writing = Writing(Addresses(sys.argv[1], "", Path(sys.argv[2]), True), 5.0)
writing.writer.start()
for number in range(int(sys.argv[3]), 10_000):
    writing.keep(str(number))
    print(number, flush=True)
"""
    acknowledged = -1
    for lines in (50, 400, 3, 200):
        command = [sys.executable, "-c", program, addresses.conversations,
                   str(addresses.folder), str(acknowledged + 1)]  # fmt: skip
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(lines):
                acknowledged = int(process.stdout.readline())
            process.send_signal(signal.SIGKILL)
            acknowledged = max([acknowledged, *map(int, process.stdout.read().split())])
    last = Writing(addresses, 5.0)
    last.writer.start()
    written = [int(text) for text in last.settle()]
    last.writer.stop()
    # One more may have been kept than was said.
    assert sorted(set(written)) == sorted(written)
    assert set(range(acknowledged + 1)) <= set(written)
    assert written == sorted(written)


def test_an_entry_that_the_database_refuses_holds_up_no_other(writing: Writing) -> None:
    writing.writer.start()
    writing.keep("a")
    writing.journal.append(writing.message("no place", position=None))
    writing.journal.append(writing.message("no time", at="yesterday"))
    writing.journal.append(Entry("messages", "web-1", {"unknown": 1}))
    writing.keep("b")
    assert writing.settle() == ["a", "b"]
    assert writing.writer.refused == 3
    assert writing.writer.is_writing


def test_characters_that_postgresql_refuses_cost_one_entry(writing: Writing) -> None:
    writing.writer.start()
    writing.journal.append(writing.message("a\0b"))
    writing.keep("c")
    assert writing.settle()[-1] == "c"


def test_the_log_says_once_that_it_fails_and_without_words(
    writing_files: Writing, files: Addresses, caplog: pytest.LogCaptureFixture
) -> None:
    writing = writing_files
    writing.writer.start()
    writing.keep("before")
    writing.settle()
    with closing(sqlite3.connect(files.file, isolation_level=None)) as other:
        other.execute("begin exclusive")
        writing.keep("xylocanary")
        wait_until(lambda: not writing.writer.is_writing)
        time.sleep(1)
    assert writing.settle() == ["before", "xylocanary"]
    wait_until(lambda: writing.writer.is_writing)
    failed = "The database of the conversations cannot be written (OperationalError); trying again."
    assert caplog.text.count(failed) == 1
    assert "is written again" in caplog.text
    assert "canary" not in caplog.text


def test_order_is_kept_over_an_outage_of_a_locked_file(
    writing_files: Writing, files: Addresses
) -> None:
    writing = writing_files
    writing.writer.start()
    writing.keep("0")
    writing.settle()
    with closing(sqlite3.connect(files.file, isolation_level=None)) as other:
        for number in range(1, 40):
            if number % 10 == 5:
                other.execute("begin exclusive")
            writing.keep(str(number))
            if number % 10 == 9:
                time.sleep(0.5)
                other.execute("rollback")
    assert writing.settle() == list(map(str, range(40)))
    assert writing.writer.refused == 0


def test_a_deleted_file_is_written_again(writing_files: Writing, files: Addresses) -> None:
    writing = writing_files
    writing.writer.start()
    writing.keep("lost")
    writing.settle()
    for path in files.folder.glob("conversations.db*"):
        path.unlink()
    writing.keep("kept")
    assert writing.settle() == ["kept"]


def test_a_database_that_comes_late(files: Addresses, postgres: Postgres) -> None:
    name = "late_database"
    late = Addresses(f"postgresql://bot@127.0.0.1:{postgres.port}/{name}", "", files.folder,
                     False)  # fmt: skip
    writing = Writing(late)
    writing.writer.start()
    writing.keep("a", "b")
    wait_until(lambda: not writing.writer.is_writing)
    postgres.execute(f"CREATE DATABASE {name}")
    assert writing.settle() == ["a", "b"]
    writing.writer.stop()
    writing.database.dispose()
    postgres.execute(f"DROP DATABASE {name}")


def test_a_database_that_is_dropped_and_made_anew(files: Addresses, postgres: Postgres) -> None:
    name = "dropped_database"
    address = f"postgresql://bot@127.0.0.1:{postgres.port}/{name}"
    postgres.execute(f"CREATE DATABASE {name}")
    writing = Writing(Addresses(address, "", files.folder, False))
    writing.writer.start()
    writing.keep("lost")
    writing.settle()
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")
    writing.keep("kept")
    wait_until(lambda: not writing.writer.is_writing)
    postgres.execute(f"CREATE DATABASE {name}")
    assert writing.settle() == ["kept"]
    writing.writer.stop()
    writing.database.dispose()
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_frozen_server(files: Addresses, postgres: Postgres) -> None:
    writing = Writing(Addresses(postgres.new_database(), "", files.folder, False))
    writing.writer.start()
    writing.keep("before")
    writing.settle()
    postgres.freeze()
    try:
        writing.keep("while", "it", "is", "frozen")
        assert not writing.journal.wait_until_empty(2)
    finally:
        postgres.thaw()
    assert writing.settle() == ["before", "while", "it", "is", "frozen"]
    writing.writer.stop()
    writing.database.dispose()


def test_stopping_writes_what_is_open(writing: Writing) -> None:
    writing.writer.start()
    writing.keep("a", "b")
    writing.writer.stop(WAIT_SECONDS)
    assert writing.written() == ["a", "b"]
    assert len(writing.journal) == 0


def test_stopping_in_an_outage_leaves_it_to_the_next_process(files: Addresses) -> None:
    writing = Writing(files)
    writing.writer.start()
    writing.keep("a")
    writing.settle()
    with closing(sqlite3.connect(files.file, isolation_level=None)) as other:
        other.execute("begin exclusive")
        writing.keep("b")
        wait_until(lambda: not writing.writer.is_writing)
        writing.writer.stop()
        writing.journal.close()
    following = Writing(files)
    following.writer.start()
    assert following.settle() == ["a", "b"]
    following.writer.stop()


def test_events_are_kept_as_rasa_reads_them(writing: Writing, addresses: Addresses) -> None:
    event = {"event": "user", "timestamp": 1.5, "text": "é",
             "parse_data": {"intent": {"name": "faq"}}}  # fmt: skip
    writing.writer.start()
    listen = {"event": "action", "name": "action_listen"}
    writing.journal.append(Entry("events", "web-1", {"events": [event, listen]}))
    writing.settle()
    with create_engine(addresses.conversations).connect() as connection:
        rows = connection.execute(select(events).order_by(events.c.id)).all()
        assert connection.execute(select(messages)).all() == []
    assert [(row.type_name, row.intent_name, row.action_name) for row in rows] == [
        ("user", "faq", None),
        ("action", None, "action_listen"),
    ]
