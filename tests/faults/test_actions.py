"""Faults 1, 20, 21 and 36: the action server is away, and comes back."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.run.environment import free_port
from bot.settings.paths import ROOT
from tests.faults.actions import ANSWERS, wrong_action_server
from tests.faults.assistant import (
    CANARY,
    QUESTION,
    RED_FLAG,
    Server,
    clinic_text,
    running,
    wait_until,
)


class CareTeam(ThreadingHTTPServer):
    """Where the clinic's notices arrive: it sends to a login page first."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        super().__init__(("127.0.0.1", free_port()), _Notice)


class _Notice(BaseHTTPRequestHandler):
    server: CareTeam

    def do_POST(self) -> None:
        self.server.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(302 if len(self.server.received) == 1 else 204)
        self.send_header("Location", "/login")
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def care_team() -> Iterator[CareTeam]:
    with CareTeam() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, care_team: CareTeam) -> Iterator[Server]:
    webhook = f"{{webhook: 'http://127.0.0.1:{care_team.server_port}/flags'}}"
    folder: Path = tmp_path_factory.mktemp("actions")
    with running(Server(folder, clinic=clinic_text(notify=webhook))) as started:
        yield started


@pytest.mark.parametrize("kind", ["refused", *ANSWERS])
def test_an_action_server_that_does_the_wrong_thing(server: Server, kind: str) -> None:
    """Faults 1 and 36."""
    before = server.red_flags()
    with wrong_action_server(server.action_port, kind) if kind != "refused" else _nothing():
        patient = server.patient()
        patient.assert_answered(f"{QUESTION} {CANARY}")
        patient.assert_red(f"{RED_FLAG} {CANARY}")
        patient.assert_answered()
        assert server.health()["action_server"] is False
        server.settle()
    assert server.red_flags() == before + 1
    assert patient.history() == [f"{QUESTION} {CANARY}", f"{RED_FLAG} {CANARY}", QUESTION]


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def test_the_notices_of_an_outage_go_out_once_each(server: Server, care_team: CareTeam) -> None:
    """Faults 20 and 21. The first answer is a redirect to a login page: it is no delivery."""
    wanted = server.red_flags()
    assert wanted >= 1
    assert care_team.received == []
    with (server.folder / "actions.log").open("wb") as log:
        actions = subprocess.Popen(
            [sys.executable, "-m", "bot", "actions"], cwd=ROOT, env=server.environment(),
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        delivered = "select count(*) from notices where due is null"
        wait_until(lambda: server.rows("records", delivered) == [(wanted,)], 120)
    finally:
        actions.terminate()
        actions.wait(60)
    assert len(care_team.received) == wanted + 1
    assert CANARY.encode() not in b"".join(care_team.received)
    assert CANARY not in (server.folder / "actions.log").read_text("utf-8")
