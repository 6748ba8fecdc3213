"""What happens at the edges: a very long conversation, many patients at once, a huge message."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import aiohttp

from bench.doors import Door
from bench.load import Load, hold

_URGENT = "I can't breathe"
_ORDINARY = ("what is car-t", "how long until it works", "what helps with itchy skin")
_EARLY_TURN, _AROUND = 10, 10
_POLL_SECONDS = 0.002
_HUGE_MESSAGES = ("1 " * 32_000, "x" * 64_000, "no fever. " * 6_400, "39,5 °C " * 7_000)


@dataclass
class LongConversation:
    """Seconds of the turns around the tenth and of the last ones of one conversation."""

    turns: int = 0
    early: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return _middle(self.late) / _middle(self.early) if self.early and self.late else 0.0


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


async def long_conversation(door: Door, turns: int) -> LongConversation:
    """One conversation of so many turns, one message after the other."""
    result = LongConversation(turns)
    conversation = await door.open()
    for number in range(1, turns + 1):
        text = _ORDINARY[number % len(_ORDINARY)]
        started = time.perf_counter()
        await door.say(conversation, text)
        seconds = time.perf_counter() - started
        if abs(number - _EARLY_TURN) < _AROUND:
            result.early.append(seconds)
        if turns - number < 2 * _AROUND:
            result.late.append(seconds)
    return result


async def crowd(door: Door, at_once: int, messages: int) -> tuple[Load, Load]:
    """So many conversations at once, each of ``messages``; every tenth message is a red flag →
    all of them, and the red flags alone."""
    texts = [
        [
            _URGENT if (number + position) % 10 == 0 else _ORDINARY[position % len(_ORDINARY)]
            for position in range(messages)
        ]
        for number in range(at_once)
    ]
    load = await hold(door, texts, at_once)
    # Not whatever was answered with urgent words: under an alarm that stands, other messages are.
    return load, load.of_message(_URGENT)


async def longest_hold(client: aiohttp.ClientSession, door: Door, page: str) -> float:
    """Seconds that the slowest answer to ``page`` takes while huge messages are judged, less what
    it usually takes: how long one message keeps the event loop."""
    usual = [await _seconds(client, page) for _ in range(50)]
    watching = asyncio.Event()
    gaps: list[float] = []

    async def watch() -> None:
        while not watching.is_set():
            gaps.append(await _seconds(client, page))
            await asyncio.sleep(_POLL_SECONDS)

    watcher = asyncio.create_task(watch())
    for text in _HUGE_MESSAGES:
        await door.say(await door.open(), text[:63_000])
    watching.set()
    await watcher
    return max(0.0, max(gaps) - _middle(usual))


async def _seconds(client: aiohttp.ClientSession, page: str) -> float:
    started = time.perf_counter()
    async with client.get(page) as response:
        await response.read()
    return time.perf_counter() - started
