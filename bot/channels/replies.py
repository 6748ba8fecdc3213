"""What a turn said: the collector that stands in for a channel while Rasa speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import OutputChannel


@dataclass(frozen=True)
class Reply:
    """One message of the assistant.

    ``kind``: red_flag, check, answer, offer, out_of_scope, smalltalk or other. ``topics``: ids of
    topics that it answers or offers. ``urgency``: emergency, call_now or None. ``source``: the line
    that names where an answer comes from; ``sources``: title and url (or None) of each page.
    ``findings``: names of symptoms seen. ``calls``: phone numbers to show as links.
    ``confidence``: 0 to 1.
    """

    text: str
    buttons: tuple[dict[str, str], ...] = ()
    kind: str = "other"
    topics: tuple[str, ...] = ()
    urgency: str | None = None
    source: str | None = None
    sources: tuple[dict[str, str | None], ...] = ()
    findings: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    confidence: float = 0.0

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Reply:
        """From a message of Rasa's (text, buttons, metadata)."""
        told = message.get("metadata") or {}
        return cls(
            text=str(message.get("text") or ""),
            buttons=tuple(
                {"title": str(button["title"]), "payload": str(button["payload"])}
                for button in message.get("buttons") or []
            ),
            kind=told.get("kind", "other"),
            topics=tuple(told.get("topics") or ()),
            urgency=told.get("urgency"),
            source=told.get("source"),
            sources=tuple(told.get("sources") or ()),
            findings=tuple(told.get("findings") or ()),
            calls=tuple(told.get("calls") or ()),
            confidence=float(told.get("confidence") or 0.0),
        )


@dataclass
class Collector(OutputChannel):
    """Collects what Rasa says in a turn; once closed it drops the rest, so that a patient who has
    been answered by the guard is not answered a second time."""

    channel: str
    replies: list[Reply] = field(default_factory=list)
    urgent_said: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    def name(self) -> str:
        return self.channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002
        if self.closed:
            return
        reply = Reply.of(message)
        self.replies.append(reply)
        if reply.urgency:
            self.urgent_said.set()
