"""bot/channels/judging.py: what sounds urgent is judged first."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest

from bot.channels import judging
from bot.channels.judging import Judge
from bot.content.red_flags import safety_settings
from bot.dialogue.open_question import AskedQuestion
from bot.safety import Assessment
from bot.safety.assess import sounds_urgent


@pytest.mark.parametrize(
    ("text", "is_urgent"),
    [
        ("I can't breathe", True),
        ("my temp is 39.5", True),
        ("i cant breathe and im so scared", True),
        ("what is CAR-T", False),
        ("I can breathe again", False),
        ("no fever", False),
        ("", False),
    ],
)
def test_what_sounds_urgent(text: str, is_urgent: bool) -> None:
    assert sounds_urgent(text, safety_settings()) is is_urgent


def test_what_sounds_urgent_overtakes_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on = threading.Event()
    order: list[str] = []

    def slow(text: str, *_: Any) -> Assessment:
        if text.startswith("first"):
            assert may_go_on.wait(10)
        order.append(text)
        return Assessment("none")

    monkeypatch.setattr(judging, "judge", slow)
    monkeypatch.setattr(judging, "_THREADS", 1)

    async def all_at_once() -> None:
        judge = Judge(safety_settings())
        texts = ["first", "what is CAR-T", "does it hurt", "I can't breathe", "39.5 fever"]
        work = [asyncio.create_task(judge.judge(text)) for text in texts]
        while judge.waiting < len(texts):
            await asyncio.sleep(0)
        may_go_on.set()
        await asyncio.gather(*work)
        assert judge.waiting == 0
        judge.close()

    asyncio.run(all_at_once())
    assert order == ["first", "I can't breathe", "39.5 fever", "what is CAR-T", "does it hurt"]


def test_long_texts_keep_no_short_one_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on = threading.Event()

    def slow(text: str, *_: Any) -> Assessment:
        if text.startswith("long"):
            assert may_go_on.wait(10)
        return Assessment("none")

    monkeypatch.setattr(judging, "judge", slow)

    async def beside_long_ones() -> None:
        judge = Judge(safety_settings())
        work = [asyncio.create_task(judge.judge("long " * 1_000)) for _ in range(5)]
        await asyncio.sleep(0.1)
        for text in ("I can't breathe", "what is CAR-T", "short " * 100):
            assert await asyncio.wait_for(judge.judge(text), 5) == Assessment("none")
        assert not any(task.done() for task in work)
        may_go_on.set()
        assert await asyncio.gather(*work) == [Assessment("none")] * 5
        judge.close()

    asyncio.run(beside_long_ones())


@pytest.mark.parametrize(
    ("text", "outcome", "symptoms"),
    [
        ("my temperature is 39.5", "urgent", ("fever",)),
        ("hello", "check", ()),
    ],
)
@pytest.mark.parametrize("broken", ["judge", "sounds_urgent"])
def test_what_cannot_be_judged_is_judged_by_rules_or_asked_about(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    broken: str,
    text: str,
    outcome: str,
    symptoms: tuple[str, ...],
) -> None:
    def fails(*_: Any) -> Assessment:
        raise RuntimeError(text)

    monkeypatch.setattr(judging, broken, fails)

    async def one() -> None:
        judge = Judge(safety_settings())
        judged = await judge.judge(text)
        assert (judged.outcome, judged.symptoms) == (outcome, symptoms)
        assert judge.waiting == 0
        judge.close()

    asyncio.run(one())
    assert "A judgement failed: RuntimeError" in caplog.text
    assert text not in caplog.text


def test_a_judge_that_is_closed_still_judges_by_rules() -> None:
    async def one() -> None:
        judge = Judge(safety_settings())
        judge.close()
        assert (await judge.judge("my temperature is 39.5")).outcome == "urgent"

    asyncio.run(one())


def test_a_message_is_judged_once_beside_the_same_question(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[tuple[str, AskedQuestion | None]] = []

    def notes(text: str, _: Any, __: Any, question: AskedQuestion | None) -> Assessment:
        judged.append((text, question))
        return Assessment("none")

    monkeypatch.setattr(judging, "judge", notes)
    settings, question = safety_settings(), AskedQuestion("diarrhea", ("No", "Yes"))

    async def again_and_again() -> None:
        judge = Judge(settings)
        for asked in (None, question, None, question):
            await judge.judge("just one leg", asked)
        assert judged == [("just one leg", None), ("just one leg", question)]
        judge.use(settings, None)
        await judge.judge("just one leg")
        assert len(judged) == 2, "nothing has changed"
        judge.use(replace(settings), None)
        await judge.judge("just one leg")
        judge.forget()
        await judge.judge("just one leg")
        assert len(judged) == 4
        for number in range(100):
            await judge.judge(str(number))
        await judge.judge("just one leg")
        assert len(judged) == 105, "only the latest are remembered"
        judge.close()

    asyncio.run(again_and_again())
