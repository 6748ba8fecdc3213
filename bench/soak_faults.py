"""What the soak harms: `make run` in a folder of its own, and the faults, which last a while."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import httpx

from bot.run.environment import free_port
from bot.settings.paths import ROOT

START_SECONDS = 300.0


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
        end = time.monotonic() + START_SECONDS
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


FAULTS: tuple[tuple[Callable[[Assistant, str], AbstractContextManager[None]], str], ...] = (
    (_locked, "records"), (_locked, "conversations"), (_full, ""), (_stopped, "actions"),
    (_killed, "actions"), (_killed, "serve"), (_stopped, "serve"),
)  # fmt: skip
