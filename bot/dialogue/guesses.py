"""A graver guess of the detector's, beside what rules and recogniser read in the words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.crisis_guesses import (
    HEARD_FROM,
    asks_on_suspicion_alone,
    heard_instead,
    least_heard,
)
from bot.dialogue.evidence import SUSPECTED_ALONE
from bot.dialogue.facts_said import NEGATED
from bot.dialogue.later import is_denial
from bot.dialogue.reports import MOOD, Report
from bot.dialogue.triage_knowledge import TriageKnowledge
from bot.dialogue.weighing import MOST_MOOD
from bot.safety.finding import DETECTOR, Assessment, Finding

STEROIDS = "missed_steroids"
# What is often taken for a graver red flag (relations.yml) is none below this likelihood of one.
MOST_OF_A_GUESS = 0.45
# An emergency that no rule reads is none where the wording of the main symptom, if it is red, is as
# unlikely one: of 45 such alarms of six writers 37 were right to say "call your care team".
LEAST_IF_RED = 0.2
# Its graver form is none where so few words name a symptom, which as surely must be asked about: of
# 1,900 red flags and red reports none is such a one.
TO_ASK_OF_A_NAME_FROM, MOST_RED_OF_A_NAME, LONGEST_NAME_WORDS = 0.9, 0.1, 8
# An emergency that only the detector guesses is none where a heard symptom's wording is no likelier
# an emergency than that: of 28 such alarms 26 were right to say "call your care team" …
MOST_OF_ANOTHER_SYMPTOM = 0.2
# Of whoever says that he is well, and asks leave, what is suspected less than this is a guess.
MOST_SUSPECTED_OF_THE_WELL, MOST_SUSPECTED_CRISIS_OF_THE_WELL = 0.5, 0.35
# … and beside a symptom that is hardly heard, less than this.
MOST_SUSPECTED_BESIDE_HARDLY_HEARD = 0.25


def without_suspicion_of_a_fact(assessment: Assessment, report: Report) -> Assessment:
    """The assessment without a suspicion where a treatment is named and nothing is reported: "had
    my CAR-T three days ago" is a fact to remember, with when to call below."""
    is_fact = (
        report.said.treatment.kind is not None and not report.symptoms and not report.said.asks
    )
    # … and it is likelier that nothing is reported than any symptom.
    if not is_fact or report.strongest is None or report.strongest > report.nothing:
        return assessment
    is_meant = assessment.crisis and assessment.decided_by != SUSPECTED_ALONE
    is_set_aside = asks_on_suspicion_alone(assessment) and not is_meant
    return assessment.without_suspicion() if is_set_aside else assessment


def without_guess_of_a_mere_fact(
    assessment: Assessment, report: Report, knowledge: TriageKnowledge
) -> Assessment:
    """The assessment without what the detector alone guesses from a mere fact: "I'm on 20 mg of
    prednisone" tells of no steroids that ran out."""
    facts = [knowledge.mere_facts[name].red_flags for name in report.said.mere_facts]
    guesses = [
        finding
        for finding in assessment.findings
        if finding.counts
        and finding.reason == DETECTOR
        and any(finding.symptom in f for f in facts)
    ]
    if not guesses:
        return assessment
    kept = tuple(finding for finding in assessment.findings if finding not in guesses)
    if not any(finding.counts for finding in kept):
        return assessment.without_suspicion()
    return replace(assessment, findings=kept)


def is_guess_of_what_is_denied(assessment: Assessment, report: Report) -> bool:
    """Whether the detector alone guesses what a rule reads as denied, and nothing else is told: "no
    blood, and she isn't fighting for air"."""
    guessed = {one.symptom for one in assessment.findings if one.counts and one.is_guessed}
    denied = {one.symptom for one in assessment.findings if one.reason == NEGATED}
    return assessment.is_only_suspected and guessed <= denied and is_denial(report.said)


def without_graver_guess(
    assessment: Assessment, report: Report, knowledge: TriageKnowledge
) -> Assessment:
    """The assessment without an emergency that only the detector guesses beside what a rule reads:
    "it is hard to swallow bread" is no swelling throat, "it hurts when I pee" no pressed nerves."""
    counting = [finding for finding in assessment.findings if finding.counts]
    guesses = [f for f in counting if f.tier == "emergency"]
    read = {finding.symptom for finding in counting if finding.reason != DETECTOR}
    is_guess = bool(read and guesses) and all(f.reason == DETECTOR for f in guesses)
    # A steroid that was taken twice by mistake is a call.
    is_of_steroids = report.symptoms[:1] == (STEROIDS,)
    if not is_guess or assessment.crisis or not (report.is_named or is_of_steroids):
        return assessment
    taken_for = knowledge.relations.taken_for
    is_often_taken = not any(taken_for[guess.symptom].isdisjoint(read) for guess in guesses)
    is_table_known = report.level == "call_now" or is_of_steroids
    is_graded = is_table_known and report.emergency < MOST_OF_A_GUESS
    if not (is_often_taken and is_graded) and not _is_only_named(guesses, report, knowledge):
        return assessment
    kept = tuple(finding for finding in assessment.findings if finding not in guesses)
    return replace(assessment, tier="call_now", findings=kept, emergency=False)


def _is_only_named(guesses: Sequence[Finding], report: Report, knowledge: TriageKnowledge) -> bool:
    """Whether a symptom is only named, and its graver form is guessed from that: "I've been
    throwing up" tells of no blood."""
    forms = knowledge.relations.graver_form[report.symptoms[0]] if report.symptoms else ()
    is_form = all(guess.symptom in forms for guess in guesses)
    is_short = len(report.said.words) <= LONGEST_NAME_WORDS
    is_bare = report.to_ask >= TO_ASK_OF_A_NAME_FROM and report.red <= MOST_RED_OF_A_NAME
    return is_form and is_short and is_bare


def no_graver_than_worded(assessment: Assessment, report: Report) -> Assessment:
    """The assessment with the tier "call now" where an emergency is only guessed and the wording of
    the main symptom is surely none: "left eyelid hanging since yesterday"."""
    is_guess = assessment.tier == "emergency" and not any(
        finding.counts and finding.is_emergency_by_rule for finding in assessment.findings
    )
    is_of_mood = assessment.crisis or report.symptoms[:1] == (MOOD,)
    if not is_guess or is_of_mood or not report.symptoms:
        return assessment
    if report.emergency_if_red >= LEAST_IF_RED:
        return assessment
    return replace(assessment, tier="call_now", emergency=False)


def without_guessed_emergency(
    assessment: Assessment, report: Report, knowledge: TriageKnowledge
) -> Assessment:
    """The assessment with the tier of what is heard, where nothing but the detector's guess makes
    it an emergency or a crisis: "pink streaks when I cough" is no vomiting of blood, "itching, I'm
    going mad" no thought of suicide. It stays an alarm."""
    counting = [finding for finding in assessment.findings if finding.counts]
    is_guess = bool(counting) and all(finding.reason == DETECTOR for finding in counting)
    is_heard = bool(report.symptoms) and report.share >= least_heard(assessment, report)
    if assessment.outcome != "urgent" or not is_guess or not is_heard:
        return assessment
    heard = report.symptoms[0]
    if assessment.crisis:
        if MOOD in report.symptoms or report.mood > MOST_MOOD:
            return assessment
        finding = heard_instead(counting[0], report, knowledge)
    else:
        own = {heard, *knowledge.relations.graver_form[heard]}
        is_own = any(finding.symptom in own for finding in counting)
        likely = report.emergency >= MOST_OF_ANOTHER_SYMPTOM
        if assessment.tier != "emergency" or is_own or likely:
            return assessment
        finding = replace(heard_instead(counting[0], report, knowledge), tier="call_now")
    return replace(
        assessment,
        tier=finding.tier,
        findings=(finding, *(f for f in assessment.findings if not f.counts)),
        crisis=False,
        emergency=finding.tier == "emergency",
    )


def is_only_guessed_of_the_well(assessment: Assessment, report: Report) -> bool:
    """Whether nothing but guesses speak of a symptom: no rule, no wording of one, no sure
    suspicion. They do not count where somebody says that he is well, and asks leave."""
    if assessment.outcome == "urgent" or report.said.happening or report.is_named:
        return False
    is_guess = assessment.outcome == "none" or assessment.is_only_suspected
    most = MOST_SUSPECTED_CRISIS_OF_THE_WELL if assessment.crisis else MOST_SUSPECTED_OF_THE_WELL
    is_suspected = not is_guess or assessment.suspicion >= most
    is_weak = assessment.suspicion < MOST_SUSPECTED_BESIDE_HARDLY_HEARD
    is_hardly_heard = is_weak and not assessment.crisis and _is_hardly_heard(report)
    return not is_suspected and (set(report.symptoms) <= {MOOD} or is_hardly_heard)


def _is_hardly_heard(report: Report) -> bool:
    """Whether it is likelier that nothing is reported than any symptom, and none is clear."""
    return report.strongest is not None and report.strongest < min(report.nothing, HEARD_FROM)
