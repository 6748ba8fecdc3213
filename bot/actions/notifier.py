"""Delivers notices of red flags to the care team, by webhook or e-mail, until they have arrived.

It runs in a thread of the action server, so that no patient waits for it.
"""

from __future__ import annotations

import json
import logging
import os
import smtplib
import threading
import urllib.request
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

from bot.settings.clinic import Clinic
from bot.store.notices import DueNotice, mark_delivered, take_due_notices, try_again_later

logger = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 1.0
_DELIVERY_SECONDS = 10


def send_webhook(url: str, content: Mapping[str, Any]) -> None:
    """POSTs the notice as JSON. Raises OSError unless it is answered with 2xx."""
    request = urllib.request.Request(
        url,
        data=json.dumps(content).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=_DELIVERY_SECONDS):
        pass


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
        send_webhook(clinic.notify.webhook, notice.content)
    elif notice.way == "email" and clinic.notify.email:
        send_email(clinic, notice.content)


class Notifier(threading.Thread):
    """Looks for due notices every second."""

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(name="notifier", daemon=True)
        self._clinic = clinic
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_SECONDS):
            try:
                for notice in take_due_notices():
                    self._deliver_or_put_off(notice)
            except Exception as error:  # noqa: BLE001 - the database may be back in a second
                logger.error("Notices cannot be read: %s", type(error).__name__)

    def stop(self) -> None:
        self._stopping.set()

    def _deliver_or_put_off(self, notice: DueNotice) -> None:
        try:
            deliver(notice, self._clinic)
        except (OSError, smtplib.SMTPException) as error:
            logger.warning(
                "A notice could not be delivered by %s (try %d): %s",
                notice.way,
                notice.tries + 1,
                type(error).__name__,
            )
            try_again_later(notice)
        else:
            mark_delivered(notice)
