"""The one judgement of a message, handed from the guard to the component of the same turn, and what
the component made of it, handed back."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from bot.safety.escalation import Escalation
from bot.safety.finding import Assessment


@dataclass
class Judgement:
    """A message as the guard passed it on, and how it was judged.

    ``settled``: what followed once the whole message was understood: a weak suspicion may be
    surely a question; None: the turn has not come so far.
    """

    text: str
    assessment: Assessment
    settled: Escalation | None = None

    @property
    def is_settled_calmly(self) -> bool:
        """Whether the message was understood, and nothing in it was urgent after all."""
        return self.settled is not None and not self.settled.is_urgent


# Set in the task of a turn, so that each turn sees its own; None where no guard stood before it.
CURRENT: ContextVar[Judgement | None] = ContextVar("judgement", default=None)


def judgement_of(text: str) -> Assessment | None:
    """The guard's assessment of exactly this text, if a guard stands before this turn."""
    judgement = CURRENT.get()
    return judgement.assessment if judgement is not None and judgement.text == text else None


def settle(escalation: Escalation) -> None:
    """Tells the guard of this turn, if one stands before it, what followed from its judgement."""
    judgement = CURRENT.get()
    if judgement is not None:
        judgement.settled = escalation
