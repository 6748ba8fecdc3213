"""Alarms that the wording as a whole does not bear out: they are asked about instead. Pure."""

from __future__ import annotations

from bot.dialogue.reports import Report
from bot.dialogue.triage_knowledge import TriageKnowledge, is_red
from bot.safety.decisions import BY_A_NUMBER
from bot.safety.finding import DETECTOR, Assessment

# Thresholds chosen on tests/dialogue/dev, tests/safety/dev and graded reports of four writers in
# November 2026. The share of "nothing is reported" above which no alarm is taken away:
MOST_NOTHING_OF_MILD = 0.1
# A call that only the detector guesses is asked about where it and the wording are less sure than
# this: of 1,320 red flags of the development sets none is such a call, of 20 over-called reports of
# two writers 3 are. A weak call that a rule reads is asked about below this likelihood of red: 3 of
# 3 were milder.
SURE_CALL_FROM, SURELY_RED_FROM, SHARE_OF_WEAK_CALL_FROM = 0.7, 0.92, 0.5
LEAST_RED_OF_WEAK_CALL = 0.6
# In words of doubt ("maybe", "a bit", words.yml), a call is asked about where the wording is as
# likely to need a question: 5 of 5 such calls were no more than that.
TO_ASK_IN_DOUBT_FROM = 0.5
# Of what is seldom urgent (relations.yml), with this share, only a guess as sure as this holds.
SHARE_OF_SELDOM_RED_FROM, SURE_OF_SELDOM_RED_FROM = 0.9, 0.9


def is_weak_alarm(assessment: Assessment, report: Report, knowledge: TriageKnowledge) -> bool:
    """Whether an alarm is too weak for what is surely reported, so that it is asked about."""
    return (
        _is_weak_call(assessment, report)
        or (_is_call(assessment) and is_told_in_doubt(report, knowledge))
        or _is_guess_of_something_mild(assessment, report, knowledge)
    )


def is_mild_beyond_doubt(assessment: Assessment, report: Report) -> bool:
    """Whether the wording as a whole outweighs what else alarms; never an alarm that a rule reads,
    a number, or suicide."""
    counting = [finding for finding in assessment.findings if finding.counts]
    is_read = any(one.reason != DETECTOR for one in counting) and assessment.outcome == "urgent"
    is_read |= any(one.is_emergency_by_rule for one in counting) or assessment.crisis
    is_number = report.measured or assessment.decided_by == BY_A_NUMBER
    is_mild = report.is_mild_beyond_doubt and report.nothing <= MOST_NOTHING_OF_MILD
    return is_mild and not (is_read or is_number)


def _is_weak_call(assessment: Assessment, report: Report) -> bool:
    """Whether a call to the care team is little more than the detector's guess, of a symptom that
    is well recognised, and of which no fact is red."""
    is_doubtful = assessment.suspicion < SURE_CALL_FROM
    if assessment.is_only_suspected:
        is_doubtful &= report.red_as_told < SURELY_RED_FROM
    else:
        is_doubtful &= report.red < LEAST_RED_OF_WEAK_CALL
    is_recognised = report.share >= SHARE_OF_WEAK_CALL_FROM
    return _is_call(assessment) and is_doubtful and is_recognised and not is_red(report.level)


def is_told_in_doubt(report: Report, knowledge: TriageKnowledge) -> bool:
    """Whether whoever reports it is not sure of it, and too little is told: "my wife thinks my skin
    looks a bit yellowish"."""
    is_open = report.to_ask >= TO_ASK_IN_DOUBT_FROM and report.level != "emergency"
    is_recognised = report.share >= SHARE_OF_WEAK_CALL_FROM and not report.measured
    return is_open and is_recognised and bool(knowledge.doubted.find(report.said.words))


def _is_guess_of_something_mild(
    assessment: Assessment, report: Report, knowledge: TriageKnowledge
) -> bool:
    """Whether only the detector alarms, and not surely, about what is hardly ever urgent: "I can't
    stop scratching my shins" is no weakness."""
    is_sure = report.share >= SHARE_OF_SELDOM_RED_FROM
    is_mild = is_sure and report.symptoms[0] in knowledge.relations.seldom_red
    is_guess = assessment.is_only_suspected and assessment.suspicion < SURE_OF_SELDOM_RED_FROM
    return is_mild and is_guess and assessment.outcome == "urgent" and not assessment.crisis


def _is_call(assessment: Assessment) -> bool:
    """Whether it is an alarm of the safety layer's, but no emergency, crisis or number."""
    is_number = assessment.decided_by == BY_A_NUMBER
    is_call = assessment.outcome == "urgent" and assessment.tier == "call_now"
    return is_call and not (is_number or assessment.crisis)
