"""bot/channels/guard.py: a message that comes twice is one turn, also after a restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rasa.core.channels.channel import UserMessage

from bot.channels.guard import Guard
from bot.channels.incoming import Incoming
from bot.channels.keeping import Keeper
from bot.channels.replies import Reply
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from bot.store.archive import Archive

RED = "i have a temperature of 39.5"


async def says_hello(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, {"text": "hello"})


async def test_the_same_id_is_answered_once_also_by_another_process(
    clinic: Clinic, safety: SafetySettings, own_databases: Path
) -> None:
    handled: list[str] = []

    async def notes(message: UserMessage) -> None:
        handled.append(message.text)
        await says_hello(message)

    async def send(text: str) -> list[Reply]:
        archive = Archive(own_databases)
        archive.start()
        guard = Guard(notes, clinic, safety, Keeper(archive))
        replies = await guard.reply_to(Incoming(text, "web-1", "web", "m1"))
        archive.stop()
        return replies

    first = await send("what is car-t")
    assert await send("what is car-t") == first
    assert handled == ["what is car-t"]
    # The id used again with other words is another message.
    (red,) = await send(RED)
    assert red.urgency == "call_now"


async def test_two_of_the_same_id_at_once_are_one_turn(
    clinic: Clinic, safety: SafetySettings
) -> None:
    handled: list[str] = []

    async def notes(message: UserMessage) -> None:
        handled.append(message.text)
        await asyncio.sleep(0.05)
        await says_hello(message)

    guard = Guard(notes, clinic, safety)
    incoming = Incoming("what is car-t", "web-1", "web", "m1")
    one, other = await asyncio.gather(guard.reply_to(incoming), guard.reply_to(incoming))
    assert one == other
    assert handled == ["what is car-t"]
