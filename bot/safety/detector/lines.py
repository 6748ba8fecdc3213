"""Example lines that the detector learns from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.safety.detector.detector import NO_SYMPTOM

Label = Literal["emergency", "call_now", "none", "check"]

# What is no writer's: always seen, and no threshold is set by it.
ORDINARY = "ordinary messages"
REPORTS = "reports of the triage"
ALWAYS_SEEN = (ORDINARY, REPORTS)
# The kind of an urgent report whose symptom goes by another name in the triage.
UNNAMED = "unnamed"
# Kinds of lines that are named otherwise than the symptom they show.
SYMPTOM_OF_KIND = {"unresponsive": "unconscious"}


@dataclass(frozen=True)
class Line:
    """One example line of a writer."""

    label: Label
    kind: str
    message: str
    writer: str

    @property
    def is_urgent(self) -> bool:
        """Whether it tells of a red flag happening now."""
        return self.label in ("emergency", "call_now")

    @property
    def symptom(self) -> str:
        """The red flag that it shows; NO_SYMPTOM where it shows none."""
        return SYMPTOM_OF_KIND.get(self.kind, self.kind) if self.is_urgent else NO_SYMPTOM
