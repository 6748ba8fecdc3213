"""Deleting what is older than the clinic keeps it. In small steps, so that nobody waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Column, Table, delete, select

from bot.settings.clinic import Retention
from bot.store.database import Database, utc_now
from bot.store.records import (
    Erasure,
    FeedbackRow,
    Notice,
    RedFlagEvent,
    TurnRow,
    UnansweredQuestion,
)
from bot.store.set_aside import delete_aside
from bot.store.tables import applied_to_conversations, applied_to_records, events, messages

_AT_ONCE = 500
# A journal entry is tried for as long as an outage lasts; nothing is replayed after so long.
_APPLIED_DAYS = 60


@dataclass(frozen=True)
class Deleted:
    """How many rows are gone, and how many files that could not be read."""

    conversations: int = 0
    records: int = 0
    files: int = 0


def delete_old(
    conversations: Database, records: Database, keep: Retention, now: datetime | None = None
) -> Deleted:
    """Deletes messages, events and unanswered questions older than ``keep.conversations_days``, and
    red flags, turns, feedback, delivered notices and erasures older than ``keep.red_flags_days``;
    files that could not be read after two weeks (bot/store/set_aside.py).

    Raises SQLAlchemyError or OSError where a database cannot be written; what is done stays done.
    """
    now = now or utc_now()
    talk, alarms = (now - timedelta(days=days) for days in
                    (keep.conversations_days, keep.red_flags_days))  # fmt: skip
    applied = now - timedelta(days=_APPLIED_DAYS)
    seconds = talk.replace(tzinfo=timezone.utc).timestamp()
    of_conversations = _delete(
        conversations, messages, messages.c.id, messages.c.at < talk
    ) + _delete(conversations, events, events.c.id, events.c.timestamp < seconds)
    _delete(conversations, applied_to_conversations, applied_to_conversations.c.id,
            applied_to_conversations.c.at < applied)  # fmt: skip
    of_records = _delete_rows(records, UnansweredQuestion, talk)
    for table in (RedFlagEvent, TurnRow, FeedbackRow, Erasure):
        of_records += _delete_rows(records, table, alarms)
    of_records += _delete_notices(records, alarms)
    _delete(records, applied_to_records, applied_to_records.c.id, applied_to_records.c.at < applied)
    files = 0
    for database in (conversations, records):
        database.tidy()
        files += delete_aside(database.file, keep.conversations_days, now)
    return Deleted(of_conversations, of_records, files)


def _delete_rows(database: Database, mapped: Any, before: datetime) -> int:
    return _delete(database, mapped.__table__, mapped.id, mapped.at < before)


def _delete(database: Database, table: Table, id_: Column[Any], old: Any) -> int:
    """Rows that are ``old`` → how many there were."""
    count = 0
    while True:
        with database.begin() as connection:
            ids = list(connection.scalars(select(id_).where(old).limit(_AT_ONCE)))
            if ids:
                connection.execute(delete(table).where(id_.in_(ids)))
        count += len(ids)
        if len(ids) < _AT_ONCE:
            return count


def _delete_notices(database: Database, before: datetime) -> int:
    """Notices that were delivered; when it was stands in their content alone."""
    with database.begin() as connection:
        delivered = connection.execute(
            select(Notice.id, Notice.content).where(Notice.due.is_(None))
        )
        ids = [row.id for row in delivered if _time_of(row.content) < before]
    for first in range(0, len(ids), _AT_ONCE):
        with database.begin() as connection:
            some = ids[first : first + _AT_ONCE]
            connection.execute(delete(Notice.__table__).where(Notice.id.in_(some)))
    return len(ids)


def _time_of(content: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(content["time"]).removesuffix("Z"))
