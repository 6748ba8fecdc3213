"""Whether the triage takes a message over from the safety layer's alarm. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.reports import MOOD, Report
from bot.dialogue.triage_knowledge import Action, TriageKnowledge, graver, is_red
from bot.safety.finding import DETECTOR, Assessment, Finding

# Thresholds chosen on tests/dialogue/dev and tests/safety/dev in November 2026.
# An alarm of the safety layer's holds where the wording is as likely red as this …
RED_WITH_ALARM_FROM = 0.75
# … or where it is an emergency and the wording or the detector is as sure as this.
RED_WITH_EMERGENCY_FROM = 0.5
SURE_EMERGENCY_FROM = 0.9
# Without an alarm of its, facts that are red alarm where the wording is as likely red as this.
RED_WITH_FACTS_FROM = 0.5
# Where the safety layer would ask, a wording as red as this alarms by itself.
RED_FROM = 0.95
# More than this share of "nothing is reported" and no alarm is added.
MOST_NOTHING = 0.3
# A call-now report whose wording is as likely an emergency as this is one.
EMERGENCY_FROM = 0.85
# Without a phrase that names it, the main symptom needs this learned share to be asked about.
SHARE_WITHOUT_PHRASE_FROM = 0.5
# A report in which low mood has no more than this share does not sound of mood at all.
MOST_MOOD = 0.02


@dataclass(frozen=True)
class Verdict:
    """Who answers a message.

    Attributes:
        takes_over: the triage asks or advises; no alarm is raised.
        alarm: the alarm that the report is as it stands; None: the safety layer's judgement holds.
        symptoms: names of the symptoms that it is about.
        asks_anew: facts that seem red are doubtful, so that they are asked about all the same.
    """

    takes_over: bool
    alarm: Action | None = None
    symptoms: tuple[str, ...] = ()
    asks_anew: bool = False


HANDS_OFF = Verdict(takes_over=False)


def weigh(assessment: Assessment, report: Report, knowledge: TriageKnowledge) -> Verdict:
    """Who answers: never the triage where suicide is spoken of, where nothing is surely reported,
    or where the report is red as it stands by the clinical reference. Then it stays an alarm, as
    grave as either of both says."""
    if not _is_sure(report) or (assessment.crisis and not _asks_about_mood(assessment, report)):
        return HANDS_OFF
    red_facts = is_red(report.level)
    if assessment.outcome == "urgent":
        red = red_facts or _is_backed(assessment, report)
    else:
        red = _is_red_by_itself(assessment, report)
    if red:
        return Verdict(False, _alarm(assessment, report), report.symptoms)
    if is_red(knowledge.symptoms[report.symptoms[0]].lowest):
        # Every report of it is red, and this one is doubtful: the safety layer knows better.
        return HANDS_OFF
    return Verdict(True, None, report.symptoms, asks_anew=red_facts)


def _is_sure(report: Report) -> bool:
    return report.is_named or (bool(report.symptoms) and report.share >= SHARE_WITHOUT_PHRASE_FROM)


def _alarm(assessment: Assessment, report: Report) -> Action | None:
    own: Action | None = report.level if is_red(report.level) else "call_now"
    if report.emergency >= EMERGENCY_FROM:
        own = "emergency"
    return graver(own, assessment.tier if assessment.outcome == "urgent" else None)


def _is_red_by_itself(assessment: Assessment, report: Report) -> bool:
    """Whether a report alarms though the safety layer does not: its symptom is named as happening,
    nothing speaks against a report, and facts and wording agree; else it is asked about."""
    if not report.is_named or report.nothing > MOST_NOTHING:
        return False
    if is_red(report.level):
        return report.measured or report.red >= RED_WITH_FACTS_FROM
    return assessment.outcome == "check" and report.red >= RED_FROM


def _asks_about_mood(assessment: Assessment, report: Report) -> bool:
    """Where only the detector suspects suicide: low mood, of which the triage's first question asks
    for it, or a report that names its symptom and does not sound of mood at all."""
    if not assessment.is_only_suspected:
        return False
    if report.symptoms[0] == MOOD:
        return assessment.outcome == "check"
    return report.is_named and report.mood <= MOST_MOOD


def _is_backed(assessment: Assessment, report: Report) -> bool:
    """Whether an alarm of the safety layer's holds though the facts are not red by themselves."""
    if report.red >= RED_WITH_ALARM_FROM:
        return True
    if assessment.tier == "emergency" and (
        report.red >= RED_WITH_EMERGENCY_FROM or assessment.suspicion >= SURE_EMERGENCY_FROM
    ):
        return True
    return any(_is_red_by_rule(finding) for finding in assessment.findings if finding.counts)


def _is_red_by_rule(finding: Finding) -> bool:
    """An emergency that a rule saw; a symptom with milder grades is asked about."""
    return finding.reason != DETECTOR and finding.tier == "emergency"
