"""Questions that the assistant could not answer, for staff; whatever names a person is masked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import JSON, Column, DateTime, Integer, String, Text, delete, select

from bot.store.database import Base, records, utc_now

_LONGEST_TEXT = 1000
_MASKS = (
    (re.compile(r"\S+@\S+"), "[e-mail]"),
    (re.compile(r"\+?\d[\d ()./-]{5,}\d"), "[phone]"),
    (
        re.compile(
            r"\b((?:my name is|my name's|this is|i am called|name:)\s+)"
            r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2}",
            re.IGNORECASE,
        ),
        r"\1[name]",
    ),
    (re.compile(r"\d"), "#"),
)


class UnansweredQuestion(Base):
    """One question without a sure answer. ``offered``: topic ids that came close, best first."""

    __tablename__ = "unanswered_questions"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False, index=True)
    channel = Column(String(50), nullable=False)
    conversation = Column(String(255), nullable=False, index=True)
    text = Column(Text, nullable=False)
    offered = Column(JSON, nullable=False)


def masked(text: str) -> str:
    """The text without e-mail addresses, phone numbers, digits, and names after "my name is"."""
    for pattern, replacement in _MASKS:
        text = pattern.sub(replacement, text)
    return text[:_LONGEST_TEXT]


def record_unanswered(conversation: str, channel: str, text: str, offered: Sequence[str]) -> None:
    """Writes one question, masked, now."""
    with records() as session:
        session.add(
            UnansweredQuestion(
                at=utc_now(),
                channel=channel,
                conversation=conversation,
                text=masked(text),
                offered=list(offered),
            )
        )


def unanswered_of(conversation: str) -> list[UnansweredQuestion]:
    """The questions of a conversation, oldest first."""
    with records() as session:
        found = session.scalars(
            select(UnansweredQuestion)
            .where(UnansweredQuestion.conversation == conversation)
            .order_by(UnansweredQuestion.id)
        ).all()
        session.expunge_all()
        return list(found)


def delete_unanswered_of(conversation: str) -> int:
    """Deletes a conversation's questions → how many there were."""
    with records() as session:
        gone = session.execute(
            delete(UnansweredQuestion).where(UnansweredQuestion.conversation == conversation)
        )
        return int(gone.rowcount)
