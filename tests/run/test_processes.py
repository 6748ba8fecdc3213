"""bot/processes.py: servers started as one thing, and ended as one thing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from bot.run import processes
from bot.run.environment import free_port
from bot.run.processes import (
    Part,
    StartError,
    answers,
    ending_together,
    raise_if_one_ended,
    start,
    wait_until,
)
from bot.settings.paths import ROOT

SLEEPING = ["-c", "import time; time.sleep(600)"]
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf')"
# A parent like ours, whose part prints its process id.
PARENT = """
import sys, time
from bot.run.processes import ending_together, start
parts = []
with ending_together(parts):
    parts.append(start("child", ["-c", "import time; time.sleep(600)"]))
    print(parts[0].process.pid, flush=True)
    time.sleep(600)
"""


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_all_parts_end_with_the_block() -> None:
    parts: list[Part] = []
    with ending_together(parts):
        parts += [start("one", SLEEPING), start("two", SLEEPING)]
        raise_if_one_ended(parts)
    assert [part.process.poll() for part in parts] == [-signal.SIGTERM, -signal.SIGTERM]


def test_all_parts_end_where_the_block_fails() -> None:
    parts = [start("one", SLEEPING)]
    with pytest.raises(StartError, match="no"), ending_together(parts):
        raise StartError("no")
    assert parts[0].process.poll() is not None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_parent_and_part(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.send_signal(number)
        parent.wait(60)
    assert not is_running(child)


def test_a_part_that_ends_is_named_with_its_code() -> None:
    part = start("action server", ["-c", "raise SystemExit(3)"])
    part.process.wait()
    with pytest.raises(StartError, match=r"The action server has ended \(exit code 3\)"):
        raise_if_one_ended([part])


def test_waiting_ends_at_once_when_a_part_ends() -> None:
    part = start("assistant", ["-c", "raise SystemExit(1)"])
    with pytest.raises(StartError, match="The assistant has ended"):
        wait_until(lambda: False, [part], 600)


def test_waiting_has_an_end() -> None:
    with pytest.raises(StartError, match="not ready after 0 s"):
        wait_until(lambda: False, [], 0)


def test_waiting_ends_when_it_is_ready() -> None:
    answered = iter([False, False, True])
    ready: Callable[[], bool] = lambda: next(answered)  # noqa: E731
    wait_until(ready, [], 600)
    assert next(answered, None) is None


def test_a_part_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_STOP_SECONDS", 0.2)
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", f"{DEAF}; time.sleep(600)"], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"deaf\n"
    Part("deaf", process).stop()
    process.stdout.close()
    assert process.poll() == -signal.SIGKILL


def test_stopping_twice_is_nothing_special() -> None:
    part = start("one", SLEEPING)
    part.stop()
    part.stop()
    assert part.process.poll() is not None


def test_variables_reach_the_part_alone() -> None:
    part = start("one", ["-c", "import os; raise SystemExit(int(os.environ['ONE']))"], ONE="7")
    assert part.process.wait() == 7
    assert "ONE" not in os.environ


def test_answers() -> None:
    port = free_port()
    page = f"http://127.0.0.1:{port}/"
    assert not answers(page)
    server = start("pages", ["-m", "http.server", str(port), "--bind", "127.0.0.1"])
    try:
        while not answers(page):
            raise_if_one_ended([server])
            time.sleep(0.1)
        assert not answers(page + "no_such_page")
    finally:
        server.stop()
