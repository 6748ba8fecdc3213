"""Conversations held through a door, some at once, with the time that each answer takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.doors import NO_ANSWER, Answer, Door

_POLL_SECONDS = 0.05


@dataclass
class Load:
    """What came of some conversations.

    ``seconds``: from the first request to the last answer. ``latencies``: seconds from request to
    answer, of each message answered, in the order of ``answers`` and of what was ``said``.
    ``failed``: requests without an HTTP answer of the right status.
    """

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    failed: int = 0

    @property
    def unanswered(self) -> int:
        """Messages that got no answer, or only an apology."""
        return self.failed + sum(answer.apology for answer in self.answers)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def urgent_only(self) -> Load:
        """The same, of the messages only that were answered with urgent words."""
        return self._of([place for place, answer in enumerate(self.answers) if answer.urgent])

    def of_message(self, text: str) -> Load:
        """The same, of one message only, wherever it was said."""
        return self._of([place for place, said in enumerate(self.said) if said == text])

    def _of(self, places: Sequence[int]) -> Load:
        return Load(
            self.seconds,
            [self.latencies[place] for place in places],
            [self.answers[place] for place in places],
            [self.said[place] for place in places],
        )

    def milliseconds(self, percent: float) -> float | None:
        """A percentile of the latencies; None where nothing was answered."""
        return float(np.percentile(self.latencies, percent)) * 1000 if self.latencies else None


async def hold(door: Door, conversations: Sequence[Sequence[str]], at_once: int) -> Load:
    """Holds each conversation to its end, its messages one after the other."""
    load = Load()
    waiting = iter(conversations)

    async def one_after_the_other() -> None:
        for texts in waiting:  # shared: whoever is free takes the next
            await _hold_one(door, texts, load)

    started = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
    load.seconds = time.perf_counter() - started
    return load


async def _hold_one(door: Door, texts: Sequence[str], load: Load) -> None:
    try:
        conversation = await door.open()
    except NO_ANSWER:
        load.failed += len(texts)
        return
    for text in texts:
        asked = time.perf_counter()
        try:
            answer = await door.say(conversation, text)
        except NO_ANSWER:
            load.failed += 1
        else:
            load.latencies.append(time.perf_counter() - asked)
            load.answers.append(answer)
            load.said.append(text)


async def answers_one_by_one(door: Door, texts: Sequence[str]) -> list[Answer]:
    """Each message in a conversation of its own; an empty answer where the request failed."""
    answers = []
    for text in texts:
        load = await hold(door, [[text]], at_once=1)
        answers.append(load.answers[0] if load.answers else Answer(apology=True))
    return answers


async def is_answered(door: Door, text: str) -> bool:
    """Tries once whether the server answers; waits a moment where it does not."""
    try:
        await door.say(await door.open(), text)
    except NO_ANSWER:
        await asyncio.sleep(_POLL_SECONDS)
        return False
    return True
