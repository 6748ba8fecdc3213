"""Whether a part of a message tells more than the whole of it was judged to tell. Pure."""

from __future__ import annotations

from bot.dialogue.triaged import TriagedAssessment
from bot.safety import Assessment


def tells_more(told: Assessment, judged: Assessment) -> bool:
    """Whether a part reports something where the message does not, or more surely; what is only
    suspected in it is asked about in the whole: "I'm pregnant and I'm on Keytruda, what now"."""
    if judged.outcome == "urgent":
        return told.tier == "emergency"
    if told.outcome == "urgent":
        return True
    if not is_answered(judged):
        is_suspicion = told.outcome == "check" and told.is_only_suspected
        return is_answered(told) or (told.outcome != "none" and not is_suspicion)
    return is_answered(told) and _evidence_of(told) > _evidence_of(judged)


def _evidence_of(assessment: Assessment) -> float:
    found = assessment.evidence if isinstance(assessment, TriagedAssessment) else None
    return 0.0 if found is None else found


def is_answered(assessment: Assessment) -> bool:
    return isinstance(assessment, TriagedAssessment) and assessment.is_calm


def is_graded(assessment: Assessment) -> bool:
    """Whether the triage answers it, and facts in it ask for a call."""
    if not isinstance(assessment, TriagedAssessment) or assessment.report is None:
        return False
    return assessment.takes_over and assessment.report.level not in (None, "self_care")
