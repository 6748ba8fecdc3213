"""bot/store/archive.py: what is to be erased is erased, whatever fails meanwhile."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bot.settings.clinic import Clinic
from bot.store.archive import Archive
from bot.store.journal import Journal
from bot.store.record_rows import ERASED, Unanswered
from bot.store.records import Notice, RedFlagEvent, UnansweredQuestion, rows_of
from tests.store.conftest import Addresses
from tests.store.keeping import ID, messages, red_flag, said


async def test_unreadable_entries_do_not_keep_a_conversation_from_being_erased(
    in_use: Addresses, monkeypatch: pytest.MonkeyPatch, notifying: Clinic
) -> None:
    first = Archive(in_use.folder)
    monkeypatch.setattr(first.conversations, "start", lambda: None)  # an outage
    monkeypatch.setattr(first.records, "start", lambda: None)
    first.start()
    first.keep_messages(ID, messages("xylocanary"), time.monotonic())
    first.keep_unanswered(Unanswered(ID, "web", "xylocanary", []), time.monotonic())
    for file in (in_use.folder / "journal").iterdir():
        file.write_bytes(b"}" + file.read_bytes()[1:])
    first.keep_messages(ID, messages("xylocanary", turn="t2"), time.monotonic())
    first.keep_red_flag(red_flag(), time.monotonic())
    first.erase(ID)
    for file in (in_use.folder / "journal").iterdir():
        assert "canary" not in file.read_text("utf-8")
    await assert_erased_after_a_restart(in_use)
    assert notifying.notify.webhook
    assert len(rows_of(Notice, ERASED)) == 1


async def test_an_erasure_that_fails_half_way_is_done_after_a_restart(
    in_use: Addresses, monkeypatch: pytest.MonkeyPatch, notifying: Clinic
) -> None:
    def fails(*_: Any) -> None:
        raise MemoryError

    first = Archive(in_use.folder)
    first.start()
    first.keep_messages(ID, messages("xylocanary"), time.monotonic())
    first.keep_red_flag(red_flag(), time.monotonic())
    assert await first.wait_until_written()
    monkeypatch.setattr(Journal, "drop", fails)
    with pytest.raises(MemoryError):
        first.erase(ID)
    first.stop()
    await assert_erased_after_a_restart(in_use)
    assert notifying.notify.webhook
    assert len(rows_of(Notice, ERASED)) == 1


async def assert_erased_after_a_restart(in_use: Addresses) -> None:
    second = Archive(in_use.folder)
    second.start()
    assert second.is_erased(ID)
    assert await second.wait_until_written()
    assert await said(second) == []
    assert rows_of(RedFlagEvent, ID) == rows_of(UnansweredQuestion, ID) == rows_of(Notice, ID) == []
    second.stop()
