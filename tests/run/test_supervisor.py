"""bot/run/supervisor.py: what ends is started again, later each time; what hangs is ended."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from subprocess import Popen

import pytest

from bot.run import supervisor as module
from bot.run.environment import free_port
from bot.run.processes import Part, answers, start
from bot.run.supervisor import Supervisor, Watched

SLEEPING = ["-c", "import time; time.sleep(600)"]
SLEEPING_PROGRAM = [sys.executable, *SLEEPING]
ENDING = ["-c", "raise SystemExit(3)"]


class Parts:
    """One part under a supervisor, and what was said."""

    def __init__(self, arguments: list[str], page: str = "http://127.0.0.1:9/") -> None:
        self.starts = 0
        self.said: list[str] = []
        self.arguments = arguments
        self.parts = [self.start()]
        self.watched = Watched(self.parts[0], self.start, page)
        self.supervisor = Supervisor([self.watched], self.parts, self.said.append)

    def start(self) -> Part:
        self.starts += 1
        return start("part", self.arguments)

    def look_until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not holds():
            assert time.monotonic() < end, self.said
            self.supervisor.look()
            time.sleep(0.02)


@pytest.fixture
def running() -> Iterator[list[Parts]]:
    made: list[Parts] = []
    yield made
    for parts in made:
        for part in parts.parts:
            part.stop()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(module, "_LOOK_EVERY_SECONDS", 0.05)
    monkeypatch.setattr(module, "_LOOK_AT_START_SECONDS", 0.05)


def test_what_ends_is_started_again_and_followed(running: list[Parts]) -> None:
    parts = Parts(ENDING)
    running.append(parts)
    parts.look_until(lambda: parts.starts == 4)
    assert parts.said[0] == "The part has ended (exit code 3). It is started again in 0 s."
    assert parts.parts == [parts.watched.part]


def test_each_pause_is_twice_as_long_up_to_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST_PAUSE_SECONDS", 1.0)
    part = Part("part", None)  # type: ignore[arg-type]
    pauses = [Watched(part, lambda: part, "", failures=n).pause() for n in range(9)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_after_a_good_while_a_failure_is_a_first_one(
    running: list[Parts], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    page = f"http://127.0.0.1:{port}/"
    parts = Parts(["-m", "http.server", str(port), "--bind", "127.0.0.1"], page)
    running.append(parts)
    parts.watched.failures = 5
    monkeypatch.setattr(module, "_RECOVERED_SECONDS", 0.0)
    parts.look_until(lambda: parts.watched.failures == 0)
    assert parts.starts == 1


def test_what_does_not_answer_any_more_is_ended(running: list[Parts]) -> None:
    port = free_port()
    page = f"http://127.0.0.1:{port}/"
    parts = Parts(["-m", "http.server", str(port), "--bind", "127.0.0.1"], page)
    running.append(parts)
    parts.look_until(lambda: answers(page) and parts.watched.was_live)
    parts.arguments = SLEEPING
    parts.watched.part.process.kill()
    parts.look_until(lambda: parts.starts == 2)
    parts.watched.was_live = True  # it came up, and then hung
    parts.look_until(lambda: parts.starts == 3)
    assert parts.said[-1].startswith("The part does not answer any more and was ended.")


def test_what_is_still_starting_is_left_alone(running: list[Parts]) -> None:
    parts = Parts(SLEEPING)
    running.append(parts)
    for _ in range(10):
        parts.watched.next_look = 0.0
        parts.supervisor.look()
    assert parts.starts == 1


def test_what_comes_up_is_looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that hangs seconds after it came up has been seen alive, and so is ended."""
    monkeypatch.setattr(module, "_LOOK_AT_START_SECONDS", 1.0)
    monkeypatch.setattr(module, "_LOOK_EVERY_SECONDS", 1000.0)
    lives = [False, False, True]
    comes_up = iter(lives)
    monkeypatch.setattr(module, "answers", lambda _: next(comes_up))
    running = Popen(SLEEPING_PROGRAM)
    try:
        part = Part("part", running)
        watched = Watched(part, lambda: part, "page")
        supervisor = Supervisor([watched], [part], lambda _: None)
        pauses = []
        for _ in lives:
            watched.next_look = 0.0
            before = time.monotonic()
            supervisor.look()
            pauses.append(round((watched.next_look - before) / 10))
    finally:
        running.kill()
        running.wait()
    assert pauses == [0, 0, 100]
    assert watched.was_live
