"""bot/actions/sending.py: whatever the clinic's server does, a delivery ends."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
import time
from collections.abc import Sequence

import pytest

from bot.actions import sending
from bot.actions.sending import send_email, send_webhook
from bot.settings.clinic import Email
from bot.store import notices
from tests.actions.clinic_servers import MailServer, SlowServer, serving

CONTENT = {"tier": "emergency", "symptoms": ["fever"]}
DEADLINE_SECONDS = 1.0
# Much less than what a server that answers now and then could take.
SOON_SECONDS = 5.0


@pytest.fixture(autouse=True)
def _short_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_DELIVERY_SECONDS", DEADLINE_SECONDS)


def email_to(port: int, starttls: bool = False) -> Email:
    return Email(
        to="oncall@clinic.example",
        sender="bot@clinic.example",
        smtp_host="127.0.0.1",
        smtp_port=port,
        starttls=starttls,
    )


# A server that says nothing, one whose headers never end, and one whose body never ends.
@pytest.mark.parametrize(
    ("drop", "answers"),
    [
        (b"", []),
        (b"H", []),
        (b"X: y\r\n", [b"HTTP/1.1 200 OK\r\n"]),
        (b"1\r\nx\r\n", [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]),
    ],
)
def test_a_webhook_ends_at_its_deadline(drop: bytes, answers: Sequence[bytes]) -> None:
    with serving(SlowServer(drop, answers)) as port:
        began = time.monotonic()
        with pytest.raises(asyncio.TimeoutError):
            send_webhook(f"http://127.0.0.1:{port}/", CONTENT, 1)
        assert time.monotonic() - began < SOON_SECONDS


HELLO = (b"220 ready\r\n", b"250-here\r\n250 STARTTLS\r\n")


# It trickles instead of its greeting and of an answer; it stops in the middle of a TLS handshake.
@pytest.mark.parametrize(
    ("drop", "answers", "starttls"),
    [
        (b"", [], False),
        (b"2", [], False),
        (b"2", [b"220 ready\r\n"], False),
        (b"250-and more\r\n", [b"220 ready\r\n"], False),
        (b"", [*HELLO, b"220 go ahead\r\n", b"\x16\x03\x03\x40\x00"], True),
    ],
)
def test_an_email_ends_at_its_deadline(
    drop: bytes, answers: Sequence[bytes], starttls: bool
) -> None:
    with serving(SlowServer(drop, answers)) as port:
        began = time.monotonic()
        with pytest.raises((smtplib.SMTPException, ssl.SSLError)):
            send_email(email_to(port, starttls), CONTENT)
        assert DEADLINE_SECONDS / 2 < time.monotonic() - began < SOON_SECONDS


@pytest.mark.parametrize("drop", [b"", b"2", b"250 fine\r\n", b"500 what?\r\n"])
def test_an_email_that_was_taken_is_delivered_however_they_part(drop: bytes) -> None:
    greeting, fine = b"220 ready\r\n", b"250 fine\r\n"
    answers = [greeting, fine, fine, fine, b"354 go on\r\n", fine]
    server = SlowServer(drop, answers)
    with serving(server) as port:
        send_email(email_to(port), CONTENT)
    (text,) = server.texts
    assert "tier: emergency" in text


def test_an_email_that_is_in_time_is_sent() -> None:
    server = MailServer()
    with serving(server) as port:
        send_email(email_to(port), CONTENT)
    (text,) = server.texts
    assert "tier: emergency" in text


def test_a_delivery_ends_within_the_lease_of_its_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert notices._LEASE.total_seconds() * 0.75 > sending._DELIVERY_SECONDS
