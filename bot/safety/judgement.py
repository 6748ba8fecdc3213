"""The one judgement of a message, handed from the guard to the component of the same turn."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from bot.safety.finding import Assessment


@dataclass(frozen=True)
class Judgement:
    """A message as the guard passed it on, and how it was judged."""

    text: str
    assessment: Assessment


# Set in the task of a turn, so that each turn sees its own; None where no guard stood before it.
CURRENT: ContextVar[Judgement | None] = ContextVar("judgement", default=None)


def judgement_of(text: str) -> Assessment | None:
    """The guard's assessment of exactly this text, if a guard stands before this turn."""
    judgement = CURRENT.get()
    return judgement.assessment if judgement is not None and judgement.text == text else None
