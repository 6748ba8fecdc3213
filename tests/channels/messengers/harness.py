"""A messenger's channel with turns of the test's own behind its guard, without a web server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from rasa.core.channels.channel import UserMessage
from sanic import Blueprint

from bot.channels.conversation_ids import ConversationIds
from bot.channels.guarded_channel import GuardedChannel
from bot.channels.messengers.channel import MessengerChannel
from bot.channels.messengers.inbox import PATIENCE_SECONDS
from bot.channels.messengers.message import Button, Clock, Kind, Outgoing, Received
from bot.channels.services import Services
from bot.dialogue.reports import Reader
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic

Turn = Callable[[UserMessage], Awaitable[Any]]
Channel = TypeVar("Channel", bound=MessengerChannel)
SECRET = "k" * 32


async def echo(message: UserMessage) -> None:
    """A turn that answers with what was written."""
    reply = {"text": f"You said: {message.text}", "metadata": {"kind": "answer"}}
    await message.output_channel.send_response(message.sender_id, reply)


def saying(text: str, *buttons: tuple[str, str], kind: str = "answer") -> Turn:
    """A turn that answers this; buttons are (title, payload)."""

    async def turn(message: UserMessage) -> None:
        reply = {
            "text": text,
            "buttons": [{"title": title, "payload": payload} for title, payload in buttons],
            "metadata": {"kind": kind},
        }
        await message.output_channel.send_response(message.sender_id, reply)

    return turn


async def failing(_: UserMessage) -> None:
    raise RuntimeError("canary words of the patient")


@dataclass
class FastClock:
    """Time that passes only where somebody sleeps, and then at once."""

    time: float = 1_795_000_000.0
    slept: list[float] = field(default_factory=list)
    alarms: dict[float, Callable[[], None]] = field(default_factory=dict)
    stands_still: bool = False

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        if seconds == PATIENCE_SECONDS:  # or messages of one chat would not wait for each other
            await asyncio.sleep(seconds)
            return
        while self.stands_still:
            await asyncio.sleep(0.005)
        self.slept.append(seconds)
        self.time += seconds
        for at in [at for at in self.alarms if at <= self.time]:
            self.alarms.pop(at)()
        await asyncio.sleep(0)

    def after(self, seconds: float, do: Callable[[], None]) -> None:
        self.alarms[self.time + seconds] = do


class Pigeon(MessengerChannel):
    """A messenger with buttons and without a provider: what is sent lies in ``sent``."""

    NAME = "pigeon"

    def __init__(self, folder: Path) -> None:
        super().__init__("", folder, cast(Clock, FastClock()))
        self.sent: list[Outgoing] = []
        self._delivered = 0

    def add_routes(self, blueprint: Blueprint) -> None:
        """It has none: see ``deliver``."""

    def parts_of(
        self, text: str, buttons: Sequence[Button]
    ) -> list[tuple[str, tuple[Button, ...]]]:
        return [(text, tuple(buttons))]

    async def send(self, message: Outgoing) -> None:
        self.sent.append(message)

    async def deliver(self, text: str, kind: Kind = Kind.TEXT, **others: Any) -> list[str]:
        """Delivers a message of the one patient → the texts of what is answered."""
        self._delivered += 1
        before, id_ = len(self.sent), f"m{self._delivered}"
        self.take([Received(id_, kind, "1", "1", text, **{"message": id_, **others})])
        await self.inbox.wait_until_empty()
        await self.outbox.wait_until_empty()
        return [message.text for message in self.sent[before:]]


@asynccontextmanager
async def running(
    channel: Channel,
    clinic: Clinic,
    safety: SafetySettings,
    turn: Turn = echo,
    reader: Reader | None = None,
) -> AsyncIterator[Channel]:
    """The channel, started."""
    services = Services(clinic, safety, ConversationIds(SECRET), reader=reader)
    GuardedChannel(channel, services).blueprint(turn)
    await channel.start()
    try:
        yield channel
    finally:
        await channel.stop()
        await services.close(1)


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Waits until something is so; fails where it never is."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not condition():
        assert loop.time() < end, "it did not come to be"
        await asyncio.sleep(0.01)
