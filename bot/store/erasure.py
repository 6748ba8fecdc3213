"""Erasing one conversation everywhere; a content-free entry says that it was done."""

from __future__ import annotations

import hashlib

from sqlalchemy import Column, DateTime, Integer, String, select

from bot.store.conversations import delete_conversation
from bot.store.database import Base, records, utc_now
from bot.store.notices import delete_notices_of
from bot.store.red_flags import delete_red_flags_of
from bot.store.unanswered import delete_unanswered_of


class Erasure(Base):
    """One erased conversation. ``reference`` is a hash: the id itself is gone, too."""

    __tablename__ = "erasures"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False)
    reference = Column(String(64), nullable=False, index=True)
    rows = Column(Integer, nullable=False)


def _reference(conversation: str) -> str:
    return hashlib.sha256(conversation.encode()).hexdigest()


def erase(conversation: str) -> int:
    """Deletes a conversation and its records → number of rows. Raises SQLAlchemyError where a
    store cannot be reached."""
    rows = (
        delete_conversation(conversation)
        + delete_red_flags_of(conversation)
        + delete_unanswered_of(conversation)
        + delete_notices_of(conversation)
    )
    with records() as session:
        session.add(
            Erasure(
                at=utc_now(),
                reference=_reference(conversation),
                rows=rows,
            )
        )
    return rows


def is_erased(conversation: str) -> bool:
    """Whether the conversation was erased; its session must not be used again."""
    with records() as session:
        found = session.scalar(
            select(Erasure.id).where(Erasure.reference == _reference(conversation)).limit(1)
        )
        return found is not None
