"""bot/channels/guard.py: whatever happens inside a turn, the patient gets words, once."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.guard import Guard
from bot.channels.keeping import Keeper
from bot.channels.replies import Reply
from bot.safety import SafetySettings
from bot.safety.decisions import Suspicion
from bot.safety.escalation import Escalation
from bot.safety.judgement import settle
from bot.safety.rules.reading import Reading
from bot.settings.clinic import Clinic
from bot.store.archive import Archive
from bot.store.records import RedFlagEvent, TurnRow, rows_of

RED = "i have a temperature of 39.5"
Turn = Callable[[UserMessage], Awaitable[Any]]
URGENT_MESSAGE = {"text": "Call!", "metadata": {"kind": "red_flag", "urgency": "call_now"}}


async def raises(_: UserMessage) -> None:
    raise RuntimeError("canary-words of the patient")


async def hangs(_: UserMessage) -> None:
    await asyncio.Event().wait()


async def says_nothing(_: UserMessage) -> None:
    return None


async def says_hello(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, {"text": "hello"})


async def answers_a_question(message: UserMessage) -> None:
    settle(Escalation())
    answer = {"text": "It takes an hour.", "metadata": {"kind": "answer"}}
    await message.output_channel.send_response(message.sender_id, answer)


async def says_hello_then_raises(message: UserMessage) -> None:
    await says_hello(message)
    raise RuntimeError


async def says_hello_then_hangs(message: UserMessage) -> None:
    await says_hello(message)
    await hangs(message)


async def says_urgent_then_hangs(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, URGENT_MESSAGE)
    await hangs(message)


async def says_urgent_then_more(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, URGENT_MESSAGE)
    await says_hello(message)


async def answers_and_asks_how_it_is_today(message: UserMessage) -> None:
    """As after a pause of a day."""
    await answers_a_question(message)
    asks = {"text": "How is it today?", "metadata": {"kind": "other"}}
    await message.output_channel.send_response(message.sender_id, asks)


class Door:
    """A guard around one kind of turn; what outlives its turn is ended with the test."""

    def __init__(self, clinic: Clinic, safety: SafetySettings, archive: Archive | None) -> None:
        self._clinic, self._safety, self._archive = clinic, safety, archive

    async def ask(self, text: str, turn: Turn) -> list[Reply]:
        return await self.guard(turn).answer(text, "web-1", "web")

    def guard(self, turn: Turn) -> Guard:
        return Guard(turn, self._clinic, self._safety, Keeper(self._archive))


@pytest.fixture
def archive(own_databases: Path) -> Iterator[Archive]:
    """A real archive on databases of this test alone."""
    archive = Archive(own_databases)
    archive.start()
    yield archive
    archive.stop()


@pytest.fixture
def door(clinic: Clinic, safety: SafetySettings, archive: Archive) -> Door:
    return Door(clinic, safety, archive)


async def recorded(archive: Archive) -> list[tuple[str, list[str]]]:
    """Tier and findings of the red flags in the records."""
    assert await archive.wait_until_written()
    return [(event.tier, list(event.findings)) for event in rows_of(RedFlagEvent, "web-1")]


@pytest.mark.parametrize(
    "turn",
    [raises, hangs, says_nothing, says_hello, says_hello_then_raises, says_hello_then_hangs],
)
async def test_a_red_flag_is_answered_whatever_the_turn_does(
    door: Door, archive: Archive, turn: Turn
) -> None:
    (reply,) = await door.ask(RED, turn)
    assert reply.text.startswith("Call your care team now: 555-0100.")
    assert "39.5 °C" in reply.text
    assert (reply.kind, reply.urgency) == ("red_flag", "call_now")
    assert reply.findings == ("fever",)
    assert reply.calls == ("555-0100", "911")
    assert await recorded(archive) == [("call_now", ["fever"])]


@pytest.mark.parametrize("turn", [says_urgent_then_hangs, says_urgent_then_more])
async def test_urgent_words_of_the_turn_are_not_said_twice(
    door: Door, archive: Archive, turn: Turn
) -> None:
    replies = await door.ask(RED, turn)
    assert [reply.text for reply in replies if "Call!" in reply.text] == []
    assert len([reply for reply in replies if reply.urgency]) == 1
    assert await recorded(archive) == [("call_now", ["fever"])]


async def test_a_red_flag_does_not_wait_for_an_earlier_turn(door: Door) -> None:
    guard = door.guard(hangs)
    earlier = asyncio.create_task(guard.answer("what is car-t", "web-1", "web"))
    await asyncio.sleep(0)
    (reply,) = await guard.answer(RED, "web-1", "web")
    assert reply.urgency == "call_now"
    assert not earlier.done()
    await earlier


async def test_the_turn_behind_urgent_words_still_runs(door: Door) -> None:
    handled: list[str] = []
    done = asyncio.Event()

    async def notes(message: UserMessage) -> None:
        handled.append(message.text)
        done.set()

    await door.ask(RED, notes)
    await asyncio.wait_for(done.wait(), 10)
    assert handled == [RED]


async def test_after_a_question_a_failing_turn_still_understands_yes(door: Door) -> None:
    guard = door.guard(raises)
    (asked,) = await guard.answer("fever!", "web-1", "web")
    assert asked.kind == "check"
    (confirmed,) = await guard.answer("yes", "web-1", "web")
    assert confirmed.urgency == "call_now"
    (later,) = await guard.answer("yes", "web-1", "web")
    assert later.kind == "other"


@pytest.mark.parametrize("text", ["No.", "no thanks, I'm fine", "nein", "it was last year"])
async def test_after_a_question_a_no_is_no_alarm(door: Door, text: str) -> None:
    guard = door.guard(raises)
    await guard.answer("fever!", "web-1", "web")
    (reply,) = await guard.answer(text, "web-1", "web")
    assert reply.kind == "other"


@pytest.mark.parametrize("text", ["yes", "not sure", "and what now"])
async def test_after_a_question_anything_else_is_an_alarm(door: Door, text: str) -> None:
    guard = door.guard(raises)
    await guard.answer("fever!", "web-1", "web")
    (reply,) = await guard.answer(text, "web-1", "web")
    assert reply.urgency == "call_now"


async def test_the_kind_of_each_turn_is_kept(door: Door, archive: Archive) -> None:
    await door.ask("what is car-t", answers_a_question)
    assert await archive.wait_until_written()
    (turn,) = rows_of(TurnRow, "web-1")
    assert (turn.kind, turn.channel) == ("answer", "web")


@pytest.mark.parametrize(
    ("suspicion", "turn", "kind"),
    [
        (0.8, answers_a_question, "answer"),
        (0.8, answers_and_asks_how_it_is_today, "answer"),
        (0.9, answers_a_question, "red_flag"),
        (0.8, says_hello, "red_flag"),
        (0.8, says_nothing, "red_flag"),
        (0.8, raises, "red_flag"),
    ],
)
async def test_only_a_weak_suspicion_gives_way_and_only_to_an_answer(
    clinic: Clinic, safety: SafetySettings, suspicion: float, turn: Turn, kind: str
) -> None:
    class Suspects:
        urgent_from, ask_from, check_from = 0.6, 0.2, 0.2

        def __call__(self, reading: Reading) -> Suspicion:  # noqa: ARG002
            return Suspicion(suspicion, "fever")

    door = Door(clinic, replace(safety, detector=Suspects()), None)
    reply, *_ = await door.ask("may I swim", turn)
    assert reply.kind == kind


@pytest.mark.parametrize("turn", [raises, hangs, says_nothing])
async def test_an_ordinary_question_gets_an_apology_with_the_phone(door: Door, turn: Turn) -> None:
    (reply,) = await door.ask("what is car-t", turn)
    assert reply.text == (
        "I am sorry. Something went wrong on my side, and I could not answer. "
        "Please try again in a moment.\n"
        "If you feel unwell or it cannot wait, call your care team: 555-0100. "
        "In an emergency, call 911."
    )
    assert (reply.kind, reply.urgency) == ("other", None)


@pytest.mark.parametrize("turn", [says_hello, says_hello_then_raises, says_hello_then_hangs])
async def test_what_the_turn_said_in_time_is_passed_on(door: Door, turn: Turn) -> None:
    assert [reply.text for reply in await door.ask("what is car-t", turn)] == ["hello"]


async def test_what_may_be_a_red_flag_is_asked_about_when_the_turn_fails(door: Door) -> None:
    (reply,) = await door.ask("fever!", raises)
    assert reply.kind == "check"
    assert "555-0100" in reply.text
    assert [button["title"] for button in reply.buttons] == ["Yes", "No", "I am not sure"]


async def test_what_comes_after_the_deadline_is_dropped(door: Door) -> None:
    late, said_all = asyncio.Event(), asyncio.Event()

    async def says_more_later(message: UserMessage) -> None:
        await says_hello(message)
        await late.wait()
        await says_hello(message)
        said_all.set()

    replies = await door.ask("what is car-t", says_more_later)
    late.set()
    await asyncio.wait_for(said_all.wait(), 10)
    assert [reply.text for reply in replies] == ["hello"]


async def test_a_turn_that_is_too_slow_still_ends(door: Door) -> None:
    """Its events are kept, though the patient has been answered."""
    may_end, ended = asyncio.Event(), asyncio.Event()

    async def ends_late(_: UserMessage) -> None:
        await may_end.wait()
        ended.set()

    await door.ask("what is car-t", ends_late)
    may_end.set()
    await asyncio.wait_for(ended.wait(), 10)


async def test_a_red_flag_is_answered_and_kept_while_the_records_are_locked(
    door: Door, archive: Archive, own_databases: Path
) -> None:
    with sqlite3.connect(own_databases / "records.db", isolation_level=None) as other:
        other.execute("begin exclusive")
        (reply,) = await door.ask(RED, hangs)
        assert reply.urgency == "call_now"
        other.execute("rollback")
    assert await recorded(archive) == [("call_now", ["fever"])]


async def test_logs_hold_no_words_of_the_patient(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await door.ask("canary-words", raises)
    assert "A turn failed: RuntimeError" in caplog.text
    assert "canary" not in caplog.text
