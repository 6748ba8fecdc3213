"""Whether a report is an emergency by its wording. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.reports import Report
from bot.dialogue.triage_knowledge import TriageKnowledge, is_red
from bot.safety import Assessment
from bot.safety.finding import DETECTOR, SEVERAL

EMERGENCY_FROM = 0.6  # A report whose wording is as likely an emergency as this is one …
# … and any alarm whose main symptom is as likely red as it is told, and then as likely an
# emergency: of 33 emergencies of six writers that were told to call the care team both find 12, and
# take 7 of 587 calls for emergencies. What is less likely red than the last says is none.
EMERGENCY_IF_RED_FROM, RED_AS_TOLD_OF_EMERGENCY_FROM, RED_OF_EMERGENCY_FROM = 0.55, 0.7, 0.5
# … or as likely as this, where a number makes it a call, and more words tell more than that.
EMERGENCY_DESPITE_NUMBER_FROM, WORDS_OF_A_NUMBER = 0.95, 7
# A call that a rule reads and that the table gives is one only where it is as likely as the first;
# what is neither red by its facts nor likelier red than the second must be as likely as that. Of 66
# calls of the development sets that were told as emergencies 11 are calls then, and one emergency.
EMERGENCY_DESPITE_TABLE_FROM, EMERGENCY_OF_DOUBTFUL_FROM = 0.88, 0.75
# A symptom that is as surely meant is graded by its own table.
SURE_OF_THE_SYMPTOM_FROM = 0.7
# What rules know to be over, or little, is none however it is worded.
SURELY_AN_EMERGENCY = 1.1
# No longer report is among the examples; in one that is, the recogniser hears too much.
LONGEST_REPORT_WORDS = 70


def as_grave_as_worded(
    assessment: Assessment, report: Report, knowledge: TriageKnowledge
) -> Assessment:
    """An alarm is an emergency where the wording of its main symptom sounds like one: "whats coming
    up looks like old coffee grains"; not where that symptom surely has no such grade."""
    is_call_now = assessment.tier == "call_now" and not assessment.is_settled
    if not is_call_now or assessment.crisis:
        return assessment
    if not is_worded_as_emergency(assessment, report, knowledge):
        return assessment
    return replace(assessment, tier="emergency", emergency=True)


def _is_never_one(report: Report, knowledge: TriageKnowledge) -> bool:
    """Whether no grade of its main symptom is an emergency: racing thoughts without sleep."""
    if not report.symptoms:
        return False
    grades = knowledge.symptoms[report.symptoms[0]].grades
    return all(grade.action != "emergency" for grade in grades)


def is_worded_as_emergency(
    assessment: Assessment, report: Report, knowledge: TriageKnowledge
) -> bool:
    """Whether the wording of a report sounds like an emergency, beside what else says how grave it
    is."""
    if report.share >= SURE_OF_THE_SYMPTOM_FROM and _is_never_one(report, knowledge):
        return False
    is_short = len(report.said.words) <= LONGEST_REPORT_WORDS
    if report.emergency < _least_of_an_emergency(assessment, report):
        return False
    if report.said.is_measured and report.level == "call_now":
        # How grave a number is, the table knows best: "I am at 39.4".
        tells_more = len(report.said.words) > WORDS_OF_A_NUMBER
        return is_short and tells_more and report.emergency >= EMERGENCY_DESPITE_NUMBER_FROM
    is_red_wording = report.red >= RED_OF_EMERGENCY_FROM
    is_told_red = report.red_as_told >= RED_AS_TOLD_OF_EMERGENCY_FROM
    is_emergency = report.emergency >= EMERGENCY_FROM or (
        is_told_red and report.emergency_if_red >= EMERGENCY_IF_RED_FROM
    )
    return is_short and is_red_wording and is_emergency


def _least_of_an_emergency(assessment: Assessment, report: Report) -> float:
    """How likely an emergency the wording must be."""
    read = [one for one in assessment.findings if one.counts and one.reason != DETECTOR]
    if read and all(one.lesser_of for one in read):
        return SURELY_AN_EMERGENCY  # "Fainted this morning, fine now": of what is over, or little
    if read and all(one.symptom == SEVERAL for one in read):
        # A list of milder complaints: "diarrhea and a rash and a sore throat".
        return EMERGENCY_DESPITE_TABLE_FROM
    if read and (report.level == "call_now" or all(one.is_sure for one in read)):
        # A rule and the table agree on a call: "my leg is fat and sore".
        return EMERGENCY_DESPITE_TABLE_FROM
    is_doubtful = not is_red(report.level) and report.red_as_told < EMERGENCY_OF_DOUBTFUL_FROM
    return EMERGENCY_OF_DOUBTFUL_FROM if is_doubtful else 0.0
