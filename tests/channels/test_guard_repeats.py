"""bot/channels/guard.py: a message that comes twice is one turn, also after a restart."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.guard import Guard
from bot.channels.incoming import Incoming
from bot.channels.keeping import Keeper
from bot.channels.replies import Reply
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from bot.store.archive import Archive
from bot.store.records import RedFlagEvent, TurnRow, UnansweredQuestion, rows_of

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


class SlowArchive(Archive):
    """Says only then which messages were answered, and reads that at the last moment."""

    def __init__(self, state: Path) -> None:
        super().__init__(state)
        self.may_say = asyncio.Event()

    async def client_ids_of(self, conversation: str) -> set[str]:
        await self.may_say.wait()
        return await super().client_ids_of(conversation)


@pytest.mark.parametrize(("deliveries", "turns"), [(1, 1), (2, 1)])
async def test_urgent_words_may_be_said_again_but_their_turn_runs_once(
    clinic: Clinic, safety: SafetySettings, own_databases: Path, deliveries: int, turns: int
) -> None:
    handled: list[str] = []

    async def notes(message: UserMessage) -> None:
        handled.append(message.text)

    for _ in range(deliveries):
        archive = SlowArchive(own_databases)
        archive.start()
        guard = Guard(notes, clinic, safety, Keeper(archive))
        (reply,) = await guard.reply_to(Incoming(RED, "web-1", "web", "m1"))
        assert reply.urgency == "call_now"
        assert await archive.wait_until_written()
        archive.may_say.set()
        await guard.finish_turns(5)
        archive.stop()
    assert handled == [RED] * turns
    assert len(rows_of(RedFlagEvent, "web-1")) == len(rows_of(TurnRow, "web-1")) == turns


async def test_a_question_without_an_answer_is_kept_once(own_databases: Path) -> None:
    archive = Archive(own_databases)
    archive.start()
    keeper = Keeper(archive)
    unknown = Reply("I do not know.", kind="out_of_scope", is_unanswered=True)
    for _ in range(2):
        keeper.keep(Incoming("what is it", "web-1", "web", "m1"), [unknown], time.monotonic())
    assert await archive.wait_until_written()
    archive.stop()
    assert len(rows_of(UnansweredQuestion, "web-1")) == len(rows_of(TurnRow, "web-1")) == 1
