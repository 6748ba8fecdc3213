"""Whether the triage takes a message over from the safety layer's alarm. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.evidence import is_sure_statement
from bot.dialogue.gravity import is_worded_as_emergency
from bot.dialogue.later import is_denial
from bot.dialogue.old_symptoms import is_old_and_the_same
from bot.dialogue.reports import MOOD, Report
from bot.dialogue.triage_knowledge import Action, TriageKnowledge, graver, is_red
from bot.dialogue.verdict import HANDS_OFF, Verdict
from bot.dialogue.weak_alarms import (
    GUESS_SET_ASIDE,
    is_mild_beyond_doubt,
    is_told_in_doubt,
    is_weak_alarm,
)
from bot.safety.decisions import BY_A_NUMBER, BY_AN_OWN_QUESTION
from bot.safety.finding import DETECTOR, SEVERAL, Assessment
from bot.safety.rules.context import UNCLEAR_WORDING

# Thresholds chosen on tests/dialogue/dev and tests/safety/dev in November 2026.
# An alarm of the safety layer's holds where the wording is as likely red as this …
RED_WITH_ALARM_FROM = 0.45
# … or as this, where it is told in so few words and nothing in them is red: "fever", "it burns when
# I pee". What is as likely to need a question as the last says does not back an alarm at all …
RED_OF_BARE_REPORT_FROM, BARE_REPORT_WORDS, MOST_TO_ASK = 0.75, 6, 0.4
# … as likely as this where the detector is as sure …
RED_WITH_SURE_ALARM_FROM, SURE_ALARM_FROM = 0.4, 0.97
# … or where it is an emergency and the wording or the detector is as sure as this.
RED_WITH_EMERGENCY_FROM = 0.65
SURE_EMERGENCY_FROM = 0.9
# Facts that are red alarm without it where the wording is as likely red as this.
RED_WITH_FACTS_FROM = 0.5
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
# It is set aside where the main symptom has this learned share.
SHARE_TO_SET_ASIDE_FROM = 0.45
# Without a phrase that names it, the main symptom needs this learned share to be asked about.
SHARE_WITHOUT_PHRASE_FROM = 0.6
# … or this one, where all views together are as sure as this that something is reported.
SHARE_WITH_EVIDENCE_FROM, SURE_EVIDENCE_FROM = 0.32, 2.0
# "Pills" names a thing, not how somebody feels; "sleeping lots" does not.
FEW_WORDS, SHARE_OF_FEW_WORDS_FROM = 2, 0.9
SHARE_OF_SURE_FEW_WORDS_FROM, MOST_NOTHING_OF_FEW_WORDS = 0.5, 0.1
STORY_WORDS = 9  # in which a milder symptom comes before the graver one
MOST_MOOD = 0.02  # of the share, where a report does not sound of mood at all


def without_other_guesses(
    assessment: Assessment, report: Report, knowledge: TriageKnowledge
) -> Assessment:
    """The assessment without guesses of the detector's that are surely not what is reported: "toast
    sticks in my dry mouth" is no sudden breathlessness. An alarm stays one, about the symptom that
    is reported, and is an emergency only where something else says so."""
    is_sure = bool(report.symptoms) and report.share >= SHARE_TO_SET_ASIDE_FROM
    if assessment.outcome != "urgent" or assessment.crisis or not is_sure:
        return assessment
    symptom = report.symptoms[0]
    others = [
        finding
        for finding in assessment.findings
        if finding.counts
        and finding.reason == DETECTOR
        and knowledge.is_guess_of_something_else(finding.symptom, symptom)
    ]
    if not others:
        return assessment
    kept = [finding for finding in assessment.findings if finding not in others]
    if not any(finding.counts for finding in kept):
        understood = knowledge.symptoms[symptom].understood
        kept.append(replace(others[0], symptom=symptom, tier="call_now", understood=understood))
    is_emergency = any(finding.counts and finding.tier == "emergency" for finding in kept)
    return replace(
        assessment,
        tier="emergency" if is_emergency else "call_now",
        findings=tuple(kept),
        emergency=is_emergency,
        decided_by=GUESS_SET_ASIDE,
    )


def weigh(
    assessment: Assessment,
    report: Report,
    knowledge: TriageKnowledge,
    found: float | None = None,
) -> Verdict:
    """Who answers. What the triage takes over, it also has something to say to."""
    verdict = _weigh(assessment, report, knowledge, found)
    if verdict.takes_over and is_denial(report.said):
        return Verdict(False, None, report.symptoms, denies=True)
    return verdict


def _weigh(
    assessment: Assessment, report: Report, knowledge: TriageKnowledge, found: float | None
) -> Verdict:
    """Never the triage where suicide is spoken of, where nothing is surely reported, or where the
    report is red as it stands by the clinical reference. Then it stays an alarm, as grave as either
    of both says."""
    is_sure = _is_sure(report, found)
    if _both_suspect(assessment, report):
        return Verdict(False, _alarm(assessment, report), report.symptoms if is_sure else ())
    if (
        assessment.is_settled
        or _only_feels_unwell(assessment, report)
        or not is_sure
        or (assessment.crisis and not _asks_about_mood(assessment, report))
    ):
        return HANDS_OFF
    if _hides_what_is_read(assessment, report, knowledge):
        return HANDS_OFF
    if is_old_and_the_same(assessment, report, knowledge):
        return Verdict(True, None, report.symptoms)
    red_facts = is_red(report.level)
    is_always_red = is_red(knowledge.symptoms[report.symptoms[0]].lowest)
    if is_mild_beyond_doubt(assessment, report) and not is_always_red:
        return Verdict(True, None, report.symptoms)
    if is_weak_alarm(assessment, report, knowledge) and not is_always_red:
        return Verdict(True, None, report.symptoms, asks_anew=red_facts)
    if assessment.outcome == "urgent":
        red = red_facts or _is_backed(assessment, report)
    else:
        is_doubted = is_told_in_doubt(report, knowledge)
        red = _is_red_by_itself(assessment, report, found) and not is_doubted
    # How grave a number is, its table knows: "fasting sugar 112".
    is_calm_number = any(one.is_measured and one.calm for one in assessment.findings)
    is_told = _is_told_red(assessment, report, found) and not is_calm_number
    if red or is_told:
        return Verdict(False, _alarm(assessment, report), report.symptoms)
    if is_always_red:  # and this one is doubtful: the safety layer knows better
        return HANDS_OFF
    return Verdict(True, None, report.symptoms, asks_anew=red_facts)


def _hides_what_is_read(assessment: Assessment, report: Report, knowledge: TriageKnowledge) -> bool:
    """Whether a rule reads a red flag that is none of the symptoms that are reported: "off her food
    on Saturday, on Sunday she called me by my sister's name" is not asked about appetite."""
    read = [one.symptom for one in assessment.findings if one.counts and not one.is_guessed]
    is_told = assessment.outcome == "check" or len(report.said.words) >= STORY_WORDS
    return assessment.outcome != "none" and is_told and any(
        all(knowledge.is_guess_of_something_else(one, symptom) for symptom in report.symptoms)
        for one in read
    )


def _is_sure(report: Report, found: float | None) -> bool:
    """Whether it is sure enough which symptom is reported to ask about it."""
    if report.is_named or not report.symptoms:
        return report.is_named
    if _names_only(report):
        is_felt = report.nothing <= MOST_NOTHING_OF_FEW_WORDS
        return report.share >= (
            SHARE_OF_SURE_FEW_WORDS_FROM if is_felt else SHARE_OF_FEW_WORDS_FROM
        )
    has_evidence = found is not None and found >= SURE_EVIDENCE_FROM
    has_evidence |= is_sure_statement(report)
    return report.share >= (SHARE_WITH_EVIDENCE_FROM if has_evidence else SHARE_WITHOUT_PHRASE_FROM)


def is_guess(report: Report) -> bool:
    """Whether it is little more than a guess which symptom is reported."""
    return not report.is_named and report.share < SHARE_WITHOUT_PHRASE_FROM


def _only_feels_unwell(assessment: Assessment, report: Report) -> bool:
    """Whether "I feel really unwell" is all that was written: no symptom is named, so none is
    asked about by a guess."""
    unclear = {f.symptom for f in assessment.findings if f.reason == UNCLEAR_WORDING}
    return SEVERAL in unclear and not report.is_named


def _alarm(assessment: Assessment, report: Report) -> Action | None:
    own: Action | None = report.level if is_red(report.level) else "call_now"
    own = "emergency" if is_worded_as_emergency(assessment, report) else own
    return graver(own, assessment.tier if assessment.outcome == "urgent" else None)


def _is_red_by_itself(assessment: Assessment, report: Report, found: float | None) -> bool:
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
        return report.measured or is_named_red or report.red >= RED_WITH_FACTS_FROM
    is_suspected = assessment.suspicion >= SUSPECTED_AS_TOLD_FROM
    is_asked = assessment.outcome == "check" and is_suspected and not _names_only(report)
    return is_asked and report.red >= RED_FROM


def _is_told_red(assessment: Assessment, report: Report, found: float | None) -> bool:
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
    if not is_report or is_other or _names_only(report):
        return False
    least = BARE_RED_AS_TOLD_FROM if _is_bare(report) else RED_AS_TOLD_FROM
    return report.red_as_told >= least


def _names_only(report: Report) -> bool:
    """ "Fever" is asked about, however red most fevers are."""
    return len(report.said.words) <= FEW_WORDS


def _is_bare(report: Report) -> bool:
    """Whether a few words name a symptom, and no fact in them is red."""
    words = sum(word.norm.isalnum() for word in report.said.words.items)
    return words <= BARE_REPORT_WORDS and not is_red(report.level)


def _both_suspect(assessment: Assessment, report: Report) -> bool:
    """Whether the detector, which would have the safety layer ask, and the wording of what is
    reported agree that it is red."""
    return (
        assessment.outcome == "check"
        and not assessment.crisis
        and not _names_only(report)
        and assessment.suspicion >= SUSPECTED_FROM
        and report.red >= RED_WITH_SUSPICION_FROM
        and report.nothing <= MOST_NOTHING
    )


def _asks_about_mood(assessment: Assessment, report: Report) -> bool:
    """Where only the detector suspects suicide: low mood, of which the triage's first question asks
    for it, where it is weakly suspected or denied in words; or a report that names its symptom and
    does not sound of mood at all."""
    if not assessment.is_only_suspected:
        return False
    if report.symptoms[0] == MOOD:
        denied = any(finding.reason == "negated" for finding in assessment.findings)
        return assessment.outcome == "check" or denied
    return report.is_named and report.mood <= MOST_MOOD


def _is_backed(assessment: Assessment, report: Report) -> bool:
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
