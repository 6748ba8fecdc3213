"""bot/channels/turns.py: in which order turns run when more come than one at a time."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.judging import Judge
from bot.channels.replies import Collector
from bot.channels.turns import Turn, Turns
from bot.content.red_flags import safety_settings
from bot.safety import Assessment
from bot.safety.judgement import Judgement
from bot.store.conversations import NEEDS_PAST


def _turn(
    text: str, began: float, *, closed: bool = False, is_pressing: bool = False, of: str = ""
) -> Turn:
    message = UserMessage(text, Collector("web", closed=closed), sender_id=of or text)
    return Turn(message, Judgement(text, Assessment("none")), began, is_pressing)


async def _run_behind_one_under_way(*waiting: Turn) -> list[str]:
    """Starts turns while another runs, lets it end, and says in which order all ran."""
    ran: list[str] = []
    may_go_on = asyncio.Event()

    async def handle(message: UserMessage) -> Any:
        ran.append(str(message.text))
        await may_go_on.wait()

    judge = Judge(safety_settings())
    turns = Turns(handle, judge, lambda message: pytest.fail(f"failed: {message.text}"))
    turns.start(_turn("under way", time.monotonic()))
    await asyncio.sleep(0.01)
    for turn in waiting:
        turns.start(turn)
    await asyncio.sleep(0.01)
    assert ran == ["under way"]
    may_go_on.set()
    await turns.finish(5)
    judge.close()
    return ran


@pytest.mark.parametrize(
    ("text", "language", "needs_past"),
    [
        ("since yesterday", "en", True),
        ("what is a PET scan", "en", False),
        ("sí", "es", True),
        ("昨天开始", "zh", True),
        ("什么是免疫疗法，它有什么副作用？", "zh", False),
        ("免疫療法にはどんな副作用がありますか", "ja", False),
        ("ภูมิคุ้มกันบำบัดคืออะไร", "th", False),
        ("ใช่", "th", True),
        ("면역 요법의 부작용은 무엇인가요", "ko", False),
    ],
)
async def test_few_words_need_what_was_said_before(
    text: str, language: str, needs_past: bool
) -> None:
    seen: list[bool] = []

    async def handle(_: UserMessage) -> None:
        seen.append(NEEDS_PAST.get())

    judge = Judge(safety_settings())
    turns = Turns(handle, judge, lambda message: pytest.fail(f"failed: {message.text}"))
    message = UserMessage(text, Collector("web"), sender_id="a")
    judgement = Judgement(text, Assessment("none", language=language))
    await turns.run(Turn(message, judgement, 0.0), 5)
    judge.close()
    assert seen == [needs_past]


async def test_what_may_be_urgent_runs_first_and_what_nobody_waits_for_last() -> None:
    now = time.monotonic()
    ran = await _run_behind_one_under_way(
        _turn("behind urgent words", now, closed=True),
        _turn("a question", now + 0.1),
        _turn("another question", now + 0.2),
        _turn("may be urgent", now + 0.3, is_pressing=True),
        _turn("a question of two seconds later", now + 2.0),
    )
    assert ran == [
        "under way",
        "may be urgent",
        "a question",
        "another question",
        "behind urgent words",
        "a question of two seconds later",
    ]


async def test_what_a_patient_waits_behind_runs_as_soon_as_he_is_due() -> None:
    now = time.monotonic()
    ran = await _run_behind_one_under_way(
        _turn("behind urgent words", now, closed=True, of="somebody"),
        _turn("a question of another", now + 0.1),
        _turn("may be urgent", now + 0.2, is_pressing=True, of="somebody"),
    )
    assert ran == [
        "under way",
        "behind urgent words",
        "a question of another",  # it got the place before the next of the conversation asked
        "may be urgent",
    ]
