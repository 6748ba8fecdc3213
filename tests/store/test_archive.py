"""bot/store/archive.py: nobody waits for a database, nothing is lost, and erased is erased."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from bot.settings.clinic import Clinic
from bot.store import archive as module
from bot.store.archive import Archive, StoreUnavailableError
from bot.store.database import conversations_database, records, records_database
from bot.store.ids import reference_of
from bot.store.record_rows import ERASED, Feedback, TurnRecord, Unanswered
from bot.store.records import Erasure, Notice, RedFlagEvent, UnansweredQuestion, rows_of
from bot.store.schema import SchemaTooNewError
from tests.store.conftest import Addresses
from tests.store.keeping import ID, messages, red_flag, said


@contextmanager
def hanging(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Reads and probes hang, as with a database that is frozen, until the block is left."""
    may_go_on = threading.Event()

    def hangs(*_: Any, **__: Any) -> None:
        may_go_on.wait(60)
        raise OperationalError("", {}, Exception())

    def cannot_be_written() -> bool:
        may_go_on.wait(60)
        return False

    with monkeypatch.context() as patch:
        patch.setattr(archive._reader, "begin", hangs)
        patch.setattr(archive._reader, "snapshot", hangs)
        for database in archive._databases.values():
            patch.setattr(database, "can_be_written", cannot_be_written)
        try:
            yield may_go_on
        finally:
            may_go_on.set()


async def test_messages_are_read_back_with_those_not_yet_written(archive: Archive) -> None:
    archive.keep_messages(ID, messages("hi", "hello"), time.monotonic())
    assert await said(archive) == ["hi", "hello"]
    assert await archive.wait_until_written()
    assert await said(archive) == ["hi", "hello"]
    archive.keep_messages(ID, messages("more", turn="t2"), time.monotonic())
    assert await said(archive) == ["hi", "hello", "more"]


async def test_no_message_is_missed_while_it_is_being_written(archive: Archive) -> None:
    for number in range(60):
        turn = messages(str(number), turn=f"t{number}", client_id=f"m{number}")
        archive.keep_messages(ID, turn, time.monotonic())
        assert await said(archive) == [str(n) for n in range(number + 1)]


async def test_a_turn_is_found_by_the_messengers_id(archive: Archive) -> None:
    archive.keep_messages(ID, messages("hi", "hello"), time.monotonic())
    for _ in range(2):
        assert [m.text for m in await archive.turn_with(ID, "m1")] == ["hi", "hello"]
        assert await archive.turn_with(ID, "m2") == []
        assert await archive.turn_with("web-2", "m1") == []
        assert await archive.wait_until_written()


async def test_what_a_tapped_answer_needs_is_read_and_no_more(archive: Archive) -> None:
    """The turns of one message, changed or not, and the last one."""
    for number in range(40):
        id_ = "m7" if number == 9 else f"m{number}"
        turn = messages(str(number), "hello", turn=f"t{number}", client_id=id_)
        archive.keep_messages(ID, turn, time.monotonic())
    assert await archive.wait_until_written()
    for id_, texts in (("m7", ["7", "9", "39"]), ("m39", ["39"]), ("", ["39"])):
        read = await archive.turns_about(ID, id_)
        assert [m.text for m in read if m.sender == "user"] == texts
        assert len(read) == 2 * len(texts)
    archive.keep_messages(ID, messages("40", turn="t40", client_id="m40"), time.monotonic())
    assert [m.text for m in await archive.turns_about(ID, "m7")][-1] == "40"
    assert await archive.turns_about("web-2", "m7") == []


async def test_the_same_id_is_kept_once(archive: Archive) -> None:
    for _ in range(2):
        archive.keep_red_flag(red_flag(), time.monotonic(), "one-id")
        assert await archive.wait_until_written()
    assert len(rows_of(RedFlagEvent, ID)) == 1


async def test_a_cut_content_hides_no_other_message(files_in_use: Addresses) -> None:
    archive = Archive(files_in_use.folder)
    archive.start()
    archive.keep_messages(ID, messages("hi", "hello"), time.monotonic())
    assert await archive.wait_until_written()
    with closing(sqlite3.connect(files_in_use.file)) as connection:
        connection.execute("update messages set content = '{\"te' where position = 1")
        connection.commit()
    assert [m.content for m in await archive.messages_of(ID)] == [{"text": "hi"}, None]
    archive.stop()


async def test_reads_time_out_and_then_nobody_waits_for_a_while(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hanging(archive, monkeypatch):
        with pytest.raises(StoreUnavailableError):
            await archive.messages_of(ID)
        # Many more ask meanwhile: none waits, and none takes a thread.
        for _ in range(50):
            with pytest.raises(StoreUnavailableError):
                await archive.messages_of(ID)
        assert archive._threads._work_queue.qsize() == 0
    monkeypatch.setattr(archive, "_rests_until", 0.0)
    assert await said(archive) == []


async def test_a_broken_row_rests_nobodys_reads(archive: Archive) -> None:
    def broken() -> None:
        raise ValueError("no JSON")

    with pytest.raises(ValueError, match="no JSON"):
        await archive._read(broken)
    assert await said(archive) == []


async def test_health_is_well_and_says_what_waits(archive: Archive) -> None:
    health = await archive.health()
    assert (health.is_well, health.waiting) == (True, 0)


async def test_health_does_not_hang_and_takes_no_threads(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hanging(archive, monkeypatch):
        answers = await asyncio.gather(*(archive.health() for _ in range(20)))
        assert not any(answer.conversations or answer.records for answer in answers)
        assert len(archive._probes._threads) <= 2
        # The loop's own threads are free.
        assert await asyncio.wait_for(asyncio.to_thread(lambda: 7), 30) == 7
    await asyncio.sleep(0)
    assert (await archive.health()).is_well


async def test_health_sees_a_locked_file(files_in_use: Addresses) -> None:
    archive = Archive(files_in_use.folder)
    archive.start()
    with closing(sqlite3.connect(files_in_use.folder / "records.db", isolation_level=None)) as db:
        db.execute("begin exclusive")
        health = await archive.health()
        assert (health.conversations, health.records) == (True, False)
    archive.stop()


async def test_health_sees_a_newer_schema(archive: Archive) -> None:
    assert (await archive.health()).is_well
    with conversations_database().begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'conversations_0999'"))
    conversations_database().check_anew()
    assert not (await archive.health()).conversations


def test_a_newer_schema_is_refused_at_the_start(in_use: Addresses) -> None:
    with records_database().begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'records_0999'"))
    records_database().dispose()
    archive = Archive(in_use.folder)
    with pytest.raises(SchemaTooNewError):
        archive.start()


async def test_a_start_without_databases_waits_for_neither(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "not_there"
    for name in ("CONVERSATIONS", "RECORDS"):
        monkeypatch.setenv(f"BOT_{name}_URL", f"sqlite:///{nowhere / name}.db")
    nowhere.write_text("a file where a folder should be")
    archive = Archive(tmp_path)
    archive.start()
    archive.keep_messages(ID, messages("hi"), time.monotonic())
    archive.keep_red_flag(red_flag(), time.monotonic())
    assert not (await archive.health()).is_well
    nowhere.unlink()
    assert archive._journals["conversations"].wait_until_empty(30)
    assert archive._journals["records"].wait_until_empty(30)
    assert len(rows_of(RedFlagEvent, ID)) == 1
    archive.stop()


# --- erasing --------------------------------------------------------------------------------------


async def test_what_is_erased_is_gone_everywhere_but_for_an_entry_without_content(
    archive: Archive, in_use: Addresses
) -> None:
    now = time.monotonic()
    archive.keep_messages(ID, messages("xylocanary"), now)
    archive.keep_events(ID, [{"event": "user", "text": "xylocanary"}])
    archive.keep_red_flag(red_flag(), now)
    archive.keep_unanswered(Unanswered(ID, "web", "xylocanary", []), now)
    archive.keep_turn(TurnRecord(ID, "web", "answer", 1.0), now)
    archive.keep_feedback(Feedback(ID, "web", "skin/itch", True))
    archive.erase(ID)
    assert await archive.wait_until_written()
    assert archive.is_erased(ID)
    assert await said(archive) == []
    assert rows_of(RedFlagEvent, ID) == rows_of(UnansweredQuestion, ID) == []
    with records() as session:
        (erasure,) = session.scalars(select(Erasure)).all()
        assert erasure.reference == reference_of(ID)
    for file in (in_use.folder / "journal").iterdir():
        assert "canary" not in file.read_text("utf-8")


async def test_what_a_turn_keeps_after_its_conversation_was_erased(
    archive: Archive, notifying: Clinic
) -> None:
    began = time.monotonic()
    archive.erase(ID)
    archive.keep_messages(ID, messages("xylocanary"), began)
    archive.keep_unanswered(Unanswered(ID, "web", "xylocanary", []), began)
    archive.keep_turn(TurnRecord(ID, "web", "answer", 1.0), began)
    archive.keep_red_flag(red_flag(), began)
    assert await archive.wait_until_written()
    assert await said(archive) == []
    assert rows_of(RedFlagEvent, ID) == rows_of(UnansweredQuestion, ID) == []
    # The care team is still called: the notice holds no words and no reference.
    assert notifying.notify.webhook
    (notice,) = rows_of(Notice, ERASED)
    assert notice.content["symptoms"] == ["fever"]
    assert ID not in str(notice.content)


@pytest.mark.usefixtures("notifying")
@pytest.mark.parametrize("is_written", [True, False])
async def test_notices_that_are_under_way_go_out_once(archive: Archive, is_written: bool) -> None:
    archive.keep_red_flag(red_flag(), time.monotonic(), "r1")
    if is_written:
        assert await archive.wait_until_written()
    archive.erase(ID)
    assert await archive.wait_until_written()
    assert rows_of(Notice, ID) == []
    assert len(rows_of(Notice, ERASED)) == 1


async def test_an_erasure_is_known_after_a_restart_also_while_it_waits(
    in_use: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Archive(in_use.folder)
    monkeypatch.setattr(first.records, "start", lambda: None)  # an outage
    first.start()
    first.erase(ID)
    first.conversations.stop()
    second = Archive(in_use.folder)
    assert second.is_erased(ID)
    second.start()
    assert await second.wait_until_written()
    second.stop()
    third = Archive(in_use.folder)
    third.start()
    assert third.is_erased(ID)
    assert not third.is_erased("web-2")
    third.stop()


def test_the_pause_after_a_failed_read_is_short() -> None:
    """Patients who come back must not meet an empty conversation for long."""
    assert module._REST_SECONDS <= 5
