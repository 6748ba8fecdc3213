"""A conversation read back from Rasa's tracker: what was said, and what answered which message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.replies import Reply


@dataclass(frozen=True)
class Said:
    """A patient's message and the id that the client gave it."""

    id: str
    text: str


def _client_message_id(event: UserUttered) -> str:
    return str((event.metadata or {}).get("client_message_id") or "")


def conversation_messages(tracker: DialogueStateTracker | None) -> Iterator[Said | Reply]:
    """All messages of both sides, oldest first; nothing for a conversation not yet begun."""
    for event in tracker.events if tracker else ():
        if isinstance(event, UserUttered):
            yield Said(_client_message_id(event), event.text or "")
        elif isinstance(event, BotUttered):
            yield Reply.of(event.message())


def answer_to(tracker: DialogueStateTracker | None, message_id: str) -> list[Reply]:
    """What answered the message with this id; empty where it is unknown or was not answered."""
    replies: list[Reply] = []
    answering = False
    for message in conversation_messages(tracker):
        if isinstance(message, Said):
            answering = message.id == message_id
        elif answering:
            replies.append(message)
    return replies
