"""bot/channels/guard.py: what is too long, and what a turn gets of a message."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.guard import Guard
from bot.channels.incoming import plain_text
from bot.channels.judging import Judge
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import Assessment, SafetySettings
from bot.safety.finding import Finding
from bot.settings.clinic import Clinic

RED = "i have a temperature of 39.5"
FEVER = Finding("fever", "call_now", (0, 5), "a fever", True, "bare")
DESPAIR = Finding("self_harm", "emergency", (0, 5), "", True, "detector")


@pytest.fixture
def guard(clinic: Clinic, safety: SafetySettings) -> Guard:
    """A guard before turns that say hello."""

    async def says_hello(message: UserMessage) -> None:
        await message.output_channel.send_response(message.sender_id, {"text": "hello"})

    return Guard(says_hello, clinic, safety)


LONGEST = 200  # of the clinic of these tests


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x" * (LONGEST + 1), "other"),
        (RED + ". " + "x " * LONGEST, "red_flag"),
        ("x " * LONGEST + ". " + RED, "red_flag"),
        ("x " * 50_000 + ". " + RED, "red_flag"),
        # What may be a red flag is asked about, however long the rest is.
        ("maybe a fever. " + "x " * LONGEST, "check"),
        ("x " * LONGEST + ". maybe a fever", "check"),
    ],
)
async def test_a_message_that_is_too_long(guard: Guard, text: str, kind: str) -> None:
    (reply,) = await guard.answer(text, "web-1", "web")
    assert reply.kind == kind
    assert "555-0100" in reply.text


@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        (Assessment("urgent", "call_now"), "red_flag"),
        (Assessment("check", findings=(FEVER,)), "check"),
        (Assessment("check", findings=(DESPAIR,), crisis=True, suspicion=0.5), "check"),
        (Assessment("check", findings=(DESPAIR,), crisis=True, suspicion=0.3), "other"),
        # The detector suspects something in most long stories.
        (Assessment("check"), "other"),
        (Assessment("none"), "other"),
    ],
)
async def test_of_what_is_too_long_the_safety_layer_has_the_word_where_the_triage_would_ask(
    guard: Guard, monkeypatch: pytest.MonkeyPatch, heard: Assessment, kind: str
) -> None:
    async def taken_over(*_: object) -> Assessment:
        return TriagedAssessment("none", by_safety=heard, takes_over=True)

    monkeypatch.setattr(Judge, "judge", taken_over)
    (reply,) = await guard.answer("x " * LONGEST, "web-1", "web")
    assert reply.kind == kind


async def test_the_longest_message_is_read(guard: Guard) -> None:
    assert (await guard.answer("x" * LONGEST, "web-1", "web"))[0].text == "hello"


async def test_the_turn_behind_urgent_words_gets_start_and_end_of_what_is_too_long(
    clinic: Clinic, safety: SafetySettings
) -> None:
    handled: list[str] = []
    done = asyncio.Event()

    async def keeps(message: UserMessage) -> None:
        handled.append(message.text)
        done.set()

    guard = Guard(keeps, clinic, safety)
    await guard.answer(RED + ". " + "x " * 30_000 + ". the end", "web-1", "web")
    await asyncio.wait_for(done.wait(), 10)
    (text,) = handled
    assert len(text) <= LONGEST
    assert text.startswith(RED)
    assert text.endswith(". the end")


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
