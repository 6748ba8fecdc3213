"""bot/store/conversations.py: trackers that live in memory, and come back from the store."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUttered,
)

from bot.store import conversations as module
from bot.store.archive import Archive, StoreUnavailableError
from bot.store.conversations import NEEDS_PAST, TURN_STARTED, ConversationStore, LiveTracker
from tests.store.conftest import Addresses

DOMAIN = Domain.from_dict(
    {
        "intents": ["faq"],
        "slots": {"pending": {"type": "text", "mappings": [{"type": "custom"}]}},
        "forms": {"triage_form": {"required_slots": []}},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
)
ID = "web-1"


def store_of(archive: Archive | None) -> ConversationStore:
    return ConversationStore(DOMAIN, archive)


async def say(store: ConversationStore, text: str, *more: Any) -> LiveTracker:
    """A turn as Rasa does it."""
    tracker = await store.get_or_create_tracker(ID, append_action_listen=False)
    if not tracker.events:
        tracker.update(ActionExecuted("action_session_start"))
        tracker.update(SessionStarted())
        tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered(text, {"name": "faq", "confidence": 1.0}))
    for event in more:
        tracker.update(event, DOMAIN)
    tracker.update(BotUttered(f"You said: {text}"))
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)
    return tracker


async def told(store: ConversationStore) -> list[str]:
    """All that the patient said, as it is stored."""
    tracker = await store.retrieve_full_tracker(ID)
    return [e.text for e in tracker.events if isinstance(e, UserUttered)] if tracker else []


def in_memory(tracker: LiveTracker | None) -> list[str]:
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


@contextmanager
def unreadable(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reads fail, as from a database that does not answer."""

    async def fails(*_: object) -> None:
        raise StoreUnavailableError

    with monkeypatch.context() as patch:
        patch.setattr(archive, "_read", fails)
        yield


async def test_a_tracker_lives_in_memory_and_is_stored(archive: Archive) -> None:
    store = store_of(archive)
    first = await say(store, "a")
    assert await store.retrieve(ID) is first
    await say(store, "b")
    assert await archive.wait_until_written()
    assert await told(store) == ["a", "b"]


async def test_an_unknown_conversation_is_none(archive: Archive) -> None:
    store = store_of(archive)
    assert await store.retrieve(ID) is None
    assert await store.retrieve_full_tracker(ID) is None


async def test_without_an_archive_nothing_is_stored() -> None:
    store = store_of(None)
    await say(store, "a")
    assert in_memory(await store.retrieve(ID)) == ["a"]


@pytest.mark.parametrize("waits_for_database", [True, False])
async def test_after_a_restart_it_goes_on_with_its_slots(
    archive: Archive, waits_for_database: bool
) -> None:
    await say(store_of(archive), "a", SlotSet("pending", "fever"))
    if waits_for_database:
        assert await archive.wait_until_written()
    restarted = store_of(archive)
    tracker = await restarted.retrieve(ID)
    assert in_memory(tracker) == ["a"]
    assert tracker is not None
    assert tracker.get_slot("pending") == "fever"
    await say(restarted, "b")
    assert await archive.wait_until_written()
    assert await told(restarted) == ["a", "b"]


async def test_each_event_is_restored_once_while_it_is_being_written(archive: Archive) -> None:
    store = store_of(archive)
    for number in range(60):
        await say(store, str(number))
        tracker = await store_of(archive).retrieve(ID)
        seen = in_memory(tracker)
        assert seen == [str(n) for n in range(number + 1)][-len(seen) :]
    assert await told(store) == list(map(str, range(60)))


async def test_a_long_conversation_is_short_in_memory_and_whole_in_the_store(
    archive: Archive,
) -> None:
    store = store_of(archive)
    await say(store, "first", SlotSet("pending", "fever"), ActiveLoop("triage_form"))
    for number in range(100):
        tracker = await say(store, str(number))
    assert len(tracker.events) <= module._MOST_EVENTS
    assert tracker.get_slot("pending") == "fever"
    # The states that rules look at are made from the events.
    again = store_of(None)._tracker_of(ID, list(tracker.events))
    assert again.get_slot("pending") == "fever"
    assert again.active_loop_name == "triage_form"
    assert len(await told(store)) == 101
    assert await archive.wait_until_written()
    restored = await store_of(archive).retrieve(ID)
    assert restored is not None
    assert len(restored.events) <= module._KEPT_EVENTS + 2
    assert restored.get_slot("pending") == "fever"
    assert restored.active_loop_name == "triage_form"


async def test_a_slot_that_was_emptied_stays_empty(archive: Archive) -> None:
    store = store_of(archive)
    await say(store, "a", SlotSet("pending", "fever"))
    await say(store, "b", SlotSet("pending", None))
    for number in range(40):
        tracker = await say(store, str(number))
    assert tracker.get_slot("pending") is None
    restored = await store_of(archive).retrieve(ID)
    assert restored is not None
    assert restored.get_slot("pending") is None


async def test_memory_is_bounded(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LIVE_TRACKERS", 10)
    store = store_of(archive)
    for number in range(30):
        await store.get_or_create_tracker(f"web-{number}")
    assert len(list(await store.keys())) == 10


async def test_a_failed_turn_leaves_the_message_and_nothing_half_done(archive: Archive) -> None:
    store = store_of(archive)
    await say(store, "a")
    tracker = await store.get_or_create_tracker(ID)
    tracker.update(UserUttered("b"))
    tracker.update(SlotSet("pending", "half done"))
    store.keep_failed_turn(ID, UserUttered("b"))
    after = await store.retrieve(ID)
    assert in_memory(after) == ["a", "b"]
    assert after is not None
    assert after.get_slot("pending") is None
    await say(store, "c")
    assert await told(store) == ["a", "b", "c"]


async def test_a_turn_that_fails_before_there_is_a_tracker(archive: Archive) -> None:
    store = store_of(archive)
    store.keep_failed_turn(ID, UserUttered("a"))
    assert await told(store) == ["a"]


# --- erased while a turn runs ---------------------------------------------------------------------


def erase(archive: Archive, store: ConversationStore) -> None:
    store.discard(ID)
    archive.erase(ID)


async def test_a_turn_that_ends_after_its_conversation_was_erased_leaves_nothing(
    archive: Archive,
) -> None:
    store = store_of(archive)
    await say(store, "a")
    TURN_STARTED.set(time.monotonic())
    tracker = await store.get_or_create_tracker(ID)
    tracker.update(UserUttered("b"))
    erase(archive, store)
    await store.save(tracker)
    store.keep_failed_turn(ID, UserUttered("b"))
    assert await archive.wait_until_written()
    assert await told(store) == []
    assert list(await store.keys()) == []


async def test_a_turn_that_waited_for_another_while_its_conversation_was_erased(
    archive: Archive,
) -> None:
    store = store_of(archive)
    TURN_STARTED.set(time.monotonic())
    erase(archive, store)
    await say(store, "b")
    assert await archive.wait_until_written()
    assert await told(store) == []


async def test_who_writes_again_after_erasing_has_a_new_conversation(archive: Archive) -> None:
    """A messenger always names the same patient."""
    store = store_of(archive)
    await say(store, "a")
    erase(archive, store)
    await asyncio.sleep(0.01)
    TURN_STARTED.set(time.monotonic())
    await say(store, "b")
    assert await told(store) == ["b"]


# --- the store does not answer --------------------------------------------------------------------


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
