"""Real servers for the faults: started as processes, with data of their own, and then harmed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.run.environment import free_port
from bot.settings.paths import ROOT
from tests.conftest import EXAMPLE_CLINIC

# On a busy machine everything takes longer; what hangs for ever is still found.
PATIENCE_SECONDS = 60.0
START_SECONDS = 240.0
RED_FLAG = "i have a temperature of 39.5"
QUESTION = "what is car-t"
CALLS = {"care_team": "555-0100", "emergency": "911"}
APOLOGY = "could not answer"
# Words of messages that the parts might put into a log; see also `Server.said`.
CANARY = "xylocanary"
# A shorter message may be part of a log line by chance.
_LEAST_CANARY = 8
_ADDRESSES = ("BOT_CONVERSATIONS_URL", "BOT_RECORDS_URL", "BOT_ACTION_URL")


class Patient:
    """One session of the web channel. ``said`` gets each text that is sent."""

    def __init__(self, address: str, said: set[str] | None = None) -> None:
        self._said = set() if said is None else said
        self.http = httpx.Client(
            base_url=f"{address}/webhooks/web", timeout=PATIENCE_SECONDS, trust_env=False
        )
        self.http.headers["Authorization"] = f"Bearer {self.http.post('/session').json()['token']}"
        self._number = 0

    def send(self, text: str, message_id: str | None = None) -> httpx.Response:
        self._number += 1
        self._said.add(text)
        body = {"id": message_id or f"m{self._number}", "text": text}
        return self.http.post("/message", content=json.dumps(body))

    def say(self, text: str, message_id: str | None = None) -> list[dict[str, Any]]:
        """The replies; there is always at least one."""
        answer = self.send(text, message_id)
        assert answer.status_code == 200, answer.text
        replies: list[dict[str, Any]] = answer.json()["messages"]
        assert replies, "silence"
        return replies

    def assert_answered(self, text: str = QUESTION) -> None:
        """An ordinary message gets more than an apology."""
        said = self.say(text)[0]["text"]
        assert APOLOGY not in said, said

    def assert_red(self, text: str = RED_FLAG) -> None:
        """A red flag is told to call, whatever is broken."""
        reply = self.say(text)[0]
        assert reply["urgency"] in ("call_now", "emergency"), reply
        assert CALLS["care_team"] in reply["text"] or CALLS["emergency"] in reply["text"]

    def history(self) -> list[str]:
        """What the patient said, as the conversation page shows it."""
        # After a failed read nobody's conversation is read for some seconds.
        wait_until(lambda: self.http.get("/messages").status_code == 200)
        messages = self.http.get("/messages").json()["messages"]
        return [message["text"] for message in messages if message["from"] == "user"]


def clinic_text(**sections: str) -> str:
    """The clinic of the faults: answers within 3 s; more sections as YAML."""
    more = {"answers": "{deadline_seconds: 3}", **sections}
    lines = (f"{name}: {content}\n" for name, content in more.items())
    return EXAMPLE_CLINIC.read_text("utf-8") + "".join(lines)


@dataclass
class Server:
    """A server in a process of its own.

    ``variables``: its environment; ``before``: a command that starts it, such as ``prlimit``;
    ``project``: the project's folder, or a copy of it.
    """

    folder: Path
    module: Sequence[str] = ("bot", "serve")
    variables: Mapping[str, str] = field(default_factory=dict)
    clinic: str = field(default_factory=clinic_text)
    port: int = field(default_factory=free_port)
    action_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    said: set[str] = field(default_factory=set)
    before: Sequence[str] = ()
    project: Path = ROOT

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def output(self) -> str:
        return (self.folder / "output.log").read_text("utf-8", "replace")

    def environment(self) -> dict[str, str]:
        inherited = {name: v for name, v in os.environ.items() if name not in _ADDRESSES}
        clinic = self.folder / "clinic.yml"
        if not clinic.exists():
            clinic.write_text(self.clinic, encoding="utf-8")
        return {
            **inherited,
            "BOT_PORT": str(self.port),
            "BOT_ACTION_PORT": str(self.action_port),
            "BOT_STATE": str(self.state),
            "BOT_CLINIC": str(clinic),
            **self.variables,
        }

    def start(self, until: str = "/health/live") -> None:
        """Starts it and waits for a page; the model may come later. See :meth:`wait_for_model`."""
        with (self.folder / "output.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.before, sys.executable, "-m", *self.module],
                cwd=self.project, env=self.environment(), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        wait_until(lambda: self.get(until) == 200, START_SECONDS, self._still_runs)

    def _still_runs(self) -> None:
        assert self.process is not None
        assert self.process.poll() is None, f"it has ended\n{self.output[-3000:]}"

    def wait_for_model(self) -> None:
        wait_until(lambda: self.health()["model"], START_SECONDS, self._still_runs)

    def get(self, path: str) -> int | None:
        """The status of a page; None where nothing answers."""
        try:
            return httpx.get(self.address + path, timeout=10, trust_env=False).status_code
        except httpx.HTTPError:
            return None

    def health(self) -> dict[str, Any]:
        try:
            answer = httpx.get(f"{self.address}/health/ready", timeout=10, trust_env=False)
        except httpx.HTTPError:
            return {"ready": False, "model": False, "stores": False}
        return dict(answer.json())

    def stores_are_well(self) -> bool:
        health = self.health()
        return bool(health["stores"]) and health["details"]["waiting"] == 0

    def settle(self) -> None:
        """Waits until everything that is kept is in the databases."""
        wait_until(self.stores_are_well, check=self._still_runs)

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self, seconds: float = 60) -> int | None:
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else None
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("it does not stop") from None

    def patient(self) -> Patient:
        return Patient(self.address, self.said)

    def assert_silent(self, output: str | None = None) -> None:
        """Faults 15 and 36: no word of any patient is in the output."""
        output = self.output if output is None else output
        assert CANARY not in output
        assert [t for t in self.said if len(t) >= _LEAST_CANARY and t in output] == []

    def memory(self) -> int:
        """Bytes of memory in use."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
        return int(line.split()[1]) * 1024

    def processes(self) -> int:
        """How many processes serve this state folder."""
        mark = f"BOT_STATE={self.state}\0".encode()
        return sum(mark in _environment(folder) for folder in Path("/proc").iterdir())

    # --- what is kept -----------------------------------------------------------------------------

    def rows(self, database: str, query: str, *values: object) -> list[tuple[Any, ...]]:
        """From an SQLite database in the state folder."""
        with closing(sqlite3.connect(self.state / f"{database}.db", timeout=30)) as connection:
            return connection.execute(query, values).fetchall()

    def stored_texts(self) -> list[str]:
        """What patients said, in the order of the table of messages."""
        rows = self.rows(
            "conversations", "select text from messages where sender='user' order by id"
        )
        return [text for (text,) in rows]

    def tracked_texts(self) -> list[str]:
        """What patients said, in the order of Rasa's events; rows that were cut are left out."""
        query = "select data from events where type_name='user' and json_valid(data) order by id"
        rows = self.rows("conversations", query)
        return [json.loads(data)["text"] for (data,) in rows]

    def red_flags(self) -> int:
        ((count,),) = self.rows(
            "records", "select count(*) from red_flag_events where tier != 'check'"
        )
        return int(count)


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


def wait_until(
    holds: Callable[[], bool],
    seconds: float = PATIENCE_SECONDS,
    check: Callable[[], None] | None = None,
) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if check is not None:
            check()
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


@contextmanager
def running(server: Server, with_model: bool = True) -> Iterator[Server]:
    """Starts a server, and ends it with the block. Whatever happened: no word of a patient is in
    its output."""
    server.folder.mkdir(parents=True, exist_ok=True)
    try:
        server.start()
        if with_model:
            server.wait_for_model()
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.signal(signal.SIGCONT)
            server.process.kill()
            server.process.wait()
    server.assert_silent()
