"""What follows from a judged message: each answer to that is worked out once, for whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.dialogue.judging import by_safety_alone, if_nothing_answers
from bot.safety import Assessment
from bot.safety.escalation import Escalation
from bot.safety.rules.knowledge import Symptom


@dataclass(frozen=True)
class Heard:
    """A judged message.

    Attributes:
        assessment: how it was judged.
        escalation: what follows from that.
        without_triage: what follows where the triage, which would have answered, says nothing.
        unanswered: what follows where the turn fails altogether.
    """

    assessment: Assessment
    escalation: Escalation
    without_triage: Escalation
    unanswered: Escalation

    @classmethod
    def of(cls, assessment: Assessment, symptoms: Mapping[str, Symptom]) -> Heard:
        """``symptoms``: of bot/data/red_flags, by name."""
        return cls(
            assessment,
            Escalation.of(assessment, symptoms),
            Escalation.of(by_safety_alone(assessment), symptoms),
            Escalation.of(if_nothing_answers(assessment), symptoms),
        )

    def answered_in(self, language: str) -> Heard:
        """The same where another language than the message's own is spoken: a number has none."""
        return replace(self, escalation=replace(self.escalation, language=language))

    @property
    def is_final(self) -> bool:
        """Whether it is so surely urgent that it is answered before its turn."""
        return self.escalation.is_final

    @property
    def urgent(self) -> Escalation | None:
        """The alarm that holds where the turn says nothing urgent; None: there is none."""
        both = (self.escalation, self.without_triage)
        return next((one for one in both if one.is_urgent), None)

    @property
    def has_intent(self) -> bool:
        """Whether it may be a red flag, to be said or asked about."""
        return bool(self.escalation.intent or self.without_triage.intent)
