"""bot/store/database.py and addresses.py: where records lie, and many who write at once."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.settings.paths import ROOT, STATE_DIR
from bot.store import database as store_database
from bot.store.addresses import conversations_url, records_url
from bot.store.conversations import ConversationStore
from bot.store.database import engine_for, records
from bot.store.red_flags import record_red_flag, red_flags_of

WRITE_ONE = "from bot.store.red_flags import record_red_flag as r; r('a', 'web', 'call_now', [])"


def test_addresses_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_RECORDS_URL", "postgresql://db/records")
    monkeypatch.setenv("BOT_CONVERSATIONS_URL", "postgresql://db/conversations")
    assert records_url() == "postgresql://db/records"
    assert conversations_url() == "postgresql://db/conversations"


def test_addresses_lie_in_the_state_folder_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOT_RECORDS_URL")
    monkeypatch.delenv("BOT_CONVERSATIONS_URL")
    assert records_url() == f"sqlite:///{STATE_DIR / 'records.db'}"
    assert conversations_url() == f"sqlite:///{STATE_DIR / 'conversations.db'}"


def delete_events_and_fail() -> None:
    with records() as session:
        session.execute(text("delete from red_flag_events"))
        raise RuntimeError("half way")


@pytest.mark.usefixtures("own_databases")
def test_an_error_inside_rolls_back_and_is_passed_on() -> None:
    record_red_flag("a", "web", "call_now", [])
    with pytest.raises(RuntimeError, match="half way"):
        delete_events_and_fail()
    assert len(red_flags_of("a")) == 1


@pytest.mark.usefixtures("own_databases")
def test_twenty_writers_at_once_lose_nothing() -> None:
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: record_red_flag("a", "web", "call_now", []), range(100)))
    assert len(red_flags_of("a")) == 100


def test_two_processes_begin_with_the_same_new_file(own_databases: Path) -> None:
    """The action server and the assistant may both write the very first record."""
    writers = [subprocess.Popen([sys.executable, "-c", WRITE_ONE], cwd=ROOT) for _ in range(4)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    with sqlite3.connect(own_databases / "records.db") as database:
        assert database.execute("select count(*) from red_flag_events").fetchone() == (4,)


class RefusingConnection:
    """Refuses some times, as SQLite does when several change a new file's mode at once."""

    def __init__(self, refusals: int, message: str) -> None:
        self.refusals = refusals
        self.message = message
        self.tries = 0

    def execute(self, statement: str) -> None:
        assert statement == "PRAGMA journal_mode=WAL"
        self.tries += 1
        if self.tries <= self.refusals:
            raise sqlite3.OperationalError(self.message)


def test_who_is_refused_while_others_make_the_file_tries_again() -> None:
    connection = RefusingConnection(2, "database is locked")
    store_database._use_write_ahead_log(connection, None)
    assert connection.tries == 3


def test_a_file_that_stays_locked_raises_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_database, "_SQLITE_WAIT_SECONDS", 0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        store_database._use_write_ahead_log(RefusingConnection(1000, "database is locked"), None)


def test_another_error_is_passed_on_at_once() -> None:
    connection = RefusingConnection(1, "disk I/O error")
    with pytest.raises(sqlite3.OperationalError, match="disk"):
        store_database._use_write_ahead_log(connection, None)
    assert connection.tries == 1


@pytest.mark.usefixtures("own_databases")
def test_an_error_of_the_database_does_not_repeat_the_words() -> None:
    record_red_flag("a", "web", "call_now", [])
    with engine_for(records_url()).begin() as connection:
        connection.execute(text("drop table red_flag_events"))
    with pytest.raises(DBAPIError) as caught:
        record_red_flag("canary-words", "web", "call_now", [])
    assert "canary-words" not in str(caught.value)


def test_a_conversation_that_cannot_be_kept_does_not_repeat_the_words(own_databases: Path) -> None:
    store = ConversationStore(Domain.empty(), host=conversations_url())
    with sqlite3.connect(own_databases / "conversations.db") as database:
        database.execute(
            "create trigger full before insert on events begin select raise(abort, 'full'); end"
        )
    tracker = DialogueStateTracker.from_events("web-a", [UserUttered("canary-words")])
    with pytest.raises(DBAPIError) as caught:
        asyncio.run(store.save(tracker))
    assert "canary-words" not in str(caught.value)


def test_a_database_that_cannot_be_opened_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_RECORDS_URL", f"sqlite:///{tmp_path / 'no_such_folder' / 'x.db'}")
    with pytest.raises(OperationalError):
        record_red_flag("a", "web", "call_now", [])
