"""bot/store/database.py: made when missing, made again when gone, private, and honest."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.settings.paths import ROOT
from bot.store.database import Database
from bot.store.schema import SchemaTooNewError
from bot.store.tables import events, messages
from tests.store.conftest import Addresses

CANARY = "xylocanary-words"
EVENT = {"sender_id": "web-1", "type_name": "user", "data": "{}"}


def write(database: Database) -> None:
    with database.begin() as connection:
        connection.execute(events.insert().values(**EVENT))


def count(database: Database) -> int:
    with database.begin() as connection:
        return len(connection.execute(select(events.c.id)).all())


@contextmanager
def locked(addresses: Addresses) -> Iterator[sqlite3.Connection]:
    """Another program holds the file for itself."""
    with closing(sqlite3.connect(addresses.file, isolation_level=None)) as other:
        other.execute("begin exclusive")
        yield other


def test_the_schema_is_made_at_the_first_use(addresses: Addresses) -> None:
    write(addresses.database())
    assert count(addresses.database()) == 1


def test_probing_leaves_nothing(addresses: Addresses) -> None:
    database = addresses.database()
    assert database.can_be_written()
    assert database.can_be_written()
    with database.begin() as connection:
        assert connection.execute(text("select count(*) from applied_entries")).scalar() == 0


def test_two_processes_that_start_at_once(addresses: Addresses) -> None:
    program = (
        "import sys; from bot.store.database import Database; from bot.store.tables import events\n"
        "with Database('conversations', sys.argv[1]).begin() as connection:\n"
        "    connection.execute(events.insert().values(sender_id='web-1', type_name='user'))\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, addresses.conversations], cwd=ROOT)
        for _ in range(4)
    ]
    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]
    assert count(addresses.database()) == 4


def test_many_threads_that_start_at_once(addresses: Addresses) -> None:
    database = addresses.database(10)
    threads = [threading.Thread(target=write, args=(database,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(database) == 16


def test_a_start_that_was_killed_half_way(addresses: Addresses) -> None:
    """The schema is made whole or not at all."""
    program = (
        "import os, sys; from bot.store import schema; from bot.store.database import Database\n"
        "upgrade = schema.command.upgrade\n"
        "def half(*arguments): upgrade(*arguments); os._exit(9)\n"
        "schema.command.upgrade = half\n"
        "Database('conversations', sys.argv[1]).can_be_written()\n"
    )
    command = [sys.executable, "-c", program, addresses.conversations]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    assert "messages" not in inspect(create_engine(addresses.conversations)).get_table_names()
    write(addresses.database())


def test_a_newer_schema_is_refused_with_a_clear_sentence(addresses: Addresses) -> None:
    with addresses.database().begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'conversations_0999'"))
    database = addresses.database()
    with pytest.raises(SchemaTooNewError) as raised, database.begin():
        pass
    assert str(raised.value) == (
        "The database of the conversations was made by a newer version of the assistant "
        "(schema conversations_0999). Use that version, or another database."
    )
    assert not database.can_be_written()


def test_errors_hold_no_words_of_patients(addresses: Addresses) -> None:
    row = {"conversation": "web-1", "turn": "t", "position": 0, "channel": "web",
           "sender": "user", "text": CANARY, "content": {"text": CANARY}}  # fmt: skip
    database = addresses.database()
    insert = text(
        "insert into messages (conversation, turn, position, at, channel, sender, text) values "
        "(:conversation, :turn, :position, '2026-11-01', :channel, :sender, :text)"
    )
    with database.begin() as connection:
        connection.execute(insert, {k: v for k, v in row.items() if k != "content"})
    with pytest.raises(IntegrityError) as raised, database.begin() as connection:
        connection.execute(insert, {k: v for k, v in row.items() if k != "content"})
    assert CANARY not in str(raised.value)
    with pytest.raises(SQLAlchemyError) as failed, database.begin() as connection:
        connection.execute(messages.insert().values(**{**row, "position": None}))
    assert CANARY not in repr(failed.value.args)


# --- what only files can suffer -------------------------------------------------------------------


def test_files_are_for_their_owner_only(files: Addresses) -> None:
    folder = files.folder / "state"
    database = Database("conversations", f"sqlite:///{folder / 'conversations.db'}")
    before = os.umask(0)
    try:
        write(database)
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert modes == {f"conversations.db{end}": 0o600 for end in ("", "-wal", "-shm")}


def test_a_file_that_was_open_to_all_is_made_private(files: Addresses) -> None:
    write(files.database())
    files.file.chmod(0o644)
    write(files.database())
    assert files.file.stat().st_mode & 0o777 == 0o600


def test_while_it_is_locked_nothing_can_be_written_and_afterwards_all(files: Addresses) -> None:
    database = files.database(0.05)
    write(database)
    with locked(files):
        assert not database.can_be_written()
        assert count(database) == 1, "what is there can still be read"
    assert database.can_be_written()


def test_a_database_locked_at_the_first_use_is_made_later(files: Addresses) -> None:
    database = files.database(0.05)
    with locked(files):
        assert not database.can_be_written()
    write(database)


def test_a_deleted_file_is_made_again(files: Addresses) -> None:
    database = files.database()
    write(database)
    for path in files.folder.iterdir():
        path.unlink()
    assert database.can_be_written()
    assert count(database) == 0
    write(database)
    assert count(files.database()) == 1


def test_a_file_that_was_moved_away_and_back(files: Addresses) -> None:
    database = files.database()
    write(database)
    database.dispose()
    shutil.move(files.file, files.folder / "moved.db")
    write(database)
    database.dispose()
    shutil.move(files.folder / "moved.db", files.file)
    write(database)
    assert count(database) == 2


@pytest.mark.parametrize("in_place", [True, False])
def test_rubbish_is_put_aside_and_a_new_database_begun(files: Addresses, in_place: bool) -> None:
    database = files.database()
    write(database)
    with database.begin() as connection:  # else all of it is still in the log beside the file
        connection.execute(text("pragma wal_checkpoint(truncate)"))
    rubbish = files.folder / "rubbish"
    rubbish.write_bytes(b"no database " * 1000)
    if in_place:
        shutil.copyfile(rubbish, files.file)
    else:
        rubbish.replace(files.file)
    while not list(files.folder.glob("conversations.db.unreadable-*")):
        # As long as SQLite has all pages in memory it does not notice.
        if not database.can_be_written():
            database.check_anew()
        else:
            database.dispose()
    write(database)
    assert count(files.database()) == 1
    (aside,) = files.folder.glob("conversations.db.unreadable-*")
    assert aside.read_bytes().startswith(b"no database")


def test_processes_that_find_rubbish_at_once_begin_one_new_database(files: Addresses) -> None:
    files.file.write_bytes(b"no database " * 1000)
    databases = [files.database(5) for _ in range(6)]

    def use(database: Database) -> None:
        while not database.can_be_written():
            database.check_anew()
        write(database)

    threads = [threading.Thread(target=use, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert count(files.database()) == len(databases)
    assert len(list(files.folder.glob("*.unreadable-*"))) == 1


def test_a_folder_in_place_of_the_file(files: Addresses) -> None:
    database = files.database()
    files.file.mkdir()
    assert not database.can_be_written()
    files.file.rmdir()
    assert database.can_be_written()
