"""Processes that are measured: started in a folder, watched, and ended with all their children."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.plan import STOP_SECONDS

_KIB_IN_MIB = 1024
_LOG_LINES = 60
# Whoever starts the benchmark may have set these for an assistant of their own.
_NOT_PASSED_ON = ("BOT_", "RASA_")


class BenchError(RuntimeError):
    """Something that is measured did not work; the message says what, with the end of its log."""


@dataclass(frozen=True)
class Seen:
    """A process as ``ps`` shows it: resident memory in KiB, and its command line."""

    pid: int
    parent: int
    resident: int
    command: str


@dataclass(frozen=True)
class Place:
    """Where commands run: folder, environment variables, and the file that takes their output."""

    folder: Path
    variables: Mapping[str, str]
    log: Path

    def environment(self) -> dict[str, str]:
        passed_on = {k: v for k, v in os.environ.items() if not k.startswith(_NOT_PASSED_ON)}
        return {**passed_on, "RASA_TELEMETRY_ENABLED": "false", **self.variables}

    def end_of_log(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-_LOG_LINES:])


@contextmanager
def running(command: Sequence[str], place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """Starts a command and ends it, and all that it has started, when the block is left."""
    with place.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=place.folder,
            env=place.environment(),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end(process)


def seconds_to_end(command: Sequence[str], place: Place, at_most: float) -> float:
    """Runs a command to its end → seconds. Raises BenchError if it fails or takes too long."""
    started = time.monotonic()
    with running(command, place) as process:
        try:
            code = process.wait(at_most)
        except subprocess.TimeoutExpired:
            raise BenchError(f"{_shown(command)} took more than {at_most:.0f} s.") from None
    if code != 0:
        raise BenchError(f"{_shown(command)} failed (exit code {code}):\n{place.end_of_log()}")
    return time.monotonic() - started


def memory_by_process(process: subprocess.Popen[bytes]) -> dict[str, float]:
    """Resident memory of a process and its descendants: short name → MiB."""
    memory: dict[str, float] = {}
    for seen in _family(process.pid):
        name = _short_name(seen.command)
        memory[name] = memory.get(name, 0.0) + seen.resident / _KIB_IN_MIB
    return memory


def _short_name(command: str) -> str:
    """``python -m rasa run --model …`` → ``rasa run``."""
    words = command.partition(" -m ")[2].split() or command.split()
    return " ".join(word for word in words[:2] if not word.startswith("-"))


def _all_processes() -> list[Seen]:
    listing = subprocess.run(
        ["ps", "-axww", "-o", "pid=,ppid=,rss=,args="], capture_output=True, text=True, check=True
    )
    rows = (line.split(maxsplit=3) for line in listing.stdout.splitlines())
    return [Seen(int(row[0]), int(row[1]), int(row[2]), row[3]) for row in rows if len(row) > 3]


def _family(ancestor: int) -> list[Seen]:
    """The process and its descendants, ancestors first."""
    everyone = _all_processes()
    family = [seen for seen in everyone if seen.pid == ancestor]
    for member in family:  # grows while it is gone through
        family.extend(seen for seen in everyone if seen.parent == member.pid)
    return family


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks the process to end, then makes sure that it and its descendants have."""
    family = _family(process.pid) if process.poll() is None else []
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    left = {(seen.pid, seen.command) for seen in family}
    for seen in _all_processes():
        if (seen.pid, seen.command) in left:
            with suppress(ProcessLookupError):
                os.kill(seen.pid, signal.SIGKILL)
    process.wait()


def _shown(command: Sequence[str]) -> str:
    return " ".join(["python", *command[1:]])
