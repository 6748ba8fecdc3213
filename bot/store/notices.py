"""Notices to the care team that wait to be delivered. Content-free: no words of the patient.

A notice is written in the same transaction as its red flag, so that none is lost when a process
ends; it is tried until it is delivered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Integer, String, delete, select, update
from sqlalchemy.orm import Session

from bot.store.database import Base, records, utc_now

# After a failure the next try comes after 5 s, then twice as long each time, at most 10 minutes.
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=10)
# How long a process that has taken a notice has for it before another one may take it.
_LEASE = timedelta(seconds=60)


class Notice(Base):
    """One notice by one way. ``way``: webhook or email. Times are UTC."""

    __tablename__ = "notices"

    id = Column(Integer, primary_key=True)
    way = Column(String(20), nullable=False)
    conversation = Column(String(255), nullable=False, index=True)
    content = Column(JSON, nullable=False)
    tries = Column(Integer, nullable=False, default=0)
    due = Column(DateTime, nullable=True, index=True)  # None: delivered


@dataclass(frozen=True)
class DueNotice:
    """A notice that this process has taken and must now deliver or give back."""

    id: int
    way: str
    content: Mapping[str, Any]
    tries: int


def add_notices(
    session: Session, ways: Sequence[str], conversation: str, content: Mapping[str, Any]
) -> None:
    """Adds a notice for each way to a running transaction."""
    for way in ways:
        session.add(
            Notice(
                way=way, conversation=conversation, content=dict(content), tries=0, due=utc_now()
            )
        )


def take_due_notices(most: int = 20) -> list[DueNotice]:
    """Takes notices that are due; for a minute no other process takes them."""
    taken = []
    with records() as session:
        due = session.scalars(
            select(Notice).where(Notice.due <= utc_now()).order_by(Notice.id).limit(most)
        ).all()
        for notice in due:
            claimed = session.execute(
                update(Notice)
                .where(Notice.id == notice.id, Notice.due == notice.due)
                .values(due=utc_now() + _LEASE)
                .execution_options(synchronize_session=False)
            )
            if claimed.rowcount:
                taken.append(DueNotice(notice.id, notice.way, notice.content, notice.tries))
    return taken


def mark_delivered(notice: DueNotice) -> None:
    with records() as session:
        session.execute(
            update(Notice)
            .where(Notice.id == notice.id)
            .values(due=None, tries=notice.tries + 1)
            .execution_options(synchronize_session=False)
        )


def try_again_later(notice: DueNotice) -> None:
    pause = min(_FIRST_PAUSE * 2 ** min(notice.tries, 10), _LONGEST_PAUSE)
    with records() as session:
        session.execute(
            update(Notice)
            .where(Notice.id == notice.id)
            .values(due=utc_now() + pause, tries=notice.tries + 1)
            .execution_options(synchronize_session=False)
        )


def delete_notices_of(conversation: str) -> int:
    """Deletes a conversation's notices → how many there were."""
    with records() as session:
        gone = session.execute(delete(Notice).where(Notice.conversation == conversation))
        return int(gone.rowcount)
