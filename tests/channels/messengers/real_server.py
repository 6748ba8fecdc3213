"""The real Rasa server with messengers switched on, which a test may kill and start again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.run import environment
from bot.run.processes import (
    Part,
    StartError,
    action_server_answers,
    answers,
    start_action_server,
    wait_until,
)
from bot.settings.paths import ROOT

_START_SECONDS = 120


@dataclass
class RealServer:
    """``python -m bot serve`` on a state folder; ``variables``: its environment beside ours."""

    state: Path
    variables: dict[str, str]
    port: int = field(default_factory=environment.free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://{environment.DEFAULT_HOST}:{self.port}"

    @property
    def output(self) -> str:
        """What it has printed since the first start."""
        return (self.state / "output.log").read_text(encoding="utf-8", errors="replace")

    def bytes_in_journals(self) -> int:
        """What the messengers' journals hold: nothing, once all is handled and sent."""
        folder = self.state / "messengers"
        journals = [*folder.glob("*_in-*.jsonl"), *folder.glob("*_out-*.jsonl")]
        return sum(file.stat().st_size for file in journals if file.exists())

    def start(self, until: str = "ready") -> None:
        """Starts and waits until it is ``live`` or ``ready``."""
        own = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        with (self.state / "output.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                cwd=ROOT,
                env={
                    **own,
                    "BOT_PORT": str(self.port),
                    "BOT_STATE": str(self.state),
                    "BOT_CLINIC": os.environ["BOT_CLINIC"],
                    **self.variables,
                },
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        page = f"{self.address}/health/{until}"
        try:
            wait_until(lambda: answers(page), [Part("assistant", self._process)], _START_SECONDS)
        except StartError as error:
            raise AssertionError(f"{error}\n{self.output[-4000:]}") from None

    def kill(self) -> None:
        """As ``kill -9`` does it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)


@contextmanager
def real_server(state: Path, **variables: str) -> Iterator[RealServer]:
    """The server and its action server; ``variables`` switch messengers on."""
    port = environment.free_port()
    actions = start_action_server(port)
    action_url = f"http://{environment.DEFAULT_HOST}:{port}/webhook"
    server = RealServer(state, {"BOT_ACTION_URL": action_url, **variables})
    try:
        wait_until(lambda: action_server_answers(port), [actions], _START_SECONDS)
        yield server
    finally:
        server.stop()
        actions.stop()
