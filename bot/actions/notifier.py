"""Delivers notices of red flags to the care team, by webhook or e-mail, until they have arrived.

It runs in threads of the action server, one for each method, so that no patient waits for it and a
method that hangs does not delay the other.
"""

from __future__ import annotations

import logging
import threading

from bot.actions.sending import NotTakenError, send_email, send_webhook
from bot.settings.clinic import Clinic
from bot.store.notices import DueNotice, mark_delivered, take_due_notice, try_again_later

logger = logging.getLogger(__name__)

_METHODS = ("webhook", "email")
_LOOK_EVERY_SECONDS = 1.0


def deliver(notice: DueNotice, clinic: Clinic) -> None:
    """Sends one notice by its method. A method that clinic.yml no longer names is over."""
    if notice.method == "webhook" and clinic.notify.webhook:
        send_webhook(clinic.notify.webhook, notice.content, notice.id)
    elif notice.method == "email" and clinic.notify.email:
        send_email(clinic.notify.email, notice.content)


class Notifier:
    """Looks for due notices of each method every second."""

    def __init__(self, clinic: Clinic) -> None:
        self._threads = [_MethodThread(method, clinic) for method in _METHODS]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        for thread in self._threads:
            thread.stop()

    def join(self) -> None:
        """Waits until both have ended; one may be in the middle of a delivery."""
        for thread in self._threads:
            thread.join()


class _MethodThread(threading.Thread):
    """The notices of one method, one after the other."""

    def __init__(self, method: str, clinic: Clinic) -> None:
        super().__init__(name=f"notifier-{method}", daemon=True)
        self._method = method
        self._clinic = clinic
        self._stopping = threading.Event()
        self._delivered: list[DueNotice] = []

    def run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_SECONDS):
            try:
                self._deliver_what_is_due()
            except Exception as error:  # noqa: BLE001 - the database may be back in a second
                logger.error("Notices cannot be read: %s", type(error).__name__)

    def stop(self) -> None:
        self._stopping.set()

    def _deliver_what_is_due(self) -> None:
        self._mark_delivered()
        while not self._stopping.is_set():
            # One at a time: each has its whole lease, and a newer one waits for one delivery only.
            notice = take_due_notice(self._method)
            if notice is None:
                return
            self._deliver_or_put_off(notice)

    def _deliver_or_put_off(self, notice: DueNotice) -> None:
        try:
            deliver(notice, self._clinic)
        except Exception as error:  # noqa: BLE001 - whatever one meets, the others go on
            status = f" ({error})" if isinstance(error, NotTakenError) else ""
            logger.warning(
                "A notice could not be delivered by %s (try %d): %s%s",
                notice.method,
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
