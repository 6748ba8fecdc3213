"""Turns as Rasa does them, for the tests of the store of conversations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    SessionStarted,
    UserUttered,
)

from bot.store.archive import Archive, StoreUnavailableError
from bot.store.conversations import ConversationStore, LiveTracker

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
