"""Rows of the conversations' database: Rasa's events, and the messages of both sides."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, delete, insert, select
from sqlalchemy.engine import Connection

from bot.store.database import Database, utc_now
from bot.store.entries import Entry
from bot.store.tables import applied_to_conversations, events, messages
from bot.store.writer import ERASE, Write

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoredMessage:
    """One message of a turn. ``sender``: user or bot; ``at``: UTC, ISO 8601; ``content``: the
    reply as JSON; ``client_id``: the messenger's id of the patient's message."""

    turn: str
    position: int
    channel: str
    sender: str
    text: str
    client_id: str | None = None
    content: Mapping[str, Any] | None = None
    at: str = field(default_factory=lambda: utc_now().isoformat(timespec="milliseconds"))


def write_events(connection: Connection, entries: Sequence[Entry]) -> None:
    """Writes the events of entries, as Rasa's ``as_dict`` gives them. Raises SQLAlchemyError."""
    rows = [
        {
            "sender_id": entry.conversation,
            "type_name": event["event"],
            "timestamp": event.get("timestamp"),
            "intent_name": ((event.get("parse_data") or {}).get("intent") or {}).get("name"),
            "action_name": event.get("name") if event["event"] == "action" else None,
            "data": json.dumps(event),
        }
        for entry in entries
        for event in entry.data["events"]
    ]
    if rows:
        connection.execute(insert(events), rows)


def write_messages(connection: Connection, entries: Sequence[Entry]) -> None:
    """Writes the messages of entries, each a ``StoredMessage``. Raises SQLAlchemyError."""
    rows = [
        {**row, "conversation": entry.conversation, "at": datetime.fromisoformat(row["at"])}
        for entry in entries
        for row in entry.data["messages"]
    ]
    if rows:
        connection.execute(insert(messages), rows)


def erase_conversation(connection: Connection, entries: Sequence[Entry]) -> None:
    for entry in entries:
        connection.execute(delete(events).where(events.c.sender_id == entry.conversation))
        connection.execute(delete(messages).where(messages.c.conversation == entry.conversation))


EVENTS = "events"
WRITERS: Mapping[str, Write] = {
    EVENTS: write_events,
    "messages": write_messages,
    ERASE: erase_conversation,
}


def messages_of(
    database: Database, conversation: str, most: int | None = None
) -> list[StoredMessage]:
    """All messages of a conversation, or the last ones, oldest first."""
    with database.begin() as connection:
        rows = connection.execute(
            _MESSAGES.where(messages.c.conversation == conversation)
            .order_by(messages.c.id.desc())
            .limit(most)
        ).all()
    return [_message(row) for row in reversed(rows)]


def client_ids_of(database: Database, conversation: str) -> set[str]:
    """The messenger's ids of all messages of the patient."""
    with database.begin() as connection:
        ids = select(messages.c.client_id).where(
            messages.c.conversation == conversation, messages.c.client_id.is_not(None)
        )
        return set(connection.scalars(ids))


def turn_with(database: Database, conversation: str, client_id: str) -> list[StoredMessage]:
    """The messages of the turn that began with the patient's message of this id."""
    with database.begin() as connection:
        turn = connection.scalar(
            select(messages.c.turn)
            .where(messages.c.conversation == conversation, messages.c.client_id == client_id)
            .order_by(messages.c.id.desc())
            .limit(1)
        )
        if turn is None:
            return []
        rows = connection.execute(
            _MESSAGES.where(messages.c.turn == turn).order_by(messages.c.position)
        ).all()
    return [_message(row) for row in rows]


def turns_about(database: Database, conversation: str, client_id: str) -> list[StoredMessage]:
    """The turns of the patient's messages with this id, and the last turn, oldest first; however
    long the conversation is, no more is read."""
    turns = select(messages.c.turn).where(messages.c.conversation == conversation)
    with database.begin() as connection:
        named = connection.scalars(turns.where(messages.c.client_id == client_id)).all()
        last = connection.scalars(turns.order_by(messages.c.id.desc()).limit(1)).all()
        rows = connection.execute(
            _MESSAGES.where(messages.c.turn.in_({*named, *last})).order_by(messages.c.id)
        ).all()
    return [_message(row) for row in rows]


# The content is decoded here, row by row: one that is cut must not hide the others.
_MESSAGES = select(
    *(column for column in messages.c if column.name != "content"),
    cast(messages.c.content, Text).label("content"),
)


def _message(row: Any) -> StoredMessage:
    try:
        content = json.loads(row.content) if row.content else None
    except ValueError:
        logger.warning("The content of a stored message cannot be read.")
        content = None
    return StoredMessage(
        turn=row.turn,
        position=row.position,
        channel=row.channel,
        sender=row.sender,
        text=row.text,
        client_id=row.client_id,
        content=content,
        at=row.at.isoformat(timespec="milliseconds"),
    )


def events_of(
    database: Database, conversation: str, most: int | None, waiting: Sequence[Entry] = ()
) -> list[dict[str, Any]]:
    """The last ``most`` events of the conversation's session, and before them what its slots and
    its form were set to; or all. ``waiting``: entries of the journal, which may be written at this
    moment; each is part of the result once.

    Raises ValueError where a row is no JSON.
    """
    with database.snapshot() as connection:
        rows = _rows(connection, conversation, most)
        ids = [entry.id for entry in waiting]
        known = set(connection.scalars(select(_APPLIED).where(_APPLIED.in_(ids)))) if ids else set()
    return [
        *(json.loads(row) for row in rows),
        *(event for entry in waiting if entry.id not in known for event in entry.data["events"]),
    ]


_APPLIED = applied_to_conversations.c.id
# Events that say what holds from then on.
_LASTING = ("slot", "active_loop")


def _rows(connection: Connection, conversation: str, most: int | None) -> list[str]:
    mine = events.c.sender_id == conversation
    if most is None:
        return list(connection.scalars(select(events.c.data).where(mine).order_by(events.c.id)))
    started = connection.scalar(
        select(events.c.id)
        .where(mine, events.c.type_name == "session_started")
        .order_by(events.c.id.desc())
        .limit(1)
    )
    of_session = mine if started is None else mine & (events.c.id >= started)
    last = connection.execute(
        select(events.c.id, events.c.data)
        .where(of_session)
        .order_by(events.c.id.desc())
        .limit(most)
    ).all()
    if not last:
        return []
    lasting = connection.scalars(
        select(events.c.data)
        .where(of_session, events.c.type_name.in_(_LASTING), events.c.id < last[-1].id)
        .order_by(events.c.id)
    )
    latest: dict[object, str] = {}
    for data in lasting:
        event = json.loads(data)
        latest[(event["event"], event.get("name") if event["event"] == "slot" else None)] = data
    return [*latest.values(), *(row.data for row in reversed(last))]
