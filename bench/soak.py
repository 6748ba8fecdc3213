"""A day in fast motion: ``python -m bench.soak``. Messages of many conversations, a fault a minute.

At the end every message that was acknowledged stands in the database once, and every red flag in
the records; memory is flat. ``--messages 3000 --conversations 120 --every 12`` takes some minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.soak_faults import FAULTS, START_SECONDS, Assistant

RED_FLAG = "i have a temperature of 39.5"
TEXTS = (
    "what is car-t",
    "what side effects can i get",
    "hello",
    "how long does it take",
    "thank you",
)
_TRY_SECONDS = 120.0
_ALARM_SHARE = 0.1


@dataclass
class Result:
    """What was acknowledged, and what was seen meanwhile. ``memory``: megabytes of the server."""

    acknowledged: list[str] = field(default_factory=list)
    given_up: int = 0
    red_flags: int = 0
    # Red flags that got an answer without urgent words.
    missed: int = 0
    retried: int = 0
    silent: int = 0
    faults: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


async def _harm(assistant: Assistant, result: Result, every: float, stop: asyncio.Event) -> None:
    number = 0
    while not stop.is_set():
        await asyncio.sleep(every)
        fault, part = FAULTS[number % len(FAULTS)]
        number += 1
        result.faults.append(f"{fault.__name__.strip('_')} {part}".strip())
        with fault(assistant, part):
            await asyncio.sleep(every / 3)
        result.memory.append(assistant.megabytes())


async def _talk(
    http: httpx.AsyncClient, conversation: int, messages: int, result: Result, chance: random.Random
) -> None:
    token = ""
    for number in range(messages):
        is_alarm = chance.random() < _ALARM_SHARE
        mark = f"(c{conversation}n{number})"  # not "39.5", which would be a fever
        text = f"{RED_FLAG if is_alarm else chance.choice(TEXTS)} {mark}"
        body = {"id": f"m{number}", "text": text}
        end, started = time.monotonic() + _TRY_SECONDS, time.monotonic()
        while time.monotonic() < end:
            try:
                if not token:
                    token = (await http.post("/session")).json()["token"]
                headers = {"Authorization": f"Bearer {token}"}
                answer = await http.post("/message", json=body, headers=headers)
            except (httpx.HTTPError, ValueError, KeyError):
                result.retried += 1
                await asyncio.sleep(1)
                continue
            if answer.status_code == 200:
                replies = answer.json()["messages"]
                result.silent += not replies
                result.acknowledged.append(text)
                is_answered = any(reply["urgency"] for reply in replies)
                result.red_flags += is_alarm and is_answered
                result.missed += is_alarm and not is_answered
                result.seconds.append(time.monotonic() - started)
                break
            result.retried += 1
            await asyncio.sleep(1)
        else:
            result.given_up += 1


async def soak(assistant: Assistant, messages: int, conversations: int, every: float) -> Result:
    """Runs all conversations, 20 at a time, with a fault ``every`` so many seconds."""
    result, stop = Result(), asyncio.Event()
    chance = random.Random(7)
    at_once = asyncio.Semaphore(20)
    harm = asyncio.create_task(_harm(assistant, result, every, stop))
    async with httpx.AsyncClient(base_url=f"{assistant.address}/webhooks/web", timeout=30) as http:

        async def one(number: int) -> None:
            async with at_once:
                await _talk(http, number, messages // conversations, result, chance)

        await asyncio.gather(*(one(number) for number in range(conversations)))
    stop.set()
    harm.cancel()
    return result


def rows(assistant: Assistant, name: str, query: str) -> list[str]:
    with closing(sqlite3.connect(assistant.state / f"{name}.db", timeout=60)) as connection:
        return [str(value) for (value,) in connection.execute(query)]


def lost_and_doubled(said: list[str], kept: list[str]) -> tuple[int, int]:
    """How many acknowledged messages are not kept, and how many are kept more than once."""
    counted = Counter(kept)
    return (
        sum(counted[text] == 0 for text in said),
        sum(counted[text] > 1 for text in said),
    )


def settle(assistant: Assistant) -> None:
    """Waits until what was acknowledged has left the journals."""
    end = time.monotonic() + START_SECONDS
    while True:
        ready = httpx.get(f"{assistant.address}/health/ready", timeout=10).json()
        if ready["ready"] and not ready["details"]["waiting"]:
            return
        if time.monotonic() > end:
            raise SystemExit("The journals do not become empty.")
        time.sleep(0.5)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--conversations", type=int, default=500)
    parser.add_argument("--every", type=float, default=60.0, help="seconds from fault to fault")
    chosen = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant(Path(folder))
        try:
            assistant.wait()
            result = asyncio.run(
                soak(assistant, chosen.messages, chosen.conversations, chosen.every)
            )
            assistant.wait()
            settle(assistant)
            texts = rows(assistant, "conversations", "select text from messages "
                                                     "where sender = 'user'")  # fmt: skip
            alarms = rows(assistant, "records", "select id from red_flag_events "
                                                "where tier != 'check'")  # fmt: skip
        finally:
            assistant.stop()
    lost, doubled = lost_and_doubled(result.acknowledged, texts)
    times = sorted(result.seconds)
    summary = {
        "seconds": round(time.monotonic() - started),
        "messages": chosen.messages, "conversations": chosen.conversations,
        "acknowledged": len(result.acknowledged), "given_up": result.given_up,
        "lost": lost, "kept_twice": doubled,
        "red_flags_answered": result.red_flags, "red_flags_stored": len(alarms),
        "red_flags_without_urgent_words": result.missed,
        "silent": result.silent, "retried": result.retried, "faults": Counter(result.faults),
        "seconds_p50": round(times[len(times) // 2], 3),
        "seconds_p99": round(times[len(times) * 99 // 100], 3),
        "server_megabytes": result.memory,
    }  # fmt: skip
    print(json.dumps(summary, indent=2))
    is_bad = lost or doubled or result.missed or result.silent or result.red_flags != len(alarms)
    sys.exit(1 if is_bad else 0)


if __name__ == "__main__":
    main()
