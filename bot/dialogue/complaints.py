"""Which symptoms are one complaint. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.relations import Relations
from bot.dialogue.triage_state import Case, Triage


def is_part(case: Case, triage: Triage, relations: Relations) -> bool:
    """Whether another symptom that was reported covers it."""
    return whole_of(case, triage, relations) is not None


def whole_of(case: Case, triage: Triage, relations: Relations) -> str | None:
    """The symptom that was reported and covers it: of an itchy rash the rash is asked about."""
    wholes = map(triage.case, sorted(relations.part_of[case.symptom]))
    counting = (one for one in wholes if one is not None and one.stage in ("open", "done"))
    return next((one.symptom for one in counting), None)


def are_several(symptoms: Sequence[str], relations: Relations) -> bool:
    """Whether they are more than one complaint: an itch beside a rash is none of its own."""
    return sum(relations.part_of[one].isdisjoint(symptoms) for one in symptoms) > 1
