"""How much all views together say that something felt now is reported. Pure."""

from __future__ import annotations

import math
from dataclasses import replace

from bot.dialogue.reports import MOOD, Report
from bot.dialogue.weak_alarms import is_letter
from bot.safety.decisions import BY_A_NUMBER
from bot.safety.finding import Assessment
from bot.safety.rules.context import NOW

# How much each view says that something felt now is reported, fitted on the development sets of
# safety, topics and triage in November 2026, each set held out in turn (docs/safety.md): the
# network's log odds, those of the red-flag detector and of the likeliest symptom, a phrase that
# names it, a question mark.
_NETWORK, _DETECTOR, _SYMPTOM, _NAMED, _ASKS, _ALWAYS = 0.49, 0.495, 0.25, 0.518, -0.252, 1.75
# Neither of the first two says no more surely than this, or it alone would outvote the others.
_SUREST_NO = -5.0
# Below this sum nobody is asked, for a message that asks something and for one that does not.
# Chosen on six writers: half a point lower asks about 3 in 100 more of the harmless lines that
# resemble red flags, and about 2 in 1,000 more of the red flags.
ASK_QUESTION_FROM, ASK_STATEMENT_FROM = -0.3, -0.3
# What only the detector takes for an alarm, or for thoughts of suicide, is one from here on, and
# asked about below: 40 of 41 such crisis cards of eight writers that were right have as much, and 2
# of 6 that were wrong, "I am on teclistamab by the way".
ALARM_ALONE_FROM = 1.0
# What a rule reads is asked about where all views together are no surer than this, and the
# recogniser hears with this share that nothing is reported: "my throat swelled with pride". Of such
# alarms in eight writers' lines 9 were harmless and none was not …
ASK_ABOUT_ALARM_TO, NOTHING_HEARD_FROM = 0.88, 0.55
# … and up to this where the detector is as unsure, or alone: 7 of 7 were harmless.
ASK_ABOUT_WEAK_ALARM_TO, WEAK_BELOW = 2.0, 0.5
# What only the detector suspects is not asked about below this where the recogniser hears nothing:
# "is a glass of red ok". Of such suspicions in eight writers' lines 8 of 8 were harmless.
ASK_ABOUT_SUSPICION_FROM = 1.1
# In a letter, where the recogniser hears with this share that nothing is reported, what is no more
# than suspected by the detector alone is not asked about: of such suspicions in letters of nine
# writers 6 of 6 were questions, and of 92 letters that told of a red flag none is one.
FAINT_IN_A_LETTER_BELOW, NOTHING_HEARD_IN_A_LETTER_FROM = 0.5, 0.5
# An emergency that a rule read in the words is asked about down to here.
ASK_ABOUT_EMERGENCY_FROM = -3.0
# A statement of which it is as likely what follows from it, and in which no more than this share
# says that nothing is reported, is a report down to here: "was sick in the bus today".
SURE_OUTCOME_FROM, MOST_NOTHING_OF_SURE, ASK_SURE_STATEMENT_FROM = 0.6, 0.2, -2.0
# From here on it is a report, also where it sounds like a topic that can be answered: that answers
# 35 of 132 questions more, and takes none of 426 reports of four writers for a question …
REPORT_IN_QUESTION_FROM, REPORT_IN_STATEMENT_FROM, SURE_REPORT_OF_TOPIC_FROM = 3.5, 2.0, 1.0
# … or like something that is none of the assistant's matters.
REPORT_AMONG_OTHER_MATTERS_FROM = 0.5
# Who says so of somebody in few words, with this share for low mood, reports it.
LOW_MOOD_FROM, _LONGEST_LOW_MOOD_WORDS = 0.5, 10
_LEAST_PROBABILITY = 1e-6
SUSPECTED_ALONE = "the detector alone is sure"
_READ_ALONE = "a rule counts, and nobody else hears it"
# Rows of the safety layer's table that ask because of a suspicion, and not because of a number, a
# name that stands alone, or a question about one's own symptom.
_ASKS_ON_SUSPICION = frozenset(
    {
        "strongly suspected",
        "named and suspected",
        "a rule counts",
        "an unclear wording",
        "a harmless number, but the rest alarms",
    }
)


def evidence(assessment: Assessment, report: Report) -> float | None:
    """How much all views together say that something felt now is reported, 0: as likely as not, as
    log odds; None: the detector or the recogniser is missing."""
    if assessment.reported is None or report.strongest is None:
        return None
    found = (
        _NETWORK * max(assessment.reported, _SUREST_NO)
        + _DETECTOR * max(_log_odds(assessment.suspicion), _SUREST_NO)
        + _SYMPTOM * _log_odds(report.strongest)
        + _NAMED * report.is_named
        + _ASKS * any(word.norm == "?" for word in report.said.words.items)
        + _ALWAYS
    )
    return max(found, REPORT_IN_STATEMENT_FROM) if _says_low_mood(report) else found


def _says_low_mood(report: Report) -> bool:
    """Whether somebody says in few words that he is low: he is asked whether he thinks of suicide,
    and is not only told what may help."""
    is_short = len(report.said.words) <= _LONGEST_LOW_MOOD_WORDS
    is_mood = report.symptoms[:1] == (MOOD,) and report.mood >= LOW_MOOD_FROM
    said_of_somebody = report.said.reported.get(MOOD) == NOW
    return is_short and is_mood and said_of_somebody and not report.said.asks_beside


def _log_odds(probability: float) -> float:
    kept = min(max(probability, _LEAST_PROBABILITY), 1 - _LEAST_PROBABILITY)
    return math.log(kept / (1 - kept))


def is_without_evidence(found: float | None, report: Report) -> bool:
    """Whether all views together say that nothing is reported; a number always reports."""
    if found is None or report.said.is_measured:
        return False
    if is_sure_statement(report):
        return found < ASK_SURE_STATEMENT_FROM
    return found < (ASK_QUESTION_FROM if report.said.asks else ASK_STATEMENT_FROM)


def is_sure_statement(report: Report) -> bool:
    """Whether a statement surely reports a symptom, and it is clear what follows from it."""
    is_clear = report.nothing <= MOST_NOTHING_OF_SURE and report.sureness >= SURE_OUTCOME_FROM
    return is_clear and bool(report.symptoms) and not report.said.asks_beside


def with_evidence_of_crisis(assessment: Assessment, found: float | None) -> Assessment:
    """An assessment in which what the detector alone takes for thoughts of suicide is asked about
    where the other views do not share it."""
    is_alone = assessment.crisis and assessment.is_only_suspected
    is_alarm = is_alone and assessment.outcome == "urgent"
    if not is_alarm or found is None or found >= ALARM_ALONE_FROM:
        return assessment
    return replace(assessment, outcome="check", tier=None, decided_by=SUSPECTED_ALONE)


def with_evidence(assessment: Assessment, found: float | None, report: Report) -> Assessment:
    """An assessment that acts on a suspicion only as far as the other views share it.

    What the detector alone takes for an alarm is asked about where they rather say that nothing is
    reported. Where all together say so, nobody is asked "Are you unwell?" on a suspicion: it is
    answered as usual, with when to call.
    """
    alarms_alone = assessment.outcome == "urgent" and assessment.is_only_suspected
    if alarms_alone and found is not None and found < ALARM_ALONE_FROM:
        return replace(assessment, outcome="check", tier=None, decided_by=SUSPECTED_ALONE)
    is_read_crisis = assessment.crisis and not assessment.is_only_suspected
    # "My sugar meter says HI" tells no feeling, and is one for sure.
    holds = is_read_crisis or any(one.is_sure for one in assessment.findings if one.counts)
    if assessment.outcome == "urgent" and not holds and _hears_nothing(assessment, found, report):
        return replace(assessment, outcome="check", tier=None, decided_by=_READ_ALONE)
    is_asked = assessment.outcome == "check" and assessment.decided_by in _ASKS_ON_SUSPICION
    # A means of suicide, or help to die, is told and asked for in the calmest words.
    is_to_be_asked = assessment.crisis and any(f.is_sure for f in assessment.findings if f.counts)
    is_unfounded = is_without_evidence(found, report) or _is_unheard(assessment, found, report)
    if not is_asked or is_to_be_asked or not is_unfounded:
        return assessment
    is_emergency = any(one.is_emergency_by_rule for one in assessment.findings if one.counts)
    if is_emergency and (found is None or found >= ASK_ABOUT_EMERGENCY_FROM):
        return assessment
    return assessment.without_suspicion()


def _is_unheard(assessment: Assessment, found: float | None, report: Report) -> bool:
    """Whether nobody but the detector suspects anything, and not of suicide; in a letter it is
    alone more often, since it looks at each stretch of it and tells the most alarming."""
    if assessment.is_only_suspected and is_letter(report):
        is_faint = assessment.suspicion < FAINT_IN_A_LETTER_BELOW
        if is_faint and report.nothing >= NOTHING_HEARD_IN_A_LETTER_FROM:
            return True
    is_alone = assessment.is_only_suspected and not assessment.crisis
    is_weak = found is not None and found < ASK_ABOUT_SUSPICION_FROM
    return is_alone and is_weak and report.nothing >= NOTHING_HEARD_FROM


def _hears_nothing(assessment: Assessment, found: float | None, report: Report) -> bool:
    """Whether the recogniser hears no report where the other views are not sure of one, either."""
    is_number = report.said.is_measured or assessment.decided_by == BY_A_NUMBER
    if found is None or is_number or report.nothing < NOTHING_HEARD_FROM:
        return False
    is_weak = assessment.is_only_suspected or assessment.suspicion < WEAK_BELOW
    is_weak &= not assessment.crisis
    return found <= (ASK_ABOUT_WEAK_ALARM_TO if is_weak else ASK_ABOUT_ALARM_TO)
