"""Notices to the care team that wait to be delivered. Content-free: no words of the patient.

A notice is written in the same transaction as its red flag, so that none is lost when a process
ends; it is tried until it is delivered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import case, select, update

from bot.store.database import records, utc_now
from bot.store.records import Notice

# After a failure the next try comes after 5 s, then twice as long each time, at most 10 minutes.
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=10)
# How long a process that has taken a notice has for it before another one may take it.
_LEASE = timedelta(seconds=60)
# Another process may take the first of them at the same moment.
_MOST_LOOKED_AT = 20


@dataclass(frozen=True)
class DueNotice:
    """A notice that this process has taken and must now deliver or give back."""

    id: int
    method: str
    content: Mapping[str, Any]
    tries: int


def take_due_notice(method: str) -> DueNotice | None:
    """Takes the notice of a method that is to be delivered next, if one is due; for a minute no
    other process takes it. What was never tried comes first, the newest before all: those that fail
    again and again must not hold it up."""
    never_tried = Notice.tries == 0
    order = (case((never_tried, -Notice.id), else_=1), Notice.due, Notice.id)
    with records() as session:
        due = session.scalars(
            select(Notice)
            .where(Notice.method == method, Notice.due <= utc_now())
            .order_by(*order)
            .limit(_MOST_LOOKED_AT)
        ).all()
        for notice in due:
            claimed = session.execute(
                update(Notice)
                .where(Notice.id == notice.id, Notice.due == notice.due)
                .values(due=utc_now() + _LEASE)
                .execution_options(synchronize_session=False)
            )
            if claimed.rowcount:
                return DueNotice(notice.id, notice.method, notice.content, notice.tries)
    return None


def mark_delivered(notice: DueNotice) -> None:
    """The notice is not sent again. Raises SQLAlchemyError."""
    with records() as session:
        session.execute(
            update(Notice)
            .where(Notice.id == notice.id)
            .values(due=None, tries=notice.tries + 1)
            .execution_options(synchronize_session=False)
        )


def try_again_later(notice: DueNotice) -> None:
    """Puts a notice off that could not be sent, each time twice as long. Raises SQLAlchemyError."""
    pause = min(_FIRST_PAUSE * 2 ** min(notice.tries, 10), _LONGEST_PAUSE)
    with records() as session:
        session.execute(
            update(Notice)
            .where(Notice.id == notice.id)
            .values(due=utc_now() + pause, tries=notice.tries + 1)
            .execution_options(synchronize_session=False)
        )
