"""Starting the servers as one thing: one Ctrl-C ends all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from bot.run import environment
from bot.settings.paths import ROOT

_STOP_SECONDS = 10
_POLL_SECONDS = 0.2


class StartError(RuntimeError):
    """Something cannot be started; the message says what and how to go on."""


@dataclass
class Part:
    """One running process of the assistant."""

    name: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """At once, also one that is stopped or does not listen."""
        self.process.kill()
        self.process.wait()


def start(name: str, arguments: Sequence[str], **variables: str) -> Part:
    """Starts ``python <arguments>`` in the project's folder, in a process group of its own, so
    that a Ctrl-C in the terminal reaches only us and we end the parts in order."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        start_new_session=True,
    )
    return Part(name, process)


def answers(url: str) -> bool:
    """Whether a page answers with 200 now."""
    try:
        with urllib.request.urlopen(url, timeout=2) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until(ready: Callable[[], bool], parts: Sequence[Part], seconds: float) -> None:
    """Waits until ``ready``.

    Raises:
        StartError: when a part ends first, or the time is over.
    """
    end = time.monotonic() + seconds
    while not ready():
        raise_if_one_ended(parts)
        if time.monotonic() > end:
            raise StartError(
                f"{', '.join(part.name for part in parts)}: not ready after {seconds:.0f} s."
            )
        time.sleep(_POLL_SECONDS)


def raise_if_one_ended(parts: Sequence[Part]) -> None:
    for part in parts:
        code = part.process.poll()
        if code is not None:
            raise StartError(
                f"The {part.name} has ended (exit code {code}). See its message above."
            )


@contextmanager
def ending_together(parts: list[Part]) -> Iterator[None]:
    """Ends all parts when the block is left, also by Ctrl-C or SIGTERM."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    # SIGINT, too: a shell lets what it starts in the background ignore it.
    signals = (signal.SIGINT, signal.SIGTERM)
    previous = {number: signal.signal(number, interrupt) for number in signals}
    try:
        yield
    finally:
        for part in reversed(parts):
            part.stop()
        for number, handler in previous.items():
            signal.signal(number, handler)


def start_action_server(port: int) -> Part:
    return start("action server", ["-m", "bot", "actions"], BOT_ACTION_PORT=str(port))


def action_server_page(port: int) -> str:
    return f"http://{environment.DEFAULT_HOST}:{port}/health"


def action_server_answers(port: int) -> bool:
    return answers(action_server_page(port))
