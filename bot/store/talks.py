"""Which conversations there were: when, on which channel, and under which id. No word of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.store.database import records
from bot.store.records import RedFlagEvent, TurnRow


@dataclass(frozen=True)
class Talk:
    """One conversation. ``first`` and ``last`` are UTC: its first and last message since then."""

    conversation: str
    channel: str
    first: datetime
    last: datetime
    turns: int
    red_flags: int


def talks_since(since: datetime, channel: str | None = None) -> list[Talk]:
    """The conversations since then, the latest first; with ``channel`` those of one channel.

    Raises SQLAlchemyError or OSError where the records cannot be read.
    """
    with records() as session:
        found = (
            select(
                TurnRow.conversation,
                func.min(TurnRow.channel),
                func.min(TurnRow.at),
                func.max(TurnRow.at),
                func.count(),
            )
            .where(TurnRow.at >= since)
            .group_by(TurnRow.conversation)
            .order_by(func.max(TurnRow.at).desc(), TurnRow.conversation)
        )
        if channel is not None:
            found = found.where(TurnRow.channel == channel)
        counted = (
            select(RedFlagEvent.conversation, func.count())
            .where(RedFlagEvent.at >= since)
            .group_by(RedFlagEvent.conversation)
        )
        flags = {str(name): int(count) for name, count in session.execute(counted)}
        return [
            Talk(name, where, first, last, turns, flags.get(name, 0))
            for name, where, first, last, turns in session.execute(found)
        ]
