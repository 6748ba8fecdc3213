"""Delivers notices of red flags to the care team, by webhook or e-mail, until they have arrived.

It runs in threads of the action server, one a way, so that no patient waits for it and a way that
hangs does not delay the other.
"""

from __future__ import annotations

import logging
import threading

from bot.actions.sending import NotTakenError, send_email, send_webhook
from bot.settings.clinic import Clinic
from bot.store.notices import DueNotice, mark_delivered, take_due_notice, try_again_later

logger = logging.getLogger(__name__)

_WAYS = ("webhook", "email")
_LOOK_EVERY_SECONDS = 1.0


def deliver(notice: DueNotice, clinic: Clinic) -> None:
    """Sends one notice by its way. A way that clinic.yml no longer names is over."""
    if notice.way == "webhook" and clinic.notify.webhook:
        send_webhook(clinic.notify.webhook, notice.content, notice.id)
    elif notice.way == "email" and clinic.notify.email:
        send_email(clinic.notify.email, notice.content)


class Notifier:
    """Looks for due notices of each way every second."""

    def __init__(self, clinic: Clinic) -> None:
        self._ways = [_WayOfNotices(way, clinic) for way in _WAYS]

    def start(self) -> None:
        for way in self._ways:
            way.start()

    def stop(self) -> None:
        for way in self._ways:
            way.stop()

    def join(self) -> None:
        """Waits until both ways have ended; one may be in the middle of a delivery."""
        for way in self._ways:
            way.join()


class _WayOfNotices(threading.Thread):
    """The notices of one way, one after the other."""

    def __init__(self, way: str, clinic: Clinic) -> None:
        super().__init__(name=f"notifier-{way}", daemon=True)
        self._way = way
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
            notice = take_due_notice(self._way)
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
