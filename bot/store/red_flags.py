"""Red-flag events: what was seen, when and where. Never the patient's words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import JSON, Column, DateTime, Integer, String, delete, select

from bot.settings.clinic import clinic
from bot.store.database import Base, records, utc_now
from bot.store.notices import add_notices

# A "check" is a question to the patient; the care team is told when it is answered with yes.
NOTIFIED_TIERS = frozenset({"emergency", "call_now"})


class RedFlagEvent(Base):
    """One red flag. ``at`` is UTC; ``findings`` are names of symptoms; ``tier`` is emergency,
    call_now, or check where the patient was asked whether it is happening now."""

    __tablename__ = "red_flag_events"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False, index=True)
    channel = Column(String(50), nullable=False)
    conversation = Column(String(255), nullable=False, index=True)
    tier = Column(String(20), nullable=False)
    findings = Column(JSON, nullable=False)


def record_red_flag(conversation: str, channel: str, tier: str, findings: Sequence[str]) -> None:
    """Writes one event, now, and the care team's notices of it where clinic.yml asks for them.

    Raises SQLAlchemyError where the database cannot take it.
    """
    now = utc_now()
    with records() as session:
        session.add(
            RedFlagEvent(
                at=now,
                channel=channel,
                conversation=conversation,
                tier=tier,
                findings=list(findings),
            )
        )
        if tier in NOTIFIED_TIERS:
            content = {
                "time": now.isoformat(timespec="seconds") + "Z",
                "channel": channel,
                "tier": tier,
                "symptoms": list(findings),
                "conversation": conversation,
            }
            add_notices(session, clinic().notify.ways(), conversation, content)


def red_flags_of(conversation: str) -> list[RedFlagEvent]:
    """The events of a conversation, oldest first."""
    with records() as session:
        found = session.scalars(
            select(RedFlagEvent)
            .where(RedFlagEvent.conversation == conversation)
            .order_by(RedFlagEvent.id)
        ).all()
        session.expunge_all()
        return list(found)


def delete_red_flags_of(conversation: str) -> int:
    """Deletes a conversation's events → how many there were."""
    with records() as session:
        gone = session.execute(
            delete(RedFlagEvent).where(RedFlagEvent.conversation == conversation)
        )
        return int(gone.rowcount)
