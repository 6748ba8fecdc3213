"""What the detector guesses of suicide, and what of it holds beside the report that is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.evidence import SUSPECTED_ALONE
from bot.dialogue.gravity import LONGEST_REPORT_WORDS
from bot.dialogue.reports import Report
from bot.dialogue.triage_knowledge import TriageKnowledge
from bot.dialogue.weak_alarms import is_letter
from bot.dialogue.weighing import MOST_MOOD
from bot.safety.finding import DETECTOR, Assessment, Finding, Tier
from bot.safety.rules.knowledge import RedFlagKnowledge

# Thresholds chosen on tests/safety/dev and graded reports of three writers in November 2026. A
# symptom that the recogniser gives this share is heard …
HEARD_FROM = 0.3
# … and this share suffices beside a suspicion of suicide where something is surely reported, and
# nothing sounds of mood.
HEARD_BESIDE_A_CRISIS_FROM, SURELY_REPORTED_TO, LITTLE_MOOD = 0.2, 0.15, 0.01
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
# … and what only the detector takes for thoughts of suicide is the heard symptom's alarm, an
# emergency from this likelihood on: 7 of 7 such crisis cards were about something else.
EMERGENCY_OF_ANOTHER_SYMPTOM_FROM = 0.5
# With more of mood the body is heard beside it from this share and likelihood of red on, up to so
# much mood: none of the 13 development lines about suicide that only the detector finds, and in
# which it takes an emergency for likely (0.6), has these.
BODY_HEARD_FROM, BODY_IS_RED_FROM, MOOD_BESIDE_THE_BODY_TO = 0.5, 0.95, 0.2


def without_suspicion_of_crisis(assessment: Assessment, report: Report) -> Assessment:
    """The assessment without a weak suspicion of suicide where something else is heard that does
    not sound of mood at all: "I took a paracetamol for my back"; or in a letter that asks."""
    is_else = bool(report.symptoms) and report.mood <= MOST_MOOD
    is_clear = report.share >= HEARD_CLEARLY_FROM
    least = LEAST_BESIDE_ANOTHER if is_clear else LEAST_OF_A_CRISIS
    is_weak = assessment.crisis and assessment.suspicion < least
    is_none = (is_weak and is_else) or _asks_in_a_letter(assessment, report)
    is_set_aside = asks_on_suspicion_alone(assessment) and is_none
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
        if not report.symptoms or report.share < least_heard(assessment, report):
            return _less_of_a_crisis(assessment) if report.mood <= NOT_OF_MOOD_TO else assessment
        others = [heard_instead(crises[0], report, knowledge), *others]
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
    heard = heard_instead(crises[0], report, knowledge)
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


def heard_instead(guess: Finding, report: Report, knowledge: TriageKnowledge) -> Finding:
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


def asks_on_suspicion_alone(assessment: Assessment) -> bool:
    return assessment.outcome == "check" and assessment.is_only_suspected


def least_heard(assessment: Assessment, report: Report) -> float:
    """The share from which a symptom is heard beside what is guessed of a message."""
    is_of_body = report.nothing <= SURELY_REPORTED_TO and report.mood <= LITTLE_MOOD
    return HEARD_BESIDE_A_CRISIS_FROM if assessment.crisis and is_of_body else HEARD_FROM
