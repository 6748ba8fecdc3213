"""Whether a report is red by itself, as far as words and what was learned tell. Pure."""

from __future__ import annotations

from bot.dialogue.reports import MOOD, Report
from bot.dialogue.triage_knowledge import is_red
from bot.dialogue.weak_alarms import (
    GUESS_SET_ASIDE,
)
from bot.safety.decisions import BY_A_NUMBER, BY_AN_OWN_QUESTION
from bot.safety.finding import Assessment

# Thresholds chosen on tests/dialogue/dev and tests/safety/dev in November 2026.
# An alarm of the safety layer's holds where the wording is as likely red as this …
RED_WITH_ALARM_FROM = 0.45
# … or as this, where it is told in so few words and nothing in them is red: "fever", "it burns when
# I pee". What is as likely to need a question as the last says does not back an alarm at all …
RED_OF_BARE_REPORT_FROM, BARE_REPORT_WORDS, MOST_TO_ASK = 0.9, 6, 0.4
# … as likely as this where the detector is as sure …
RED_WITH_SURE_ALARM_FROM, SURE_ALARM_FROM = 0.4, 0.97
# … or where it is an emergency and the wording or the detector is as sure as this.
RED_WITH_EMERGENCY_FROM = 0.65
SURE_EMERGENCY_FROM = 0.9
# Facts that are red alarm without it where the wording is as likely red as this.
RED_WITH_FACTS_FROM = 0.5
# … unless it is no likelier red as it is told, and the detector hears nothing: they are misread.
MOST_TOLD_OF_MISREAD_FACTS = 0.35
# Where the safety layer would ask, a wording as red as this alarms by itself.
RED_FROM = 0.95
# Where it asks because the detector suspects as much as this, both together alarm from here on.
SUSPECTED_FROM, RED_WITH_SUSPICION_FROM = 0.5, 0.55
# A report that is as likely red as it is told alarms where no more than this share says that
# nothing is reported, and all views together are as sure as this that something is.
RED_AS_TOLD_FROM, MOST_NOTHING_OF_RED, RED_EVIDENCE_FROM = 0.75, 0.15, 3.0
# In a bare report it must be as likely red as this.
BARE_RED_AS_TOLD_FROM = 0.9
# More than this share of "nothing is reported": no alarm is added.
MOST_NOTHING = 0.3
# What the safety layer would not call urgent alarms only where all views together are as sure as
# this that something is reported: of 25 such alarms below it 21 were about nothing urgent, of 45
# above it 8. A number, or what is as likely red as the third says, needs less.
ADDED_ALARM_EVIDENCE_FROM, CLEAR_ALARM_EVIDENCE_FROM, SURELY_RED_AS_TOLD_FROM = 3.2, 2.3, 0.97
# In so few words, "38:5", a number tells no feeling, and is one for sure.
NUMBER_ALONE_WORDS = 4
# … and as it is told, only where the detector suspects as much: below, 8 of 9 were nothing urgent.
SUSPECTED_AS_TOLD_FROM = 0.35
# A guess of the detector's that is set aside still alarms where the wording is as likely red.
RED_DESPITE_OTHER_GUESS_FROM = 0.9
# "Pills" names a thing, not how somebody feels; "sleeping lots" does not.
FEW_WORDS, SHARE_OF_FEW_WORDS_FROM = 2, 0.9


def is_red_by_itself(assessment: Assessment, report: Report, found: float | None) -> bool:
    """Whether a report alarms though the safety layer does not: its symptom is named as happening,
    nothing speaks against a report, and facts and wording agree; else it is asked about."""
    is_number = report.said.is_measured and is_red(report.level)
    is_clear = is_number or report.red_as_told >= SURELY_RED_AS_TOLD_FROM
    least = CLEAR_ALARM_EVIDENCE_FROM if is_clear else ADDED_ALARM_EVIDENCE_FROM
    if is_number or (found is not None and found < least):
        is_alone = is_number and len(report.said.words) <= NUMBER_ALONE_WORDS
        return is_alone or found is None or found >= least
    is_asked = assessment.decided_by == BY_AN_OWN_QUESTION
    if is_asked or not report.is_named or report.nothing > MOST_NOTHING:
        return False
    if is_red(report.level):
        # "Fingertips are peeling a bit" names what is red, and nothing else says that it is.
        is_named_red = report.told_in_name and assessment.outcome == "check"
        if report.measured or is_named_red:
            return True
        is_heard = assessment.suspicion >= SUSPECTED_AS_TOLD_FROM or report.strongest is None
        is_heard |= report.red_as_told > MOST_TOLD_OF_MISREAD_FACTS
        return report.red >= RED_WITH_FACTS_FROM and is_heard
    is_suspected = assessment.suspicion >= SUSPECTED_AS_TOLD_FROM
    is_asked = assessment.outcome == "check" and is_suspected and not names_only(report)
    return is_asked and report.red >= RED_FROM


def is_told_red(assessment: Assessment, report: Report, found: float | None) -> bool:
    """Whether a statement is surely a report, and likely red as it is told. A number is as red as
    the table says."""
    is_added = assessment.outcome != "urgent"
    is_suspected = assessment.suspicion >= SUSPECTED_AS_TOLD_FROM or is_red(report.level)
    if is_added and not is_suspected:
        return False
    least = ADDED_ALARM_EVIDENCE_FROM if is_added else RED_EVIDENCE_FROM
    is_sure = found is not None and found >= least
    is_report = is_sure and report.nothing <= MOST_NOTHING_OF_RED and not report.said.asks
    is_other = report.said.is_measured or report.symptoms[:1] == (MOOD,)
    if not is_report or is_other or names_only(report):
        return False
    least = BARE_RED_AS_TOLD_FROM if _is_bare(report) else RED_AS_TOLD_FROM
    return report.red_as_told >= least


def names_only(report: Report) -> bool:
    """ "Fever" is asked about, however red most fevers are."""
    return len(report.said.words) <= FEW_WORDS


def _is_bare(report: Report) -> bool:
    """Whether a few words name a symptom, and no fact in them is red."""
    words = sum(word.norm.isalnum() for word in report.said.words.items)
    return words <= BARE_REPORT_WORDS and not is_red(report.level)


def both_suspect(assessment: Assessment, report: Report) -> bool:
    """Whether the detector, which would have the safety layer ask, and the wording of what is
    reported agree that it is red."""
    return (
        assessment.outcome == "check"
        and not assessment.crisis
        and not names_only(report)
        and assessment.suspicion >= SUSPECTED_FROM
        and report.red >= RED_WITH_SUSPICION_FROM
        and report.nothing <= MOST_NOTHING
    )


def is_backed(assessment: Assessment, report: Report) -> bool:
    """Whether an alarm of the safety layer's holds though the facts are not red by themselves."""
    if assessment.decided_by == BY_A_NUMBER:
        return True
    is_to_ask = report.to_ask >= MOST_TO_ASK and not is_red(report.level)
    is_to_ask &= assessment.suspicion < SURE_ALARM_FROM
    if report.red >= _red_enough(assessment, report) and not is_to_ask:
        return True
    if assessment.tier == "emergency" and (
        report.red >= RED_WITH_EMERGENCY_FROM or assessment.suspicion >= SURE_EMERGENCY_FROM
    ):
        return True
    # What has milder grades is asked about; not "my face droops, is it a stroke".
    asked = {one for one in assessment.asked_about if assessment.tier == "emergency"}
    counting = [one for one in assessment.findings if one.counts]
    return any(one.is_emergency_by_rule or one.symptom in asked for one in counting)


def _red_enough(assessment: Assessment, report: Report) -> float:
    if assessment.decided_by == GUESS_SET_ASIDE:
        return RED_DESPITE_OTHER_GUESS_FROM
    if _is_bare(report):
        return RED_OF_BARE_REPORT_FROM
    is_sure = assessment.suspicion >= SURE_ALARM_FROM
    return RED_WITH_SURE_ALARM_FROM if is_sure else RED_WITH_ALARM_FROM
