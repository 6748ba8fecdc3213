"""Rows of the records: red flags with their notices, unanswered questions, turns, feedback.

Red flags and turns hold no text of patients; unanswered questions are masked before they come here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from bot.settings.clinic import clinic
from bot.store.database import utc_now
from bot.store.entries import Entry
from bot.store.records import (
    NOTIFIED_TIERS,
    Erasure,
    FeedbackRow,
    Notice,
    RedFlagEvent,
    TurnRow,
    UnansweredQuestion,
)
from bot.store.tables import applied_to_records
from bot.store.writer import ERASE, Write

ERASED = "erased"
# The id of the red flag whose notices an entry stands for.
INSTEAD_OF = "instead_of"


def _now() -> str:
    return utc_now().isoformat(timespec="milliseconds")


class _Json:
    """A dataclass as JSON for the journal."""

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class RedFlag(_Json):
    """One red flag. ``tier``: emergency, call_now, or check where the patient was asked;
    ``milliseconds``: from the message's arrival to the first urgent words."""

    conversation: str
    channel: str
    tier: str
    findings: Sequence[str]
    milliseconds: float | None = None
    at: str = field(default_factory=_now)


@dataclass(frozen=True)
class Unanswered(_Json):
    """A question without a sure answer, masked. ``offered``: topics that came close."""

    conversation: str
    channel: str
    text: str
    offered: Sequence[str]
    at: str = field(default_factory=_now)


@dataclass(frozen=True)
class TurnRecord(_Json):
    """What kind of turn it was, and how long the patient waited."""

    conversation: str
    channel: str
    kind: str
    milliseconds: float
    at: str = field(default_factory=_now)


@dataclass(frozen=True)
class Feedback(_Json):
    """Whether an answer helped."""

    conversation: str
    channel: str
    topic: str
    helpful: bool
    at: str = field(default_factory=_now)


def _at(data: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(data["at"])


def each(write: Callable[[Connection, Entry], None]) -> Write:
    """Writes entries one by one."""

    def write_each(connection: Connection, entries: Sequence[Entry]) -> None:
        for entry in entries:
            write(connection, entry)

    return write_each


@each
def write_red_flag(connection: Connection, entry: Entry) -> None:
    """Writes a red flag, and the notices to the staff about it. Raises SQLAlchemyError."""
    data = entry.data
    written = connection.execute(
        insert(RedFlagEvent).values(
            at=_at(data),
            channel=data["channel"],
            conversation=data["conversation"],
            tier=data["tier"],
            findings=list(data["findings"]),
            milliseconds=data["milliseconds"],
        )
    )
    _add_notices(connection, data, data["conversation"], int(written.inserted_primary_key[0]))


@each
def write_notice_only(connection: Connection, entry: Entry) -> None:
    """Of a conversation that was erased before its red flag was written. The entry of that may be
    in the database all the same: it was on its way."""
    instead_of = entry.data.get(INSTEAD_OF)
    if instead_of is not None:
        applied = applied_to_records
        if connection.scalar(select(applied.c.id).where(applied.c.id == instead_of)):
            return
        connection.execute(insert(applied).values(id=instead_of, at=utc_now()))
    _add_notices(connection, entry.data, ERASED, None)


def _add_notices(
    connection: Connection, data: Mapping[str, Any], conversation: str, red_flag: int | None
) -> None:
    if data["tier"] not in NOTIFIED_TIERS:
        return
    content = {
        "time": _at(data).isoformat(timespec="seconds") + "Z",
        "channel": data["channel"],
        "tier": data["tier"],
        "symptoms": list(data["findings"]),
        "conversation": conversation,
    }
    for method in clinic().notify.methods():
        connection.execute(
            insert(Notice).values(
                method=method,
                conversation=conversation,
                content=content,
                tries=0,
                due=utc_now(),
                red_flag=red_flag,
            )
        )


@each
def write_unanswered(connection: Connection, entry: Entry) -> None:
    data = {**entry.data, "at": _at(entry.data), "offered": list(entry.data["offered"])}
    connection.execute(insert(UnansweredQuestion).values(**data))


def write_turns(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [{**entry.data, "at": _at(entry.data)} for entry in entries]
    connection.execute(insert(TurnRow), rows)


@each
def write_feedback(connection: Connection, entry: Entry) -> None:
    connection.execute(insert(FeedbackRow).values(**{**entry.data, "at": _at(entry.data)}))


@each
def erase_records(connection: Connection, entry: Entry) -> None:
    """Deletes a conversation's records; a content-free entry says that it was done."""
    rows = 0
    for table in (RedFlagEvent, UnansweredQuestion, TurnRow, FeedbackRow):
        gone = connection.execute(delete(table).where(table.conversation == entry.conversation))
        rows += int(gone.rowcount)
    # What is not yet delivered still goes out, without the reference to the conversation.
    open_notices = connection.execute(
        select(Notice.id, Notice.content).where(Notice.conversation == entry.conversation)
    ).all()
    for notice in open_notices:
        connection.execute(
            update(Notice)
            .where(Notice.id == notice.id)
            .values(
                conversation=ERASED,
                content={**notice.content, "conversation": ERASED},
                red_flag=None,
            )
        )
    connection.execute(
        insert(Erasure).values(at=utc_now(), reference=entry.data["reference"], rows=rows)
    )


WRITERS: Mapping[str, Write] = {
    "red_flag": write_red_flag,
    "notice": write_notice_only,
    "unanswered": write_unanswered,
    "turn": write_turns,
    "feedback": write_feedback,
    ERASE: erase_records,
}


def erased_references(session: Session) -> list[str]:
    """References of all conversations that were erased."""
    return [str(reference) for reference in session.scalars(select(Erasure.reference))]
