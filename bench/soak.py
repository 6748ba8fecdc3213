"""A day in fast motion: ``python -m bench.soak``. Messages of many conversations, a fault a minute.

At the end every message that was acknowledged stands in the database, and every red flag in the
records; memory is flat. ``--short``: 2,000 messages in some minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.run.environment import free_port
from bot.settings.paths import ROOT

RED_FLAG = "i have a temperature of 39.5"
TEXTS = (
    "what is car-t",
    "what side effects can i get",
    "hello",
    "how long does it take",
    "thank you",
)
_START_SECONDS = 300.0
_TRY_SECONDS = 120.0
_ALARM_SHARE = 0.1


@dataclass
class Result:
    """What was acknowledged, and what was seen meanwhile. ``memory``: megabytes of the server."""

    acknowledged: list[str] = field(default_factory=list)
    red_flags: int = 0
    retried: int = 0
    silent: int = 0
    faults: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Assistant:
    """`make run` in a state folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.address = f"http://127.0.0.1:{free_port()}"
        clinic = (ROOT / "clinic.yml").read_text("utf-8")
        (folder / "clinic.yml").write_text(
            clinic.replace("messages_per_minute: 30", "messages_per_minute: 600"), "utf-8"
        )
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.endswith("_URL")},
            "BOT_PORT": self.address.rpartition(":")[2],
            "BOT_ACTION_PORT": str(free_port()),
            "BOT_STATE": str(self.state),
            "BOT_CLINIC": str(folder / "clinic.yml"),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=self._environment,
            stdout=subprocess.DEVNULL, stderr=(folder / "output.log").open("wb"),
            start_new_session=True,
        )  # fmt: skip

    def wait(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while not self.is_ready():
            if time.monotonic() > end:
                raise SystemExit("The assistant does not come up.")
            time.sleep(0.5)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health/ready", timeout=10).status_code == 200
        except httpx.HTTPError:
            return False

    def pid(self, command: str) -> int | None:
        """The process of a part, such as ``serve``."""
        for folder in Path("/proc").iterdir():
            try:
                variables = (folder / "environ").read_bytes()
                words = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if (
                f"BOT_STATE={self.state}\0".encode() in variables
                and f"bot\0{command}\0".encode() in words
            ):
                return int(folder.name)
        return None

    def megabytes(self) -> int:
        pid = self.pid("serve")
        if pid is None:
            return 0
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        return int(next(line for line in status.splitlines() if "VmRSS" in line).split()[1]) // 1024

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)


# --- faults: each lasts so many seconds ----------------------------------------------------------


@contextmanager
def _locked(assistant: Assistant, name: str) -> Iterator[None]:
    with closing(
        sqlite3.connect(assistant.state / f"{name}.db", isolation_level=None, timeout=30)
    ) as other:
        other.execute("begin exclusive")
        yield
        other.execute("rollback")


@contextmanager
def _killed(assistant: Assistant, part: str) -> Iterator[None]:
    pid = assistant.pid(part)
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
    yield


@contextmanager
def _stopped(assistant: Assistant, part: str) -> Iterator[None]:
    pid = assistant.pid(part)
    if pid is not None:
        os.kill(pid, signal.SIGSTOP)
    yield
    if pid is not None and assistant.pid(part) == pid:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def _full(assistant: Assistant, _: str) -> Iterator[None]:
    """No file of the server can grow, as on a full disk."""
    pid = assistant.pid("serve")
    if pid is None:
        yield
        return
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    if assistant.pid("serve") == pid:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


FAULTS: tuple[tuple[Callable[..., object], str], ...] = (
    (_locked, "records"), (_locked, "conversations"), (_full, ""), (_stopped, "actions"),
    (_killed, "actions"), (_killed, "serve"), (_stopped, "serve"),
)  # fmt: skip


async def _harm(assistant: Assistant, result: Result, every: float, stop: asyncio.Event) -> None:
    number = 0
    while not stop.is_set():
        await asyncio.sleep(every)
        fault, part = FAULTS[number % len(FAULTS)]
        number += 1
        result.faults.append(f"{fault.__name__.strip('_')} {part}".strip())
        with fault(assistant, part):  # type: ignore[attr-defined]
            await asyncio.sleep(every / 3)
        result.memory.append(assistant.megabytes())


async def _talk(
    http: httpx.AsyncClient, conversation: int, messages: int, result: Result, chance: random.Random
) -> None:
    token = ""
    for number in range(messages):
        is_alarm = chance.random() < _ALARM_SHARE
        text = f"{RED_FLAG} ({conversation}.{number})" if is_alarm else chance.choice(TEXTS)
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
                result.acknowledged.append(f"{conversation}.{number}")
                result.red_flags += is_alarm and any(reply["urgency"] for reply in replies)
                result.seconds.append(time.monotonic() - started)
                break
            result.retried += 1
            await asyncio.sleep(1)


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


def kept(assistant: Assistant) -> tuple[int, int]:
    """Messages of patients, and red flags, in the databases."""

    def count(name: str, query: str) -> int:
        with closing(sqlite3.connect(assistant.state / f"{name}.db", timeout=60)) as connection:
            return int(connection.execute(query).fetchone()[0])

    return (
        count("conversations", "select count(*) from messages where sender = 'user'"),
        count("records", "select count(*) from red_flag_events where tier != 'check'"),
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--short", action="store_true", help="2,000 messages, a fault each 15 s")
    short = parser.parse_args().short
    messages, conversations, every = (2_000, 100, 15.0) if short else (20_000, 500, 60.0)
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant(Path(folder))
        try:
            assistant.wait()
            result = asyncio.run(soak(assistant, messages, conversations, every))
            assistant.wait()
            time.sleep(5)
            stored, alarms = kept(assistant)
        finally:
            assistant.stop()
    times = sorted(result.seconds)
    summary = {
        "messages": messages, "acknowledged": len(result.acknowledged), "stored": stored,
        "red_flags_answered": result.red_flags, "red_flags_stored": alarms,
        "silent": result.silent, "retried": result.retried, "faults": len(result.faults),
        "seconds_p50": round(times[len(times) // 2], 3),
        "seconds_p99": round(times[len(times) * 99 // 100], 3),
        "server_megabytes": result.memory,
    }  # fmt: skip
    print(json.dumps(summary, indent=2))
    lost = len(result.acknowledged) > stored or result.red_flags > alarms
    sys.exit(1 if lost or result.silent else 0)


if __name__ == "__main__":
    main()
