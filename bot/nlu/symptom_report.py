"""What a parsed message says of its report of a symptom, for policies; no text of the patient."""

from __future__ import annotations

from typing import Any

from bot.dialogue.triaged import TriagedAssessment
from bot.dialogue.weighing import is_guess
from bot.safety import Assessment

REPORT = "report"


def report_of(assessment: Assessment) -> dict[str, Any]:
    """The symptoms that a message reports, and whether the triage answers it."""
    if not isinstance(assessment, TriagedAssessment) or assessment.report is None:
        return {"symptoms": [], "takes_over": False, "denies": False}
    return {
        "symptoms": list(assessment.report.symptoms),
        "takes_over": assessment.takes_over,
        "denies": assessment.denies,
        "asks_anew": assessment.asks_anew,
        "advice": assessment.report.advice,
        "is_surely_mild": assessment.report.is_surely_mild,
        "is_guess": is_guess(assessment.report),
    }
