"""The tables of the records as classes: red flags, unanswered questions, notices, feedback."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import JSON, Boolean, Column, DateTime, Float, Integer, String, Text, select

from bot.store.database import records
from bot.store.tables import Base

# A "check" is a question to the patient; the care team is told when it is answered with yes.
NOTIFIED_TIERS = frozenset({"emergency", "call_now"})


class Handled:
    """What staff did about a row. ``handled_at`` is UTC, None while it is open."""

    handled_at = Column(DateTime)
    handled_by = Column(String(80))
    note = Column(String(1000))


class RedFlagEvent(Handled, Base):
    """One red flag. ``at`` is UTC; ``findings`` are names of symptoms; ``tier`` is emergency,
    call_now, or check where the patient was asked whether it is happening now;
    ``milliseconds``: from the message to the first urgent words."""

    __tablename__ = "red_flag_events"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False, index=True)
    channel = Column(String(50), nullable=False)
    conversation = Column(String(255), nullable=False, index=True)
    tier = Column(String(20), nullable=False)
    findings = Column(JSON, nullable=False)
    milliseconds = Column(Float)


class UnansweredQuestion(Handled, Base):
    """One question without a sure answer. ``offered``: topic ids that came close, best first."""

    __tablename__ = "unanswered_questions"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False, index=True)
    channel = Column(String(50), nullable=False)
    conversation = Column(String(255), nullable=False, index=True)
    text = Column(Text, nullable=False)
    offered = Column(JSON, nullable=False)


class Notice(Base):
    """One notice to the care team. ``method``: webhook or email. ``due`` is UTC; None: delivered.
    ``red_flag``: the id of the row that it tells of; None once that was erased."""

    __tablename__ = "notices"

    id = Column(Integer, primary_key=True)
    method = Column("way", String(20), nullable=False, key="method")
    conversation = Column(String(255), nullable=False, index=True)
    content = Column(JSON, nullable=False)
    tries = Column(Integer, nullable=False, default=0)
    due = Column(DateTime, nullable=True, index=True)
    red_flag = Column(Integer)


class Erasure(Base):
    """One erased conversation. ``reference`` is a hash: the id itself is gone, too."""

    __tablename__ = "erasures"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False)
    reference = Column(String(64), nullable=False, index=True)
    rows = Column(Integer, nullable=False)


class FeedbackRow(Handled, Base):
    """Whether an answer on a topic helped."""

    __tablename__ = "feedback"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False, index=True)
    channel = Column(String(50), nullable=False)
    conversation = Column(String(255), nullable=False, index=True)
    topic = Column(String(100), nullable=False, index=True)
    helpful = Column(Boolean, nullable=False)


class TurnRow(Base):
    """One turn: its kind as in the interface, and how long the patient waited. No text."""

    __tablename__ = "turns"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False, index=True)
    channel = Column(String(50), nullable=False)
    conversation = Column(String(255), nullable=False, index=True)
    kind = Column(String(20), nullable=False)
    milliseconds = Column(Float, nullable=False)


Row = TypeVar("Row")


def rows_of(table: type[Row], conversation: str) -> list[Row]:
    """The rows of a conversation, oldest first."""
    mapped: Any = table
    with records() as session:
        found: Sequence[Row] = session.scalars(
            select(mapped).where(mapped.conversation == conversation).order_by(mapped.id)
        ).all()
        session.expunge_all()
        return list(found)
