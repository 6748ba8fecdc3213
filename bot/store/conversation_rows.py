"""Rows of the conversations' database: Rasa's events, and the messages of both sides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from bot.store.database import Database, utc_now
from bot.store.journal import Entry
from bot.store.tables import events, messages
from bot.store.writer import Write


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


def write_events(connection: Connection, entry: Entry) -> None:
    rows = [
        {
            "sender_id": entry.conversation,
            "type_name": event["event"],
            "timestamp": event.get("timestamp"),
            "intent_name": ((event.get("parse_data") or {}).get("intent") or {}).get("name"),
            "action_name": event.get("name") if event["event"] == "action" else None,
            "data": json.dumps(event),
        }
        for event in entry.data["events"]
    ]
    if rows:
        connection.execute(insert(events), rows)


def write_messages(connection: Connection, entry: Entry) -> None:
    rows = [
        {**row, "conversation": entry.conversation, "at": datetime.fromisoformat(row["at"])}
        for row in entry.data["messages"]
    ]
    connection.execute(insert(messages), rows)


def erase_conversation(connection: Connection, entry: Entry) -> None:
    connection.execute(delete(events).where(events.c.sender_id == entry.conversation))
    connection.execute(delete(messages).where(messages.c.conversation == entry.conversation))


WRITERS: Mapping[str, Write] = {
    "events": write_events,
    "messages": write_messages,
    "erase": erase_conversation,
}


def messages_of(database: Database, conversation: str) -> list[StoredMessage]:
    """All messages of a conversation, oldest first."""
    with database.begin() as connection:
        rows = connection.execute(
            select(messages).where(messages.c.conversation == conversation).order_by(messages.c.id)
        ).all()
    return [_message(row) for row in rows]


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
            select(messages).where(messages.c.turn == turn).order_by(messages.c.position)
        ).all()
    return [_message(row) for row in rows]


def _message(row: Any) -> StoredMessage:
    return StoredMessage(
        turn=row.turn,
        position=row.position,
        channel=row.channel,
        sender=row.sender,
        text=row.text,
        client_id=row.client_id,
        content=row.content,
        at=row.at.isoformat(timespec="milliseconds"),
    )


def events_of(database: Database, conversation: str, most: int | None) -> list[dict[str, Any]]:
    """The last ``most`` events of the conversation's session, before them its slots; or all.

    Raises ValueError where a row is no JSON.
    """
    mine = events.c.sender_id == conversation
    with database.begin() as connection:
        if most is None:
            rows = connection.execute(select(events.c.data).where(mine).order_by(events.c.id)).all()
            return [json.loads(row.data) for row in rows]
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
        slots = connection.execute(
            select(events.c.data)
            .where(of_session, events.c.type_name == "slot", events.c.id < last[-1].id)
            .order_by(events.c.id)
        ).all()
    latest = {slot["name"]: slot for slot in (json.loads(row.data) for row in slots)}
    return [*latest.values(), *(json.loads(row.data) for row in reversed(last))]
