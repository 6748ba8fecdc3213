"""A graver guess of the detector's, beside what the rules read in the words. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.reports import Report
from bot.safety.finding import DETECTOR, Assessment

# What the detector guesses where a rule reads trouble swallowing; below this likelihood of an
# emergency it is none.
_GUESSED_FOR = {"throat_swelling": "weakness"}
MOST_OF_A_GUESS = 0.45


def without_graver_guess(assessment: Assessment, report: Report) -> Assessment:
    """The assessment without an emergency that only the detector guesses, where a rule reads what
    is often taken for it, and the facts say call now: "it is hard to swallow bread" is no swelling
    throat."""
    counting = [finding for finding in assessment.findings if finding.counts]
    guesses = [f for f in counting if f.tier == "emergency"]
    read = {finding.symptom for finding in counting if finding.reason != DETECTOR}
    is_guess = bool(guesses) and all(
        f.reason == DETECTOR and _GUESSED_FOR.get(f.symptom) in read for f in guesses
    )
    is_graded = report.is_named and report.level == "call_now"
    if not is_guess or assessment.crisis or not is_graded or report.emergency >= MOST_OF_A_GUESS:
        return assessment
    kept = tuple(finding for finding in assessment.findings if finding not in guesses)
    return replace(assessment, tier="call_now", findings=kept, emergency=False)
