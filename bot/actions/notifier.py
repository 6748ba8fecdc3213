"""Delivers notices of red flags to the care team, by webhook or e-mail, until they have arrived.

It runs in a thread of the action server, so that no patient waits for it.
"""

from __future__ import annotations

import logging
import os
import smtplib
import threading
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

import httpx

from bot.settings.clinic import Clinic
from bot.store.notices import DueNotice, mark_delivered, take_due_notices, try_again_later

logger = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 1.0
_DELIVERY_SECONDS = 10


class NotTakenError(RuntimeError):
    """The clinic's server has not taken a notice; the message says what it answered."""


def send_webhook(url: str, content: Mapping[str, Any], notice: int) -> None:
    """POSTs the notice as JSON; ``notice`` goes along, so that one that comes twice is known.

    Raises:
        NotTakenError: unless it is answered with 2xx. A redirect leads to a login page, not to a
            nurse.
        httpx.HTTPError: where there is no answer.
    """
    answer = httpx.post(
        url,
        json=dict(content),
        headers={"Idempotency-Key": f"red-flag-{notice}"},
        timeout=_DELIVERY_SECONDS,
        follow_redirects=False,
    )
    if not answer.is_success:
        raise NotTakenError(f"status {answer.status_code}")


def send_email(clinic: Clinic, content: Mapping[str, Any]) -> None:
    """Sends the notice as a short text. Raises OSError or SMTPException when it is not taken."""
    email = clinic.notify.email
    assert email is not None
    message = EmailMessage()
    message["From"], message["To"] = email.sender, email.to
    message["Subject"] = f"Red flag: {content['tier']}"
    message.set_content("\n".join(f"{name}: {value}" for name, value in content.items()))
    with smtplib.SMTP(email.smtp_host, email.smtp_port, timeout=_DELIVERY_SECONDS) as server:
        if email.starttls:
            server.starttls()
        password = os.environ.get("BOT_SMTP_PASSWORD")
        if email.user and password:
            server.login(email.user, password)
        server.send_message(message)


def deliver(notice: DueNotice, clinic: Clinic) -> None:
    """Sends one notice by its way. A way that clinic.yml no longer names is over."""
    if notice.way == "webhook" and clinic.notify.webhook:
        send_webhook(clinic.notify.webhook, notice.content, notice.id)
    elif notice.way == "email" and clinic.notify.email:
        send_email(clinic, notice.content)


class Notifier(threading.Thread):
    """Looks for due notices every second."""

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(name="notifier", daemon=True)
        self._clinic = clinic
        self._stopping = threading.Event()
        self._delivered: list[DueNotice] = []

    def run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_SECONDS):
            try:
                self._mark_delivered()
                for notice in take_due_notices():
                    self._deliver_or_put_off(notice)
            except Exception as error:  # noqa: BLE001 - the database may be back in a second
                logger.error("Notices cannot be read: %s", type(error).__name__)

    def stop(self) -> None:
        self._stopping.set()

    def _deliver_or_put_off(self, notice: DueNotice) -> None:
        try:
            deliver(notice, self._clinic)
        except Exception as error:  # noqa: BLE001 - whatever one meets, the others go on
            status = f" ({error})" if isinstance(error, NotTakenError) else ""
            logger.warning(
                "A notice could not be delivered by %s (try %d): %s%s",
                notice.way,
                notice.tries + 1,
                type(error).__name__,
                status,
            )
            try_again_later(notice)
        else:
            self._delivered.append(notice)
            self._mark_delivered()

    def _mark_delivered(self) -> None:
        """Where the database fails just now it is marked later, and not delivered again."""
        while self._delivered:
            mark_delivered(self._delivered[0])
            del self._delivered[0]
