"""A messenger's channel with turns of the test's own behind its guard, without a web server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rasa.core.channels.channel import UserMessage

from bot.channels.conversation_ids import ConversationIds
from bot.channels.guarded_channel import GuardedChannel
from bot.channels.messengers.channel import MessengerChannel
from bot.channels.messengers.inbox import PATIENCE_SECONDS
from bot.channels.services import Services
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


@asynccontextmanager
async def running(
    channel: Channel, clinic: Clinic, safety: SafetySettings, turn: Turn = echo
) -> AsyncIterator[Channel]:
    """The channel, started."""
    services = Services(clinic, safety, ConversationIds(SECRET))
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
