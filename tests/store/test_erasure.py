"""bot/store/erasure.py: one conversation gone everywhere, and a content-free note of it."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.store.addresses import conversations_url
from bot.store.conversations import ConversationStore, delete_conversation
from bot.store.erasure import erase, is_erased
from bot.store.red_flags import record_red_flag, red_flags_of
from bot.store.unanswered import record_unanswered, unanswered_of


def keep_conversation(conversation: str, *texts: str) -> None:
    """Saves a conversation the way Rasa does."""
    store = ConversationStore(Domain.empty(), host=conversations_url())
    tracker = DialogueStateTracker.from_events(conversation, [UserUttered(text) for text in texts])
    asyncio.run(store.save(tracker))
    store.engine.dispose()


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("*.db*"))


@pytest.mark.usefixtures("own_databases")
def test_erasing_takes_all_rows_of_one_conversation() -> None:
    for conversation in ("web-a", "web-b"):
        keep_conversation(conversation, "hello", "i have a fever")
        record_red_flag(conversation, "web", "call_now", ["fever"])
        record_unanswered(conversation, "web", "hm", [])
    assert erase("web-a") == 4
    assert (red_flags_of("web-a"), unanswered_of("web-a")) == ([], [])
    assert delete_conversation("web-a") == 0
    assert len(red_flags_of("web-b")) == len(unanswered_of("web-b")) == 1
    assert delete_conversation("web-b") == 2


@pytest.mark.usefixtures("own_databases")
def test_erased_is_known_of_that_conversation_only() -> None:
    assert not is_erased("web-a")
    erase("web-a")
    assert is_erased("web-a")
    assert not is_erased("web-b")


def test_the_note_holds_neither_text_nor_id(own_databases: Path) -> None:
    keep_conversation("web-secret-id", "canary-words")
    assert b"canary-words" in everything_in(own_databases)
    erase("web-secret-id")
    with sqlite3.connect(own_databases / "records.db") as database:
        ((reference, rows),) = database.execute("select reference, rows from erasures").fetchall()
    assert len(reference) == 64
    assert rows == 1
    with sqlite3.connect(own_databases / "records.db") as database:
        assert "web-secret-id" not in "\n".join(database.iterdump())


@pytest.mark.usefixtures("own_databases")
def test_erasing_before_anything_was_said() -> None:
    assert erase("web-new") == 0
    assert is_erased("web-new")
