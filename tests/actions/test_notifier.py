"""bot/actions/notifier.py: notices arrive by webhook and e-mail, also after failures."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.actions.notifier import Notifier
from bot.settings.clinic import Clinic, load_clinic
from bot.store import notices, red_flags
from bot.store.notices import delete_notices_of, take_due_notices

WAIT_SECONDS = 15


class Receiver(HTTPServer):
    """The clinic's server: answers with the given codes in turn, then always with the last."""

    def __init__(self, *codes: int) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.codes = list(codes)
        self.received: list[dict[str, Any]] = []


class _Answer(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.received.append(json.loads(self.rfile.read(length)))
        code = self.server.codes.pop(0) if len(self.server.codes) > 1 else self.server.codes[0]
        self.send_response(code)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing into the test's output."""


class _Mail(socketserver.StreamRequestHandler):
    """As much of a mail server as one message needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        lines: list[str] = []
        in_text = False
        for raw in self.rfile:
            line = raw.decode().strip()
            if in_text:
                in_text = line != "."
                lines.append(line)
                if in_text:
                    continue
            if line.upper() == "DATA":
                in_text = True
                self.wfile.write(b"354 go on\r\n")
            else:
                self.wfile.write(b"250 fine\r\n")
            if line.upper() == "QUIT":
                break
        self.server.texts.append("\n".join(lines))  # type: ignore[attr-defined]


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[misc,index]
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def notifying(clinic: Clinic) -> Iterator[None]:
    notifier = Notifier(clinic)
    notifier.start()
    try:
        yield
    finally:
        notifier.stop()
        notifier.join()


def clinic_with(**notify: Any) -> Clinic:
    settings = load_clinic().dict()
    return Clinic(**{**settings, "notify": notify})


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_RECORDS_URL", f"sqlite:///{tmp_path}/records.db")


def record(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, tier: str = "call_now") -> None:
    monkeypatch.setattr(red_flags, "clinic", lambda: clinic)
    red_flags.record_red_flag("web-1", "web", tier, ["fever"])


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.mark.usefixtures("store")
def test_a_webhook_gets_a_notice_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    receiver = Receiver(204)
    with serving(receiver) as port:
        clinic = clinic_with(webhook=f"http://127.0.0.1:{port}/flags")
        record(clinic, monkeypatch)
        with notifying(clinic):
            wait_until(lambda: bool(receiver.received))
            wait_until(lambda: take_due_notices() == [])
    (notice,) = receiver.received
    assert notice.pop("time").endswith("Z")
    assert notice == {
        "channel": "web",
        "tier": "call_now",
        "symptoms": ["fever"],
        "conversation": "web-1",
    }


@pytest.mark.usefixtures("store")
def test_it_is_tried_until_it_is_delivered_and_then_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notices, "_FIRST_PAUSE", notices._FIRST_PAUSE / 100)
    receiver = Receiver(500, 503, 200)
    with serving(receiver) as port:
        clinic = clinic_with(webhook=f"http://127.0.0.1:{port}/flags")
        record(clinic, monkeypatch)
        with notifying(clinic):
            wait_until(lambda: len(receiver.received) == 3)
            time.sleep(2.5)
    assert len(receiver.received) == 3
    assert receiver.received[0] == receiver.received[2]


@pytest.mark.usefixtures("store")
def test_an_email_names_tier_and_symptoms(monkeypatch: pytest.MonkeyPatch) -> None:
    server = socketserver.TCPServer(("127.0.0.1", 0), _Mail)
    server.texts = []  # type: ignore[attr-defined]
    with serving(server) as port:
        clinic = clinic_with(
            email={
                "to": "oncall@clinic.example",
                "sender": "bot@clinic.example",
                "smtp_host": "127.0.0.1",
                "smtp_port": port,
                "starttls": False,
            }
        )
        record(clinic, monkeypatch, "emergency")
        with notifying(clinic):
            wait_until(lambda: bool(server.texts))  # type: ignore[attr-defined]
    (text,) = server.texts  # type: ignore[attr-defined]
    assert "Subject: Red flag: emergency" in text
    assert "symptoms: ['fever']" in text


@pytest.mark.usefixtures("store")
def test_no_notice_where_none_is_wanted_or_the_patient_was_only_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record(clinic_with(), monkeypatch)
    record(clinic_with(webhook="http://127.0.0.1:9/"), monkeypatch, "check")
    assert take_due_notices() == []


@pytest.mark.usefixtures("store")
def test_a_notice_is_taken_by_one_process_only_and_can_be_erased(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record(clinic_with(webhook="http://127.0.0.1:9/"), monkeypatch)
    assert len(take_due_notices()) == 1
    assert take_due_notices() == []
    assert delete_notices_of("web-1") == 1
