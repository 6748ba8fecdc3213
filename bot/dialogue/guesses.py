"""A graver guess of the detector's, beside what rules and recogniser read in the words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.evidence import SUSPECTED_ALONE
from bot.dialogue.facts_said import NEGATED
from bot.dialogue.gravity import LONGEST_REPORT_WORDS
from bot.dialogue.later import is_denial
from bot.dialogue.reports import MOOD, Report
from bot.dialogue.triage_knowledge import TriageKnowledge
from bot.dialogue.weak_alarms import is_letter
from bot.dialogue.weighing import MOST_MOOD
from bot.safety.finding import DETECTOR, Assessment, Finding, Tier
from bot.safety.rules.knowledge import RedFlagKnowledge

STEROIDS = "missed_steroids"
# What is often taken for a graver red flag (relations.yml) is none below this likelihood of one.
MOST_OF_A_GUESS = 0.45
# An emergency that no rule reads is none where the wording of the main symptom, if it is red, is as
# unlikely one: of 45 such alarms of six writers 37 were right to say "call your care team".
LEAST_IF_RED = 0.2
# Its graver form is none where so few words name a symptom, which as surely must be asked about: of
# 1,900 red flags and red reports none is such a one.
TO_ASK_OF_A_NAME_FROM, MOST_RED_OF_A_NAME, LONGEST_NAME_WORDS = 0.9, 0.1, 8
# A suspicion of suicide below this is weak, and below the second one where the main symptom has as
# much of the learned share as the third says.
LEAST_OF_A_CRISIS = 0.25
LEAST_BESIDE_ANOTHER, HEARD_CLEARLY_FROM = 0.6, 0.6
# With no more of the learned share for low mood than this, nothing sounds of suicide: of 60 such
# messages that only the detector found none has so little, and 36 of 93 that it took for one have.
# With no more than the second, what else is heard is meant: 4 of the 60, and 63 of the 93.
NOT_OF_MOOD_TO, HARDLY_OF_MOOD_TO = 0.01, 0.05
WEAK_SUSPICION_OF_A_CRISIS = 0.4
# In a letter that asks something, with no more of it than this, what only the detector suspects is
# none: 4 of 4 were about something else; 3 letters about suicide of the development sets have more.
MOOD_OF_A_LETTER_TO = 0.07
# Thresholds chosen on tests/safety/dev and graded reports of three writers in November 2026. A
# symptom that the recogniser gives this share is heard; an emergency that only the detector guesses
# is none where a heard symptom's wording is no likelier an emergency than that: of 28 such alarms
# 26 were right to say "call your care team" …
HEARD_FROM = 0.3
MOST_OF_ANOTHER_SYMPTOM = 0.2
# … (this share suffices beside a suspicion of suicide where something is surely reported, and
# nothing sounds of mood)
HEARD_BESIDE_A_CRISIS_FROM, SURELY_REPORTED_TO, LITTLE_MOOD = 0.2, 0.15, 0.01
# … and what only the detector takes for thoughts of suicide is the heard symptom's alarm, an
# emergency from this likelihood on: 7 of 7 such crisis cards were about something else.
EMERGENCY_OF_ANOTHER_SYMPTOM_FROM = 0.5
# With more of mood the body is heard beside it from this share and likelihood of red on, up to so
# much mood: none of 13 development lines about suicide, in which an emergency is heard, has these.
BODY_HEARD_FROM, BODY_IS_RED_FROM, MOOD_BESIDE_THE_BODY_TO = 0.5, 0.95, 0.2
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
    is_set_aside = _asks_on_suspicion_alone(assessment) and not is_meant
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


def without_suspicion_of_crisis(assessment: Assessment, report: Report) -> Assessment:
    """The assessment without a weak suspicion of suicide where something else is heard that does
    not sound of mood at all: "I took a paracetamol for my back"; or in a letter that asks."""
    is_else = bool(report.symptoms) and report.mood <= MOST_MOOD
    is_clear = report.share >= HEARD_CLEARLY_FROM
    least = LEAST_BESIDE_ANOTHER if is_clear else LEAST_OF_A_CRISIS
    is_weak = assessment.crisis and assessment.suspicion < least
    is_none = (is_weak and is_else) or _asks_in_a_letter(assessment, report)
    is_set_aside = _asks_on_suspicion_alone(assessment) and is_none
    return assessment.without_suspicion() if is_set_aside else assessment


def _asks_in_a_letter(assessment: Assessment, report: Report) -> bool:
    """Whether many words that hardly sound of mood ask something."""
    asks_much = is_letter(report) and report.said.asks
    is_crisis = assessment.crisis and not assessment.overdose
    return asks_much and is_crisis and report.mood <= MOOD_OF_A_LETTER_TO


def without_crisis_that_nobody_hears(
    assessment: Assessment,
    report: Report,
    red_flags: RedFlagKnowledge,
    knowledge: TriageKnowledge,
) -> Assessment:
    """The assessment without thoughts of suicide that only the detector suspects and nothing sounds
    of: "anything I can do myself to stop the scratching". What else is heard is suspected instead:
    "like being hit with a hammer, worst pain in my head"."""
    counting = [finding for finding in assessment.findings if finding.counts]
    crises = [one for one in counting if red_flags.symptoms[one.symptom].crisis]
    # Who has swallowed too much need not sound of low mood.
    is_guess = bool(crises) and all(
        one.reason == DETECTOR and not red_flags.symptoms[one.symptom].overdose for one in crises
    )
    if not is_guess or report.strongest is None:
        return assessment
    if report.mood > HARDLY_OF_MOOD_TO:
        is_heard = len(counting) == len(crises) and _hears_the_body(report)
        return _with_the_body(assessment, report, crises, knowledge) if is_heard else assessment
    others = [finding for finding in assessment.findings if finding not in crises]
    if len(counting) == len(crises):
        if not report.symptoms or report.share < _least_heard(assessment, report):
            return _less_of_a_crisis(assessment) if report.mood <= NOT_OF_MOOD_TO else assessment
        others = [_heard_instead(crises[0], report, knowledge), *others]
    is_emergency = any(one.counts and one.tier == "emergency" for one in others)
    return replace(
        assessment,
        tier=assessment.tier and ("emergency" if is_emergency else "call_now"),
        findings=tuple(others),
        crisis=False,
        emergency=is_emergency,
        overdose=False,
    )


def _hears_the_body(report: Report) -> bool:
    """Whether an emergency of the body is heard more clearly than low mood."""
    is_clear = report.share >= BODY_HEARD_FROM and report.mood <= MOOD_BESIDE_THE_BODY_TO
    is_emergency = report.emergency >= EMERGENCY_OF_ANOTHER_SYMPTOM_FROM
    return is_clear and is_emergency and report.red >= BODY_IS_RED_FROM


def _with_the_body(
    assessment: Assessment, report: Report, crises: Sequence[Finding], knowledge: TriageKnowledge
) -> Assessment:
    """An alarm names both the body and despair; what is only asked about is the body."""
    heard = _heard_instead(crises[0], report, knowledge)
    others = [finding for finding in assessment.findings if finding not in crises]
    if assessment.outcome == "urgent":
        return replace(assessment, findings=(heard, *assessment.findings), emergency=True)
    return replace(assessment, findings=(heard, *others), crisis=False)


def _less_of_a_crisis(assessment: Assessment) -> Assessment:
    """An alarm becomes a question, and a weak suspicion none."""
    if assessment.outcome == "urgent":
        return replace(assessment, outcome="check", tier=None, decided_by=SUSPECTED_ALONE)
    is_weak = assessment.suspicion < WEAK_SUSPICION_OF_A_CRISIS
    return assessment.without_suspicion() if is_weak else assessment


def _heard_instead(guess: Finding, report: Report, knowledge: TriageKnowledge) -> Finding:
    """A guess as the alarm of the symptom that is heard."""
    heard = report.symptoms[0]
    tier: Tier = "call_now"
    if report.emergency >= EMERGENCY_OF_ANOTHER_SYMPTOM_FROM:
        tier = "emergency"
    return replace(guess, symptom=heard, tier=tier, understood=knowledge.symptoms[heard].understood)


def with_crisis_that_is_heard(
    assessment: Assessment, report: Report, red_flags: RedFlagKnowledge
) -> Assessment:
    """The assessment with thoughts of suicide that only the recogniser hears: asked about, and
    beside an alarm named with it."""
    is_long = len(report.said.words) > LONGEST_REPORT_WORDS  # in which it hears too much
    if assessment.crisis or is_long or not report.sounds_of_suicide:
        return assessment
    symptom = next(one for one in red_flags.symptoms.values() if one.crisis)
    span = (0, len(report.said.words.text))
    heard = Finding(symptom.name, symptom.tier, span, symptom.understood, True, DETECTOR)
    outcome = assessment.outcome if assessment.outcome == "urgent" else "check"
    return replace(assessment, outcome=outcome, findings=(*assessment.findings, heard), crisis=True)


def _asks_on_suspicion_alone(assessment: Assessment) -> bool:
    return assessment.outcome == "check" and assessment.is_only_suspected


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
    is_heard = bool(report.symptoms) and report.share >= _least_heard(assessment, report)
    if assessment.outcome != "urgent" or not is_guess or not is_heard:
        return assessment
    heard = report.symptoms[0]
    if assessment.crisis:
        if MOOD in report.symptoms or report.mood > MOST_MOOD:
            return assessment
        finding = _heard_instead(counting[0], report, knowledge)
    else:
        own = {heard, *knowledge.relations.graver_form[heard]}
        is_own = any(finding.symptom in own for finding in counting)
        likely = report.emergency >= MOST_OF_ANOTHER_SYMPTOM
        if assessment.tier != "emergency" or is_own or likely:
            return assessment
        finding = replace(_heard_instead(counting[0], report, knowledge), tier="call_now")
    return replace(
        assessment,
        tier=finding.tier,
        findings=(finding, *(f for f in assessment.findings if not f.counts)),
        crisis=False,
        emergency=finding.tier == "emergency",
    )


def _least_heard(assessment: Assessment, report: Report) -> float:
    is_of_body = report.nothing <= SURELY_REPORTED_TO and report.mood <= LITTLE_MOOD
    return HEARD_BESIDE_A_CRISIS_FROM if assessment.crisis and is_of_body else HEARD_FROM


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
