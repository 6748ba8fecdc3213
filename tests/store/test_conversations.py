"""bot/store/conversations.py: trackers that live in memory, and come back from the store."""

from __future__ import annotations

import asyncio
import time

import pytest
from rasa.shared.core.events import (
    ActiveLoop,
    SlotSet,
    UserUttered,
)

from bot.store import conversations as module
from bot.store.archive import Archive
from bot.store.conversations import TURN_STARTED, ConversationStore
from tests.store.turns import ID, in_memory, say, store_of, told


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
