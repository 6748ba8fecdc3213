"""What a step of the triage says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.triage_levels import Rules
from bot.dialogue.triage_state import Step, Triage

Says = Literal[
    "question", "emergency", "crisis", "call_now", "call_today", "self_care", "left", "apology"
]  # fmt: skip
_ALARMS = frozenset({"emergency", "crisis", "call_now"})


@dataclass(frozen=True)
class Turn:
    """What is said, None where the triage has nothing to say, and the state afterwards."""

    says: Says | None
    triage: Triage

    @property
    def is_alarm(self) -> bool:
        """Whether the triage itself raises an alarm."""
        return self.says in _ALARMS


def turn_of(step: Step, rules: Rules) -> Turn:
    """The turn that a step makes."""
    if step.action is None:
        return Turn("question", step.triage)
    if step.action == "emergency" and rules.knowledge.symptoms[step.symptoms[0]].crisis:
        return Turn("crisis", step.triage)
    return Turn(step.action, step.triage)
