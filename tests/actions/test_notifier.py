"""bot/actions/notifier.py: notices arrive by webhook and e-mail, also after failures."""

from __future__ import annotations

import socketserver
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.actions import notifier, sending
from bot.actions.notifier import Notifier
from bot.settings.clinic import Clinic, load_clinic
from bot.store import notices, record_rows
from bot.store.archive import Archive
from bot.store.database import records, utc_now
from bot.store.notices import DueNotice, mark_delivered, take_due_notice
from bot.store.record_rows import RedFlag
from bot.store.records import Notice
from tests.actions.clinic_servers import MailServer, Receiver, SlowServer, serving

WAIT_SECONDS = 15
EMAIL = {
    "to": "oncall@clinic.example",
    "sender": "bot@clinic.example",
    "smtp_host": "127.0.0.1",
    "smtp_port": 9,
    "starttls": False,
}


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
            wait_until(nothing_is_due)
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
            wait_until(lambda: [due for due in dues() if due] == [])
    assert len(receiver.received) == 3
    assert min(tries()) > 1


def dues() -> list[object]:
    with records() as session:
        return [notice.due for notice in session.scalars(select(Notice))]


def tries(method: str | None = None) -> list[int]:
    with records() as session:
        rows = session.scalars(select(Notice).order_by(Notice.id)).all()
        return [row.tries for row in rows if method in (None, row.method)]


def nothing_is_due() -> bool:
    return all(take_due_notice(method) is None for method in ("webhook", "email"))


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
    server = MailServer()
    with serving(server) as port:
        clinic = clinic_with(email={**EMAIL, "smtp_port": port})
        record(clinic, "emergency")
        with notifying(clinic):
            wait_until(lambda: tries() == [1])
    (text,) = server.texts
    assert "Subject: Red flag: emergency" in text
    assert "symptoms: ['fever']" in text


def test_no_notice_where_none_is_wanted_or_the_patient_was_only_asked(record: Record) -> None:
    record(clinic_with())
    record(clinic_with(webhook="http://127.0.0.1:9/"), "check")
    assert nothing_is_due()


def test_a_notice_is_taken_by_one_process_only(record: Record) -> None:
    record(clinic_with(webhook="http://127.0.0.1:9/"))
    assert take_due_notice("webhook") is not None
    assert nothing_is_due()


def test_a_method_that_is_no_longer_wanted_is_over(record: Record) -> None:
    record(clinic_with(webhook="http://127.0.0.1:9/"))
    with notifying(clinic_with(email=EMAIL)):
        wait_until(lambda: tries() == [1])
    assert nothing_is_due()


# The tries of each notice, oldest first, and which of them is due → in which order they are taken.
@pytest.mark.parametrize(
    ("tried", "is_due", "order"),
    [
        ([0, 0, 0], [True, True, True], [3, 2, 1]),
        ([0, 5, 0], [True, True, True], [3, 1, 2]),
        ([4, 1, 0], [True, True, True], [3, 1, 2]),
        ([0, 0, 0], [True, True, False], [2, 1]),
        ([7, 0, 3], [False, False, False], []),
    ],
)
def test_what_was_never_tried_goes_first_the_newest_before_all(
    record: Record, tried: list[int], is_due: list[bool], order: list[int]
) -> None:
    record(clinic_with(webhook="http://127.0.0.1:9/", email=EMAIL), times=3)
    with records() as session:
        rows = session.scalars(select(Notice).where(Notice.method == "webhook").order_by(Notice.id))
        numbers = {row.id: number for number, row in enumerate(rows, 1)}
        for id_, number in numbers.items():
            pause = timedelta(minutes=number - 10 if is_due[number - 1] else 10)
            row = session.get(Notice, id_)
            assert row is not None
            row.tries, row.due = tried[number - 1], utc_now() + pause
    taken = iter(lambda: take_due_notice("webhook"), None)
    assert [numbers[notice.id] for notice in taken if notice] == order


def test_a_webhook_that_hangs_delays_no_email(record: Record) -> None:
    mail = MailServer()
    with serving(mail) as mail_port, serving(SlowServer()) as port:
        clinic = clinic_with(
            webhook=f"http://127.0.0.1:{port}/", email={**EMAIL, "smtp_port": mail_port}
        )
        record(clinic, times=3)
        notifier = Notifier(clinic)
        notifier.start()
        began = time.monotonic()
        wait_until(lambda: tries("email") == [1, 1, 1])
        assert time.monotonic() - began < sending._STEP_SECONDS / 2
        assert tries("webhook") == [0, 0, 0]
        notifier.stop()
    notifier.join()
    assert len(mail.texts) == 3
