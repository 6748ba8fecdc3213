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
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.actions import notifier
from bot.actions.notifier import Notifier
from bot.settings.clinic import Clinic, load_clinic
from bot.store import notices, record_rows
from bot.store.archive import Archive
from bot.store.database import records
from bot.store.notices import DueNotice, mark_delivered, take_due_notices
from bot.store.record_rows import RedFlag
from bot.store.records import Notice

WAIT_SECONDS = 15


class Receiver(HTTPServer):
    """The clinic's server: answers with the given codes in turn, then always with the last."""

    def __init__(self, *codes: int) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.codes = list(codes)
        self.received: list[dict[str, Any]] = []
        self.keys: list[str | None] = []


class _Answer(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.keys.append(self.headers["Idempotency-Key"])
        self.server.received.append(json.loads(self.rfile.read(length)))
        code = self.server.codes.pop(0) if len(self.server.codes) > 1 else self.server.codes[0]
        self.send_response(code)
        self.send_header("Location", "/flags")
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
def archive(own_databases: Path) -> Iterator[Archive]:
    archive = Archive(own_databases)
    archive.start()
    yield archive
    archive.stop()


Record = Callable[..., None]


@pytest.fixture
def record(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Record:
    """Keeps a red flag of a clinic, and waits until its notices are due."""

    def keep(clinic: Clinic, tier: str = "call_now", times: int = 1) -> None:
        monkeypatch.setattr(record_rows, "clinic", lambda: clinic)
        for _ in range(times):
            archive.keep_red_flag(RedFlag("web-1", "web", tier, ["fever"]), time.monotonic())
        assert archive._journals["records"].wait_until_empty(WAIT_SECONDS)

    return keep


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_a_webhook_gets_a_notice_without_words(record: Record) -> None:
    receiver = Receiver(204)
    with serving(receiver) as port:
        clinic = clinic_with(webhook=f"http://127.0.0.1:{port}/flags")
        record(clinic)
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


# A login page, a page that only looks like success elsewhere, and errors.
@pytest.mark.parametrize("refusal", [302, 307, 304, 401, 500, 503])
def test_it_is_tried_until_it_is_taken_and_then_no_more(
    record: Record, monkeypatch: pytest.MonkeyPatch, refusal: int
) -> None:
    monkeypatch.setattr(notices, "_FIRST_PAUSE", notices._FIRST_PAUSE / 100)
    receiver = Receiver(refusal, refusal, 200)
    with serving(receiver) as port:
        clinic = clinic_with(webhook=f"http://127.0.0.1:{port}/flags")
        record(clinic)
        with notifying(clinic):
            wait_until(lambda: len(receiver.received) == 3)
            time.sleep(2.5)
    assert len(receiver.received) == 3
    assert receiver.received[0] == receiver.received[2]
    assert {key for key in receiver.keys if key} == {receiver.keys[0]}


BROKEN = [b"", b"no HTTP at all\r\n\r\n", b"HTTP/1.1 200", b"HTTP/1.1 2000 \r\n\r\n",
          b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"]  # fmt: skip


@pytest.mark.parametrize("answer", BROKEN)
def test_an_answer_that_is_no_http_is_no_delivery_and_stops_no_other_notice(
    record: Record, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(notices, "_FIRST_PAUSE", notices._FIRST_PAUSE / 100)
    receiver = Receiver(200)
    broken = socketserver.TCPServer(("127.0.0.1", 0), _says(answer))
    with serving(receiver) as port, serving(broken) as broken_port:
        record(clinic_with(webhook=f"http://127.0.0.1:{broken_port}/"), times=3)
        with notifying(clinic_with(webhook=f"http://127.0.0.1:{broken_port}/")):
            wait_until(lambda: tries() == 3 * [1] or min(tries()) > 1)
        with notifying(clinic_with(webhook=f"http://127.0.0.1:{port}/")):
            wait_until(lambda: len(receiver.received) == 3)


def tries() -> list[int]:
    with records() as session:
        return list(session.scalars(select(Notice.tries)))


def _says(answer: bytes) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            self.wfile.write(answer)

    return Handler


def test_what_is_delivered_while_the_records_fail_is_not_delivered_again(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = mark_delivered, iter([True, True, False])

    def fails(notice: DueNotice) -> None:
        if next(failures, False):
            raise OperationalError("", {}, Exception())
        real(notice)

    monkeypatch.setattr(notifier, "mark_delivered", fails)
    monkeypatch.setattr(notices, "_LEASE", notices._LEASE / 60)
    receiver = Receiver(200)
    with serving(receiver) as port:
        clinic = clinic_with(webhook=f"http://127.0.0.1:{port}/flags")
        record(clinic)
        with notifying(clinic):
            wait_until(lambda: next(failures, None) is None)
            time.sleep(2.5)
    assert len(receiver.received) == 1


def test_an_email_names_tier_and_symptoms(record: Record) -> None:
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
        record(clinic, "emergency")
        with notifying(clinic):
            wait_until(lambda: bool(server.texts))  # type: ignore[attr-defined]
    (text,) = server.texts  # type: ignore[attr-defined]
    assert "Subject: Red flag: emergency" in text
    assert "symptoms: ['fever']" in text


def test_no_notice_where_none_is_wanted_or_the_patient_was_only_asked(record: Record) -> None:
    record(clinic_with())
    record(clinic_with(webhook="http://127.0.0.1:9/"), "check")
    assert take_due_notices() == []


def test_a_notice_is_taken_by_one_process_only(record: Record) -> None:
    record(clinic_with(webhook="http://127.0.0.1:9/"))
    assert len(take_due_notices()) == 1
    assert take_due_notices() == []
