"""The tables of both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import declarative_base

Base: Any = declarative_base()
RECORDS: MetaData = Base.metadata
CONVERSATIONS = MetaData()


def _applied(metadata: MetaData) -> Table:
    """The ids of journal entries that a database has: one replayed after a crash is known."""
    return Table(
        "applied_entries",
        metadata,
        Column("id", String(32), primary_key=True),
        Column("at", DateTime, nullable=False, index=True),
    )


applied_to_records = _applied(RECORDS)
applied_to_conversations = _applied(CONVERSATIONS)

# As Rasa's own SQL tracker store has it, so that Rasa's tools can read it.
events = Table(
    "events",
    CONVERSATIONS,
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255), nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)
# What both sides wrote, also where a turn failed: one row a message. ``client_id`` is the id that
# the messenger gave the patient's message, ``content`` the reply as JSON.
messages = Table(
    "messages",
    CONVERSATIONS,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(255), nullable=False),
    Column("turn", String(32), nullable=False),
    Column("position", Integer, nullable=False),
    Column("at", DateTime, nullable=False, index=True),
    Column("channel", String(50), nullable=False),
    Column("sender", String(10), nullable=False),
    Column("client_id", String(100)),
    Column("text", Text, nullable=False),
    Column("content", JSON),
    UniqueConstraint("turn", "position", name="one_row_a_message"),
    Index("messages_of_a_conversation", "conversation", "id"),
    Index("messages_by_client_id", "conversation", "client_id"),
)
