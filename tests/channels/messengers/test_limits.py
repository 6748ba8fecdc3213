"""Over the limit of messages: what passes, on any channel (bot/channels/limiting.py)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage

from bot.channels.messengers.message import Kind
from bot.content.red_flag_files import load_knowledge
from bot.content.triage import load_triage
from bot.dialogue.reports import Reader
from bot.dialogue.triage_levels import Rules
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from tests.channels.messengers.harness import Pigeon, running
from tests.channels.messengers.words import EMERGENCY, fixed

RED, CHECK, REPORT, ORDINARY = "I can't breathe", "fever!", "my stool is loose", "what is PET?"
WAIT = fixed("utter_please_wait")
YES_NO = [{"title": "Yes", "payload": "yes"}, {"title": "No", "payload": "no"}]
COUNT = [{"title": title, "payload": title} for title in (
    "None, just softer once", "1 to 3", "4 to 6", "7 or more, or cannot hold it")]  # fmt: skip
Said = tuple[str, list[dict[str, str]], dict[str, Any]]
SAYS: dict[str, Said] = {
    CHECK: ("Now?", YES_NO, {"kind": "check", "findings": ["fever"]}),
    REPORT: ("How many?", COUNT, {
        "kind": "question", "findings": ["diarrhea"], "asks": "diarrhea/1"}),
}  # fmt: skip


async def turn(message: UserMessage) -> None:
    ordinary: Said = (f"You said: {message.text}", [], {"kind": "answer"})
    text, buttons, metadata = SAYS.get(str(message.text), ordinary)
    reply = {"text": text, "buttons": buttons, "metadata": metadata}
    await message.output_channel.send_response(message.sender_id, reply)


@pytest_asyncio.fixture
async def pigeon(clinic: Clinic, safety: SafetySettings, tmp_path: Path) -> AsyncIterator[Pigeon]:
    reader = Reader(Rules(load_triage()), load_knowledge().cues)
    async with running(Pigeon(tmp_path), clinic, safety, turn, reader) as pigeon:
        yield pigeon


async def flood(pigeon: Pigeon, clinic: Clinic, last: str = ORDINARY) -> None:
    """All that a minute takes."""
    for _ in range(clinic.web.messages_per_minute - 1):
        await pigeon.deliver(ORDINARY)
    await pigeon.deliver(last)


@pytest.mark.parametrize(
    ("asked", "text", "passes"),
    [
        (ORDINARY, ORDINARY, False),
        (ORDINARY, "yes", False),
        (ORDINARY, "4", False),
        (ORDINARY, RED, True),
        (ORDINARY, CHECK, True),
        (CHECK, "yes", True),
        (CHECK, "No, not now", True),
        (CHECK, "not sure", True),
        (CHECK, "ja", True),
        (CHECK, ORDINARY, False),
        (REPORT, "4 to 6", True),
        (REPORT, "4", True),
        (REPORT, "five times", True),
        (REPORT, ORDINARY, False),
        (REPORT, "yes", False),
    ],
)
async def test_what_passes_the_limit(
    pigeon: Pigeon, clinic: Clinic, asked: str, text: str, passes: bool
) -> None:
    await flood(pigeon, clinic, last=asked)
    answered = await pigeon.deliver(text)
    assert answered
    assert (answered != [WAIT]) is passes


async def test_an_answer_passes_once(pigeon: Pigeon, clinic: Clinic) -> None:
    await flood(pigeon, clinic, last=CHECK)
    answered = [await pigeon.deliver(text) for text in (ORDINARY, "yes", "yes", ORDINARY)]
    assert answered == [[WAIT], ["You said: yes"], [], []], "the wait is said once a minute"


@pytest.mark.parametrize(("asked", "passes"), [(CHECK, True), (REPORT, True), (ORDINARY, False)])
async def test_a_tapped_answer_passes_also_under_an_earlier_question(
    pigeon: Pigeon, clinic: Clinic, asked: str, passes: bool
) -> None:
    await pigeon.deliver(asked)
    buttons = pigeon.sent[-1].buttons
    payload = buttons[0].payload if buttons else "yes"
    await flood(pigeon, clinic)
    answered = await pigeon.deliver(payload, Kind.BUTTON)
    assert (answered == [f"You said: {re.split(' [@#]', payload)[0]}"]) is passes


async def test_nobody_floods_the_judgements(pigeon: Pigeon, clinic: Clinic) -> None:
    """Four times the limit is judged beyond it, and no more."""
    most = clinic.web.messages_per_minute * 5
    answered = [await pigeon.deliver(f"{RED} {number}") for number in range(most + 2)]
    first = [texts[0].startswith(EMERGENCY) for texts in answered[:most]]
    assert all(first)
    assert answered[most:] == [[WAIT], []]


async def test_a_picture_with_words_over_the_limit_is_no_failure(
    pigeon: Pigeon, clinic: Clinic
) -> None:
    await flood(pigeon, clinic)
    answered = [await pigeon.deliver(ORDINARY, has_media=True) for _ in range(2)]
    assert answered == [[WAIT], []]


async def test_what_has_no_words_counts_too(pigeon: Pigeon, clinic: Clinic) -> None:
    await flood(pigeon, clinic, last="///")
    assert await pigeon.deliver("///") == [WAIT]


async def test_an_erased_conversation_has_no_question(pigeon: Pigeon, clinic: Clinic) -> None:
    await flood(pigeon, clinic, last=CHECK)
    pigeon.services.erase(pigeon.services.ids.of("pigeon", "1"))
    assert await pigeon.deliver("yes") == [WAIT]
