"""Whether the triage takes a message over from the safety layer's alarm. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.evidence import is_sure_statement
from bot.dialogue.gravity import is_worded_as_emergency
from bot.dialogue.later import is_denial
from bot.dialogue.old_symptoms import is_old_and_the_same
from bot.dialogue.redness import (
    SHARE_OF_FEW_WORDS_FROM,
    both_suspect,
    is_backed,
    is_red_by_itself,
    is_told_red,
    names_only,
)
from bot.dialogue.reports import MOOD, Report
from bot.dialogue.triage_knowledge import Action, TriageKnowledge, graver, is_red
from bot.dialogue.verdict import HANDS_OFF, Verdict
from bot.dialogue.weak_alarms import (
    GUESS_SET_ASIDE,
    is_counted_as_mild,
    is_mild_beyond_doubt,
    is_surely_to_ask,
    is_told_in_doubt,
    is_weak_alarm,
)
from bot.safety.finding import DETECTOR, SEVERAL, Assessment
from bot.safety.rules.context import UNCLEAR_WORDING

# It is set aside where the main symptom has this learned share.
SHARE_TO_SET_ASIDE_FROM = 0.45
# Without a phrase that names it, the main symptom needs this learned share to be asked about.
SHARE_WITHOUT_PHRASE_FROM = 0.6
# … or this one, where all views together are as sure as this that something is reported.
SHARE_WITH_EVIDENCE_FROM, SURE_EVIDENCE_FROM = 0.32, 2.0
SHARE_OF_SURE_FEW_WORDS_FROM, MOST_NOTHING_OF_FEW_WORDS = 0.5, 0.1
# What the detector suspects less than this, it does not hear.
CALM_BELOW = 0.15
STORY_WORDS = 11  # in which a milder symptom comes before the graver one
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
    if is_sure and is_counted_as_mild(assessment, report):
        return Verdict(True, None, report.symptoms)
    if both_suspect(assessment, report):
        return Verdict(
            False, _alarm(assessment, report, knowledge), report.symptoms if is_sure else ()
        )
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
    is_weak = is_weak_alarm(assessment, report, knowledge)
    if (is_weak or is_surely_to_ask(assessment, report)) and not is_always_red:
        return Verdict(True, None, report.symptoms, asks_anew=red_facts)
    if assessment.outcome == "urgent":
        red = red_facts or is_backed(assessment, report)
    else:
        is_doubted = is_told_in_doubt(report, knowledge)
        red = is_red_by_itself(assessment, report, found) and not is_doubted
    # How grave a number is, its table knows: "fasting sugar 112".
    is_calm_number = any(one.is_measured and one.calm for one in assessment.findings)
    is_told = is_told_red(assessment, report, found) and not is_calm_number
    if red or is_told:
        return Verdict(False, _alarm(assessment, report, knowledge), report.symptoms)
    if is_always_red:  # and this one is doubtful: the safety layer knows better
        return HANDS_OFF
    return Verdict(True, None, report.symptoms, asks_anew=red_facts)


def _hides_what_is_read(assessment: Assessment, report: Report, knowledge: TriageKnowledge) -> bool:
    """Whether a rule reads a red flag that is none of the symptoms that are reported: "off her food
    on Saturday, on Sunday she called me by my sister's name" is not asked about appetite."""
    read = [one.symptom for one in assessment.findings if one.counts and not one.is_guessed]
    is_told = assessment.outcome == "check" or len(report.said.words) >= STORY_WORDS
    return (
        assessment.outcome != "none"
        and is_told
        and not _is_calmly_read(assessment, report)
        and any(
            all(knowledge.is_guess_of_something_else(one, symptom) for symptom in report.symptoms)
            for one in read
        )
    )


def _is_calmly_read(assessment: Assessment, report: Report) -> bool:
    """Whether a rule reads no emergency, and neither the detector nor the wording as a whole hears
    anything but what can wait: "burns when I pee, no fever, no blood"."""
    is_emergency = any(one.counts and one.is_emergency_by_rule for one in assessment.findings)
    is_quiet = assessment.outcome == "check" and assessment.suspicion < CALM_BELOW
    return is_quiet and not is_emergency and is_mild_beyond_doubt(assessment, report)


def _is_sure(report: Report, found: float | None) -> bool:
    """Whether it is sure enough which symptom is reported to ask about it."""
    if report.is_named or not report.symptoms:
        return report.is_named
    if names_only(report):
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


def _alarm(assessment: Assessment, report: Report, knowledge: TriageKnowledge) -> Action | None:
    own: Action | None = report.level if is_red(report.level) else "call_now"
    own = "emergency" if is_worded_as_emergency(assessment, report, knowledge) else own
    return graver(own, assessment.tier if assessment.outcome == "urgent" else None)


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
