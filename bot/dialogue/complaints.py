"""Which symptoms are one complaint. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.triage_state import Case, Triage

# Of these two the second is asked about: an itchy rash is one complaint.
PART_OF = {"itch": "rash"}


def is_part(case: Case, triage: Triage) -> bool:
    """Whether another symptom that was reported covers it."""
    whole = triage.case(PART_OF.get(case.symptom, ""))
    return whole is not None and whole.stage in ("open", "done")


def are_several(symptoms: Sequence[str]) -> bool:
    """Whether they are more than one complaint: an itch beside a rash is none of its own."""
    return sum(PART_OF.get(one) not in symptoms for one in symptoms) > 1
