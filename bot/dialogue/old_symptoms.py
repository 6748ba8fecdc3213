"""Symptoms that somebody has had for long, and that have not changed. Pure."""

from __future__ import annotations

from bot.dialogue.reports import OLD, Report
from bot.dialogue.triage_knowledge import FACT, TriageKnowledge, is_red
from bot.safety import Assessment
from bot.safety.decisions import BY_A_NUMBER

_NEW = frozenset({f"{FACT}:new", f"{FACT}:new_worse"})
# What sounds as much like an emergency is not asked about.
MOST_OF_AN_EMERGENCY = 0.6


def is_old_and_the_same(assessment: Assessment, report: Report, knowledge: TriageKnowledge) -> bool:
    """Whether a symptom of which the table has a row "old, no change" is said to be that, and
    nothing graver is told: "smoker's cough I've had for 20 years". It is asked about."""
    told = report.said
    is_new = bool(_NEW & told.stated) or told.worsens
    if OLD not in told.stated or is_new or not report.is_named:
        return False
    is_grave = assessment.tier == "emergency" or assessment.decided_by == BY_A_NUMBER
    if is_grave or is_red(report.level) or report.emergency >= MOST_OF_AN_EMERGENCY:
        return False
    symptom = report.symptoms[0]
    counting = [finding.symptom for finding in assessment.findings if finding.counts]
    return _has_such_a_row(symptom, knowledge) and not any(
        knowledge.is_guess_of_something_else(one, symptom) for one in counting
    )


def _has_such_a_row(symptom: str, knowledge: TriageKnowledge) -> bool:
    return any(
        OLD in button.parts and button.mark is None
        for question in knowledge.symptoms[symptom].questions
        for button in question.buttons
    )
