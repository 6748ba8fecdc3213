"""Puts the guard in front of any Rasa input channel."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.constants import DEFAULT_SENDER_ID
from sanic import Blueprint
from sanic.request import Request

from bot.channels.guard import Guard
from bot.channels.incoming import Incoming
from bot.channels.limiting import TooManyError
from bot.channels.replies import Reply
from bot.channels.services import Services
from bot.content.response_book import ResponseBook
from bot.settings.clinic import Clinic

# What a channel may tell in a message's metadata; see Incoming.
CLIENT_MESSAGE_ID, ADDRESS, IS_ANSWER = "client_message_id", "address", "is_answer"


@runtime_checkable
class UsesServices(Protocol):
    """A channel of ours that needs more than Rasa hands it."""

    def use(self, services: Services) -> None:
        """Called once, before ``blueprint``."""


@dataclass
class RepliesOfTurn(OutputChannel):
    """For a channel that answers within the request: all replies of the turn, also of one that was
    answered before. A channel that hands this on gets TooManyError over the limit, and says so in
    its own way."""

    replies: list[Reply] = field(default_factory=list)


class GuardedChannel(InputChannel):
    """The same routes as the channel inside; each of its messages goes to the guard.

    Rasa sees an opaque id; the inside channel's own id of the sender is used only to send. What the
    inside channel puts into the metadata as ``client_message_id`` marks a message that it may
    deliver twice; ``address`` and ``is_answer`` count for the limits.
    """

    def __init__(self, inside: InputChannel, services: Services) -> None:
        self._inside = inside
        self._services = services
        if isinstance(inside, UsesServices):
            inside.use(services)

    def name(self) -> str:
        return str(self._inside.name())

    def url_prefix(self) -> str:
        return str(self._inside.url_prefix())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        guard = self._services.guard(on_new_message)

        async def handle(message: UserMessage) -> None:
            await self._handle(message, guard)

        return self._inside.blueprint(handle)

    def get_output_channel(self) -> OutputChannel | None:
        return self._inside.get_output_channel()

    def get_metadata(self, request: Request) -> dict[str, Any] | None:
        metadata: dict[str, Any] | None = self._inside.get_metadata(request)
        return metadata

    async def _handle(self, message: UserMessage, guard: Guard) -> None:
        output = message.output_channel
        metadata = dict(message.metadata or {})
        incoming = Incoming(
            text=str(message.text or ""),
            conversation=self._services.ids.of(self.name(), _sender_of(message)),
            channel=self.name(),
            client_id=metadata.pop(CLIENT_MESSAGE_ID, None),
            address=metadata.pop(ADDRESS, None),
            is_answer=bool(metadata.pop(IS_ANSWER, False)),
            metadata=metadata,
        )
        if isinstance(output, RepliesOfTurn):
            await self._services.limits.admit(incoming, guard.must_answer)
            output.replies = await guard.reply_to(incoming)
            return

        async def send(reply: Reply) -> None:
            await output.send_response(message.sender_id, reply.as_message())

        try:
            await self._services.limits.admit(incoming, guard.must_answer)
        except TooManyError:
            await send(_please_wait(self._services.clinic))
        else:
            await guard.reply_to(incoming, send)


def _please_wait(clinic: Clinic) -> Reply:
    message = ResponseBook.of_domain_file(clinic).message("utter_please_wait")
    assert message is not None, "utter_please_wait is missing in domain.yml"
    return Reply.of(message)


def _sender_of(message: UserMessage) -> str:
    """Who wrote. Rasa calls everybody "default" whom a channel does not name: they must not come
    to share a conversation."""
    sender = message.sender_id
    if not isinstance(sender, str) or sender.strip() in ("", DEFAULT_SENDER_ID):
        return uuid.uuid4().hex
    return sender
