"""Sends one notice, by webhook or e-mail, within a deadline for the whole of it.

A time-out for each step alone would not do: a server that answers a byte now and then would hold up
every later notice for ever.
"""

from __future__ import annotations

import asyncio
import os
import smtplib
import socket
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from email.message import EmailMessage
from typing import Any

import httpx

from bot.settings.clinic import Email

# One step: connecting, or the next part of an answer.
_STEP_SECONDS = 10.0
# The whole delivery; shorter than a notice's lease (bot/store/notices.py).
_DELIVERY_SECONDS = 30.0


class NotTakenError(RuntimeError):
    """The clinic's server has not taken a notice; the message says what it answered."""


def send_webhook(url: str, content: Mapping[str, Any], notice: int) -> None:
    """POSTs the notice as JSON; ``notice`` goes along, so that one that comes twice is known.

    Raises:
        NotTakenError: unless it is answered with 2xx. A redirect leads to a login page, not to a
            nurse.
        httpx.HTTPError: where there is no answer.
        asyncio.TimeoutError: where there is none within the deadline.
    """
    headers = {"Idempotency-Key": f"red-flag-{notice}"}
    answer = asyncio.run(_answer_to(url, dict(content), headers))
    if not answer.is_success:
        raise NotTakenError(f"status {answer.status_code}")


async def _answer_to(url: str, body: Mapping[str, Any], headers: dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient(timeout=_STEP_SECONDS, follow_redirects=False) as client:
        post = client.post(url, json=body, headers=headers)
        return await asyncio.wait_for(post, _DELIVERY_SECONDS)


def send_email(email: Email, content: Mapping[str, Any]) -> None:
    """Sends the notice as a short text. Raises OSError or SMTPException when it is not taken."""
    message = EmailMessage()
    message["From"], message["To"] = email.sender, email.to
    message["Subject"] = f"Red flag: {content['tier']}"
    message.set_content("\n".join(f"{name}: {value}" for name, value in content.items()))
    with _Deadline(_DELIVERY_SECONDS) as deadline, closing(_MailServer(email, deadline)) as server:
        if email.starttls:
            server.starttls()
        password = os.environ.get("BOT_SMTP_PASSWORD")
        if email.user and password:
            server.login(email.user, password)
        server.send_message(message)
        with suppress(smtplib.SMTPException):  # it was taken, however they part
            server.quit()


class _Deadline:
    """Cuts a connection off when the time of this block is over."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut_off)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._is_over = False
        self._connection: socket.socket | None = None

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def watch(self, connection: socket.socket) -> None:
        """Raises TimeoutError where the time is over already."""
        with self._lock:
            if self._is_over:
                raise TimeoutError
            # One of its own: TLS takes the original away while it shakes hands.
            self._connection = connection.dup()

    def _cut_off(self) -> None:
        with self._lock:
            self._is_over = True
            if self._connection is not None:
                with suppress(OSError):  # the other side may have been quicker
                    self._connection.shutdown(socket.SHUT_RDWR)


class _MailServer(smtplib.SMTP):
    """A mail server whose connection a deadline watches from its greeting on."""

    def __init__(self, email: Email, deadline: _Deadline) -> None:
        self._deadline = deadline
        super().__init__(email.smtp_host, email.smtp_port, timeout=_STEP_SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection = socket.create_connection((host, port), timeout)
        try:
            self._deadline.watch(connection)
        except TimeoutError:
            connection.close()
            raise
        return connection
