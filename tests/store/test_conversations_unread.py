"""bot/store/conversations.py: what cannot be read, and what is no conversation at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from rasa.shared.core.events import (
    SlotSet,
    UserUttered,
)

from bot.store.archive import Archive, StoreUnavailableError
from bot.store.conversations import NEEDS_PAST, LiveTracker
from tests.store.conftest import Addresses
from tests.store.turns import DOMAIN, ID, in_memory, say, store_of, told, unreadable


async def test_a_live_conversation_goes_on_while_nothing_can_be_read(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(archive)
    await say(store, "a", SlotSet("pending", "fever"))
    with unreadable(archive, monkeypatch):
        tracker = await say(store, "b")
    assert in_memory(tracker) == ["a", "b"]
    assert tracker.get_slot("pending") == "fever"


async def test_what_cannot_be_read_is_joined_to_what_was_said_meanwhile(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(store_of(archive), "a", SlotSet("pending", "fever"))
    restarted = store_of(archive)
    with unreadable(archive, monkeypatch):
        meanwhile = await say(restarted, "b")
        assert in_memory(meanwhile) == ["b"]
        assert in_memory(await say(restarted, "c")) == ["b", "c"]
    afterwards = await restarted.retrieve(ID)
    assert in_memory(afterwards) == ["a", "b", "c"]
    assert afterwards is not None
    assert afterwards.get_slot("pending") == "fever"
    assert await told(restarted) == ["a", "b", "c"]


async def test_a_yes_to_a_question_that_cannot_be_read_is_no_turn(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(store_of(archive), "fever")
    NEEDS_PAST.set(True)
    with unreadable(archive, monkeypatch), pytest.raises(StoreUnavailableError):
        await store_of(archive).retrieve(ID)


async def test_a_conversation_known_to_be_new_needs_no_store(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(archive)
    store.begin(ID)
    NEEDS_PAST.set(True)
    with unreadable(archive, monkeypatch):
        await say(store, "hello")
        assert in_memory(await say(store, "yes")) == ["hello", "yes"]


async def test_in_a_new_conversation_that_was_checked_for_a_past_a_yes_is_a_turn(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(archive)
    await say(store, "hello")
    NEEDS_PAST.set(True)
    with unreadable(archive, monkeypatch):
        assert in_memory(await store.retrieve(ID)) == ["hello"]


# --- rows and ids that nobody expects -------------------------------------------------------------

CUTS: list[Callable[[str], str]] = [
    lambda data: data[: len(data) // 2],
    lambda _: "",
    lambda _: "[]",
    lambda _: "null",
    lambda _: '{"event": "no such event"}',
    lambda _: '{"event": "user", "parse_data": 7}',
]


@pytest.mark.parametrize("cut", CUTS)
async def test_a_cut_row_costs_one_conversation_its_past(
    files_in_use: Addresses, cut: Callable[[str], str]
) -> None:
    archive = Archive(files_in_use.folder)
    archive.start()
    await say(store_of(archive), "a")
    await store_of(archive).save(_tracker("web-2", "x"))
    assert await archive.wait_until_written()
    with closing(sqlite3.connect(files_in_use.file)) as connection:
        rows = connection.execute("select id, data from events where sender_id = ?", [ID])
        for id_, data in rows.fetchall():
            connection.execute("update events set data = ? where id = ?", (cut(data), id_))
        connection.commit()
    restarted = store_of(archive)
    await say(restarted, "b")
    assert in_memory(await restarted.retrieve(ID))[-1] == "b"
    assert in_memory(await restarted.retrieve("web-2")) == ["x"]
    archive.stop()


def _tracker(conversation: str, text: str) -> LiveTracker:
    tracker = LiveTracker(conversation, DOMAIN.slots)
    tracker.update(UserUttered(text))
    return tracker


@pytest.mark.parametrize(
    "conversation", ["a\0b", "a\ud800b", "x" * 300, "'; drop table events; --", "", " ", "../../x"]
)
async def test_hostile_ids_harm_nobody(archive: Archive, conversation: str) -> None:
    store = store_of(archive)
    await store.save(_tracker(conversation, "hostile"))
    restarted = store_of(archive)
    try:
        await restarted.retrieve(conversation)
    except StoreUnavailableError:
        pytest.fail("one id must not rest the reads of all")
    archive.erase(conversation)
    await say(restarted, "a")
    assert await archive.wait_until_written()
    assert await told(restarted) == ["a"]
