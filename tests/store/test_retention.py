"""bot/store/retention.py: what is older than the clinic keeps it is gone, the rest is there."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.settings.clinic import Notify, Retention, load_clinic
from bot.store import record_rows, retention
from bot.store.archive import Archive
from bot.store.conversation_rows import StoredMessage
from bot.store.database import conversations_database, records_database, utc_now
from bot.store.record_rows import Feedback, RedFlag, TurnRecord, Unanswered
from bot.store.records import (
    FeedbackRow,
    Notice,
    RedFlagEvent,
    TurnRow,
    UnansweredQuestion,
)
from bot.store.retention import Deleted, delete_old
from bot.store.set_aside import delete_aside, files_aside
from bot.store.tables import applied_to_records, events, messages
from tests.store.conftest import Addresses

KEEP = Retention(conversations_days=90, red_flags_days=365)


def keep_turn(archive: Archive, conversation: str, at: datetime) -> None:
    """All that one turn can leave."""
    now, stamp = time.monotonic(), at.isoformat(timespec="milliseconds")
    archive.keep_messages(
        conversation, [StoredMessage(conversation, 0, "web", "user", "hi", at=stamp)], now
    )
    event = {"event": "user", "text": "hi", "timestamp": at.timestamp()}
    archive.keep_events(conversation, [event])
    archive.keep_red_flag(RedFlag(conversation, "web", "call_now", ["fever"], at=stamp), now)
    archive.keep_turn(TurnRecord(conversation, "web", "answer", 1.0, at=stamp), now)
    archive.keep_feedback(Feedback(conversation, "web", "skin/itch", True, at=stamp))
    archive.keep_unanswered(Unanswered(conversation, "web", "hi", [], at=stamp), now)


def ages(table: Any) -> list[str]:
    """Which conversations a table still holds."""
    with records_database().session() as session:
        return sorted(session.scalars(select(table.conversation)))


@pytest.fixture
def old_and_new(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Turns of 1, 89, 91, 364 and 366 days ago."""
    clinic = load_clinic().copy(update={"notify": Notify(webhook="http://127.0.0.1:9/")})
    monkeypatch.setattr(record_rows, "clinic", lambda: clinic)
    for days in (1, 89, 91, 364, 366):
        keep_turn(archive, f"web-{days:03}", utc_now() - timedelta(days=days))
    for journal in archive._journals.values():
        assert journal.wait_until_empty(60)
    return archive


@pytest.mark.usefixtures("old_and_new")
def test_what_is_old_is_deleted(in_use: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    assert in_use
    monkeypatch.setattr(retention, "_AT_ONCE", 2)  # several rounds
    with records_database().session() as session:
        session.execute(update(Notice).values(due=None))
    gone = delete_old(conversations_database(), records_database(), KEEP)
    assert gone == Deleted(conversations=2 * 3, records=3 + 3 + 1)
    with conversations_database().begin() as connection:
        young = ["web-001", "web-089"]
        assert sorted(connection.scalars(select(messages.c.conversation))) == young
        assert sorted(connection.scalars(select(events.c.sender_id))) == young
    assert ages(UnansweredQuestion) == young
    for table in (RedFlagEvent, TurnRow, FeedbackRow, Notice):
        assert ages(table) == ["web-001", "web-089", "web-091", "web-364"]
    again = delete_old(conversations_database(), records_database(), KEEP)
    assert again == Deleted()


@pytest.mark.usefixtures("old_and_new")
def test_a_notice_that_is_not_delivered_is_kept(in_use: Addresses) -> None:
    assert in_use
    delete_old(conversations_database(), records_database(), KEEP)
    assert "web-366" in ages(Notice)


@pytest.mark.usefixtures("old_and_new")
def test_ids_of_entries_are_kept_as_long_as_one_may_come_again(in_use: Addresses) -> None:
    assert in_use
    with records_database().begin() as connection:
        connection.execute(
            applied_to_records.insert().values(id="old", at=utc_now() - timedelta(days=61))
        )
    delete_old(conversations_database(), records_database(), KEEP)
    with records_database().begin() as connection:
        left = set(connection.scalars(select(applied_to_records.c.id)))
    assert "old" not in left
    assert len(left) == 5 * 4


def test_nothing_of_what_is_deleted_is_left_in_the_files(files_in_use: Addresses) -> None:
    archive = Archive(files_in_use.folder)
    archive.start()
    row = StoredMessage("t1", 0, "web", "user", "xylocanary " * 50)
    archive.keep_messages("web-1", [row], time.monotonic())
    assert archive._journals["conversations"].wait_until_empty(60)
    archive.erase("web-1")
    for journal in archive._journals.values():
        assert journal.wait_until_empty(60)
    archive.stop()
    for path in files_in_use.folder.rglob("*"):
        assert not path.is_file() or b"xylocanary" not in path.read_bytes(), path.name


def put_rubbish_aside(files: Addresses) -> Path:
    """Overwritten with what is no database, but holds words all the same."""
    files.file.write_bytes(b"no database, but xylocanary " * 500)
    assert not files.database().can_be_written()
    assert files.database().can_be_written()
    (aside,) = files_aside(files.file)
    return aside


def test_what_could_not_be_read_is_kept_for_two_weeks_and_named_meanwhile(
    files_in_use: Addresses, caplog: pytest.LogCaptureFixture
) -> None:
    aside = put_rubbish_aside(files_in_use)
    databases = conversations_database(), records_database()
    assert aside.stat().st_mode & 0o077 == 0
    for days in (0, 13):
        delete_old(*databases, KEEP, utc_now() + timedelta(days=days))
        assert b"xylocanary" in aside.read_bytes()
    until = (utc_now() + timedelta(days=14)).date()
    assert f"{aside.name} could not be read" in caplog.text
    assert f"It is deleted on {until}" in caplog.text
    gone = delete_old(*databases, KEEP, utc_now() + timedelta(days=14, minutes=1))
    assert (gone.files, files_aside(files_in_use.file)) == (1, [])


def test_a_shorter_retention_goes_first(files_in_use: Addresses) -> None:
    put_rubbish_aside(files_in_use)
    keep = Retention(conversations_days=3, red_flags_days=365)
    later = utc_now() + timedelta(days=3, minutes=1)
    assert delete_old(conversations_database(), records_database(), keep, later).files == 1


def test_no_other_file_is_taken_for_one_that_was_put_aside(files: Addresses) -> None:
    for name in ("conversations.db", "conversations.db.unreadable-mine", "records.db.unreadable-1"):
        (files.folder / name).touch()
    assert delete_aside(files.file, 1, utc_now()) == 0
    assert len(list(files.folder.iterdir())) == 3
