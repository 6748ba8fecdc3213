"""The judgement: text in, findings and what follows from them out. Never raises."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.safety.concluding import conclude
from bot.safety.counting import as_decided
from bot.safety.decisions import (
    BY_A_NUMBER,
    RULES_ALONE,
    SURE,
    UNITED,
    Decision,
    Situation,
    Suspicion,
    Thresholds,
    decide,
)
from bot.safety.detector.stretches import stretches
from bot.safety.finding import DETECTOR, Assessment, Finding, Outcome
from bot.safety.kept import kept_for_messages
from bot.safety.languages.assess import LanguageSafety, assess_in_language
from bot.safety.rules.context import UNSETTLED
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.mentioned import is_guess_of_much
from bot.safety.rules.reading import Reading, read_message

logger = logging.getLogger(__name__)

_NOTHING_SUSPECTED = Suspicion(0.0, "")
_NO_DETECTOR = Thresholds(1.0, 1.0, 1.0)
_FAILED = "something failed"
_CALL_FOR_HELP = "call_for_help"


class Detector(Protocol):
    """Judges a message by what was learned from example messages.

    From ``urgent_from`` on its probability alone means urgent; for the others see ``Thresholds``.
    """

    urgent_from: float
    ask_from: float
    check_from: float

    def __call__(self, reading: Reading) -> Suspicion:
        """How likely the message tells of a red flag happening now, and of which."""


@dataclass(frozen=True, eq=False)
class SafetySettings:
    """What the assessment works with.

    Attributes:
        knowledge: what is written in bot/data/red_flags.
        fever_threshold_celsius: the clinic's fever threshold in °C, 37.5 to 38.3.
        detector: the trained detector; None: rules alone.
        languages: what messages of other languages are judged with; None: as if all were English.
    """

    knowledge: RedFlagKnowledge
    fever_threshold_celsius: float = 38.0
    detector: Detector | None = None
    languages: LanguageSafety | None = None


class _Failed(Exception):
    """Something failed, and this is judged all the same."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        super().__init__()


def assess(text: str, settings: SafetySettings) -> Assessment:
    """Judges one message. An exception inside means "check", never "none"."""
    try:
        return _assess(text, settings)
    except _Failed as failure:
        return failure.assessment


# The turn asks again what the guard has heard. What fails is not kept: it is tried anew.
@kept_for_messages
def _assess(text: str, settings: SafetySettings) -> Assessment:
    try:
        reading, by_rules = _by_rules(text, settings)
    except Exception as problem:  # noqa: BLE001  (whatever happens, the patient is asked)
        logger.error("red-flag rules failed: %s", type(problem).__name__)
        raise _Failed(Assessment("check", decided_by=_FAILED)) from None
    foreign = _in_another_language(text, settings)
    # "temperature 35,0 C" may be French; what an English rule hears is never lost by that.
    if foreign is not None and (
        by_rules.outcome == "none"
        or foreign.outcome == "urgent"
        or _is_set_aside(by_rules, reading, foreign)
    ):
        return foreign
    if settings.detector is None or not _can_be_judged(reading, settings.knowledge):
        return _concluded(by_rules, reading.findings, settings.knowledge)
    try:
        suspicions = _suspicions(reading, settings, settings.detector)
        suspicion = _gravest(suspicions, settings.detector)
        situation = Situation(reading, suspicion, _thresholds(settings.detector))
        decision = decide(situation, UNITED)
        findings = _with_suspicions(reading, suspicions, decision.outcome, settings)
    except Exception as problem:  # noqa: BLE001
        logger.error("red-flag detector failed: %s", type(problem).__name__)
        outcome: Outcome = "urgent" if by_rules.outcome == "urgent" else "check"
        failed = Decision(_FAILED, lambda _: True, outcome)
        raise _Failed(_concluded(failed, reading.findings, settings.knowledge)) from None
    concluded = _concluded(decision, findings, settings.knowledge)
    reported = max(one.reported for one in suspicions)
    return replace(
        concluded,
        suspicion=suspicion.probability,
        reported=reported,
        is_only_a_measure=decision.name == BY_A_NUMBER and reading.is_little_but_a_measure,
    )


def _is_set_aside(by_rules: Decision, reading: Reading, foreign: Assessment) -> bool:
    """Whether the other language's rules read all that English would ask about; a number stays.
    "Ambulance" is a call for help in English only while nobody says that it is coming."""
    is_asked = by_rules.outcome == "check" and not reading.measures
    understood = _heard(foreign.findings)
    if foreign.answer == "help_is_coming":
        understood.add(_CALL_FOR_HELP)
    return is_asked and _heard(reading.findings) <= understood


def _heard(findings: Sequence[Finding]) -> set[str]:
    """Of which symptoms there is a mention, whether it counts or not."""
    return {finding.symptom for finding in findings}


def _by_rules(text: str, settings: SafetySettings) -> tuple[Reading, Decision]:
    """What the English rules read in a message, and what they alone decide."""
    reading = read_message(text, settings.knowledge, settings.fever_threshold_celsius)
    return reading, decide(Situation(reading, _NOTHING_SUSPECTED, _NO_DETECTOR), RULES_ALONE)


def sounds_urgent(text: str, settings: SafetySettings) -> bool:
    """Whether the English rules alone find something urgent, or fail. It takes a fraction of the
    time of a judgement: what sounds urgent is judged first."""
    try:
        return _by_rules(text, settings)[1].outcome == "urgent"
    except Exception:  # noqa: BLE001  (the judgement itself says what failed)
        return True


def _thresholds(detector: Detector) -> Thresholds:
    return Thresholds(detector.urgent_from, detector.ask_from, detector.check_from)


def _in_another_language(text: str, settings: SafetySettings) -> Assessment | None:
    if settings.languages is None:
        return None
    return assess_in_language(
        text, settings.languages, settings.knowledge, settings.fever_threshold_celsius
    )


def _can_be_judged(reading: Reading, knowledge: RedFlagKnowledge) -> bool:
    return len(reading.words) > 0 and knowledge.is_english(reading.words)


def _suspicions(reading: Reading, settings: SafetySettings, detector: Detector) -> list[Suspicion]:
    """What is suspected of a message; of a long one, of each stretch of it."""
    parts = [
        read_message(stretch, settings.knowledge, settings.fever_threshold_celsius)
        for stretch in stretches(reading.words)
    ]
    found = [_suspicion(part, settings, detector) for part in parts or [reading]]
    crises = {symptom.name for symptom in settings.knowledge.symptoms.values() if symptom.crisis}
    return [replace(one, crisis=one.symptom in crises) for one in found]


def _gravest(suspicions: Sequence[Suspicion], detector: Detector) -> Suspicion:
    """The strongest of all; but no guess of despair hides what else a long message surely tells."""
    strongest = max(suspicions, key=lambda one: one.probability)
    others = [one for one in suspicions if not one.crisis]
    other = max(others, key=lambda one: one.probability, default=strongest)
    is_guess = strongest.crisis and strongest.probability < SURE
    return other if is_guess and other.probability >= detector.urgent_from else strongest


def _suspicion(reading: Reading, settings: SafetySettings, detector: Detector) -> Suspicion:
    """What is suspected; because of a wording that is harmless, only what the rest says."""
    suspicion, knowledge = detector(reading), settings.knowledge
    rest = knowledge.harmless.rest_of(reading.words, reading.findings, suspicion.symptom)
    if rest is None or suspicion.probability < detector.check_from:
        return suspicion
    without = read_message(rest, knowledge, settings.fever_threshold_celsius)
    said = any(word.norm[:1].isalnum() for word in without.words.items)
    again = detector(without) if said else replace(suspicion, probability=0.0)
    return again if again.probability < suspicion.probability else suspicion


def _with_suspicions(
    reading: Reading, suspicions: Sequence[Suspicion], outcome: Outcome, settings: SafetySettings
) -> Sequence[Finding]:
    """The rules' findings, and the detector's own where it adds to them."""
    detector, symptoms = settings.detector, settings.knowledge.symptoms
    if detector is None or outcome == "none":
        return reading.findings
    if _is_over(reading):
        suspicions = [
            replace(one, symptom=symptoms[one.symptom].when_over or one.symptom)
            for one in suspicions
        ]
    sure = {one.symptom for one in suspicions if one.probability >= detector.urgent_from}
    likeliest = max(suspicions, key=lambda one: one.probability).symptom
    # "I hope I will not wake up again" names another emergency than it tells of. Of one short
    # message with a symptom that counts, "I can't breathe, I think I will die", the rule is right.
    has_its_own_place = len(suspicions) > 1 or not _counting(reading)
    added = {name for name in sure if symptoms[name].crisis and has_its_own_place}
    is_known = _counting(reading) or _unsettled(reading)
    is_graver = likeliest in sure and _is_graver_guess(likeliest, reading, settings.knowledge)
    if not is_known or (is_graver and not _despairs(reading, outcome, settings.knowledge)):
        added.add(likeliest)
    everything = (0, len(reading.words.text))
    return [
        *reading.findings,
        *(
            Finding(one.name, one.tier, everything, one.understood, True, DETECTOR)
            for one in symptoms.values()
            if one.name in added
        ),
    ]


def _counting(reading: Reading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.counts]


def _unsettled(reading: Reading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.reason in UNSETTLED]


def _is_graver_guess(likeliest: str, reading: Reading, knowledge: RedFlagKnowledge) -> bool:
    """Whether what the detector takes for likeliest is an emergency, and rules read nothing as
    grave, nor what tells that it is less."""
    guessed, counted = knowledge.symptoms[likeliest], _counting(reading)
    if guessed.tier != "emergency" or guessed.crisis:
        return False
    if any(finding.tier == "emergency" for finding in counted):
        return False
    # How grave a number is, its table knows; streaks are few, and what is over is known.
    is_lesser = likeliest in {finding.lesser_of for finding in counted}
    was_less = _is_over(reading) and all(one.lesser_of for one in counted)
    if is_lesser or was_less or reading.is_little_but_a_measure:
        return False
    return not is_guess_of_much(likeliest, counted, reading.words, knowledge)


def _despairs(reading: Reading, outcome: Outcome, knowledge: RedFlagKnowledge) -> bool:
    """Whether it holds an unclear wording of despair, or a means of suicide: beside that no other
    guess is one."""
    return any(
        knowledge.symptoms[one.symptom].crisis and (outcome == "check" or one.is_sure)
        for one in _unsettled(reading)
    )


def _is_over(reading: Reading) -> bool:
    """Whether what is told has stopped, and has not come back."""
    cues, end = reading.cues, len(reading.words)
    returned = cues.any_within("returned", 0, end)
    return not returned and cues.any_within("resolved", 0, end, but="not_resolved")


def _concluded(
    decision: Decision, findings: Sequence[Finding], knowledge: RedFlagKnowledge
) -> Assessment:
    counted = as_decided(decision, findings, knowledge)
    concluded = conclude(decision.outcome, counted, knowledge, decision.name)
    return replace(concluded, needs_call_line=decision.adds_call_line)
