"""bot/channels/guard.py: whatever happens inside a turn, the patient gets words, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from sqlalchemy import text as sql

from bot.channels.guard import Guard, plain_text
from bot.channels.replies import Reply
from bot.safety import SafetySettings
from bot.safety.assess import Suspicion
from bot.safety.rules.reading import Reading
from bot.settings.clinic import Clinic
from bot.store.addresses import records_url
from bot.store.database import engine_for
from bot.store.red_flags import red_flags_of

pytestmark = pytest.mark.usefixtures("own_databases")

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


class Door:
    """A guard around one kind of turn; what outlives its turn is ended with the test."""

    def __init__(self, clinic: Clinic, safety: SafetySettings) -> None:
        self._clinic, self._safety = clinic, safety

    async def ask(self, text: str, turn: Turn) -> list[Reply]:
        guard = Guard(turn, self._clinic, self._safety)
        return await guard.answer(text, "web-1", "web")


@pytest.fixture
def door(clinic: Clinic, safety: SafetySettings) -> Door:
    return Door(clinic, safety)


async def records_made(count: int) -> list[list[str]]:
    """The findings recorded, once there are ``count``; recording does not delay the answer."""
    while len(red_flags_of("web-1")) < count:
        await asyncio.sleep(0.02)
    return [list(event.findings) for event in red_flags_of("web-1")]


@pytest.mark.parametrize(
    "turn",
    [raises, hangs, says_nothing, says_hello, says_hello_then_raises, says_hello_then_hangs],
)
async def test_a_red_flag_is_answered_whatever_the_turn_does(door: Door, turn: Turn) -> None:
    (reply,) = await door.ask(RED, turn)
    assert reply.text.startswith("Call your care team now: 555-0100.")
    assert "39.5 °C" in reply.text
    assert (reply.kind, reply.urgency) == ("red_flag", "call_now")
    assert reply.findings == ("fever",)
    assert reply.calls == ("555-0100", "911")
    assert await records_made(1) == [["fever"]]


@pytest.mark.parametrize("turn", [says_urgent_then_hangs, says_urgent_then_more])
async def test_urgent_words_of_the_turn_are_not_said_twice(door: Door, turn: Turn) -> None:
    replies = await door.ask(RED, turn)
    assert [reply.text for reply in replies if reply.urgency] == ["Call!"]
    assert red_flags_of("web-1") == [], "the turn's own action records it"


@pytest.mark.parametrize(
    ("suspicion", "turn", "kind"),
    [
        (0.8, answers_a_question, "answer"),
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
        urgent_from, check_from = 0.6, 0.2

        def __call__(self, reading: Reading) -> Suspicion:  # noqa: ARG002
            return Suspicion(suspicion, "fever")

    door = Door(clinic, replace(safety, detector=Suspects()))
    (reply,) = await door.ask("may I swim", turn)
    assert reply.kind == kind


@pytest.mark.parametrize("turn", [raises, hangs, says_nothing])
async def test_an_ordinary_question_gets_an_apology_with_the_phone(door: Door, turn: Turn) -> None:
    (reply,) = await door.ask("what is car-t", turn)
    assert reply.text == (
        "I am sorry, I could not answer just now. Please try again in a moment.\n"
        "If it is urgent, call your care team: 555-0100. In an emergency, call 911."
    )
    assert (reply.kind, reply.urgency) == ("other", None)


@pytest.mark.parametrize("turn", [says_hello, says_hello_then_raises, says_hello_then_hangs])
async def test_what_the_turn_said_in_time_is_passed_on(door: Door, turn: Turn) -> None:
    assert [reply.text for reply in await door.ask("what is car-t", turn)] == ["hello"]


async def test_what_may_be_a_red_flag_is_asked_about_when_the_turn_fails(door: Door) -> None:
    (reply,) = await door.ask("fever", raises)
    assert reply.kind == "check"
    assert "555-0100" in reply.text
    assert [button["title"] for button in reply.buttons] == ["Yes", "No"]


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


async def test_a_red_flag_is_answered_without_any_database(door: Door) -> None:
    engine = engine_for(records_url())
    with engine.begin() as connection:
        connection.execute(sql("drop table red_flag_events"))
    (reply,) = await door.ask(RED, hangs)
    assert reply.urgency == "call_now"


async def test_logs_hold_no_words_of_the_patient(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await door.ask("canary-words", raises)
    assert "A turn failed: RuntimeError" in caplog.text
    assert "canary" not in caplog.text


LONGEST = 200  # of the clinic of these tests


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x" * (LONGEST + 1), "other"),
        (RED + " x" * LONGEST, "red_flag"),
        ("x " * LONGEST + ". " + RED, "red_flag"),
        ("x " * 50_000 + ". " + RED, "red_flag"),
    ],
)
async def test_a_message_that_is_too_long(door: Door, text: str, kind: str) -> None:
    (reply,) = await door.ask(text, says_hello)
    assert reply.kind == kind
    assert "555-0100" in reply.text


async def test_the_longest_message_is_read(door: Door) -> None:
    assert (await door.ask("x" * LONGEST, says_hello))[0].text == "hello"


async def test_a_turn_gets_plain_text_conversation_channel_and_metadata(
    clinic: Clinic, safety: SafetySettings
) -> None:
    got: list[UserMessage] = []

    async def keeps(message: UserMessage) -> None:
        got.append(message)

    guard = Guard(keeps, clinic, safety)
    await guard.answer(" /restart ", "web-1", "web", {"client_message_id": "m1"})
    (message,) = got
    assert (message.text, message.sender_id, message.input_channel) == ("restart", "web-1", "web")
    assert message.metadata == {"client_message_id": "m1"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("hello", "hello"),
        ("  hello\n", "hello"),
        ("/restart", "restart"),
        ("//greet", "greet"),
        (" / / greet{}", "greet{}"),
        ("\n/stop", "stop"),
        ("a\x00b", "ab"),
        ("\x00/restart", "restart"),
        ("\ud800/restart", "restart"),
        ("a\udfffb", "ab"),
        # not at the start
        ("and/or", "and/or"),
        ("1/2 dose", "1/2 dose"),
        ("/", ""),
        ("", ""),
    ],
)
def test_plain_text(text: str, plain: str) -> None:
    assert plain_text(text) == plain
