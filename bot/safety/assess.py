"""The judgement: text in, findings and what follows from them out. Never raises."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.safety.detector.stretches import stretches
from bot.safety.finding import DETECTOR, Assessment, Finding, Outcome, Tier
from bot.safety.rules.context import UNCLEAR_WORDING, UNSETTLED
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.quantities import BELOW
from bot.safety.rules.reading import FEVER, Reading, read_message

logger = logging.getLogger(__name__)

# A rule and the detector that agree need less certainty than the detector alone: this share of it.
SHARE_WHEN_RULES_AGREE = 0.75
# Where the wording itself is unclear, the detector must be this sure to call it urgent unasked.
SURE = 0.95
_ASKED = frozenset({"hypothetical", "question"})


@dataclass(frozen=True)
class Suspicion:
    """What the detector thinks of a message.

    ``probability`` is that of a red flag happening now, ``symptom`` the likeliest one.
    """

    probability: float
    symptom: str


class Detector(Protocol):
    """Judges a message by what was learned from example messages.

    From ``urgent_from`` on its probability alone means urgent, from ``check_from`` on check.
    """

    urgent_from: float
    check_from: float

    def __call__(self, reading: Reading) -> Suspicion:
        """How likely the message tells of a red flag happening now, and of which."""


@dataclass(frozen=True)
class SafetySettings:
    """What the assessment works with.

    Attributes:
        knowledge: what is written in bot/data/red_flags.
        fever_threshold_celsius: the clinic's fever threshold in °C, 37.5 to 38.5.
        detector: the trained detector; None: rules alone.
    """

    knowledge: RedFlagKnowledge
    fever_threshold_celsius: float = 38.0
    detector: Detector | None = None


def assess(text: str, settings: SafetySettings) -> Assessment:
    """Judges one message. An exception inside means "check", never "none"."""
    try:
        reading = read_message(text, settings.knowledge, settings.fever_threshold_celsius)
        by_rules = outcome_by_rules(reading)
    except Exception as problem:  # noqa: BLE001  (whatever happens, the patient is asked)
        logger.error("red-flag rules failed: %s", type(problem).__name__)
        return Assessment("check")
    if settings.detector is None or not _can_be_judged(reading, settings.knowledge):
        return _conclude(by_rules, reading.findings, settings.knowledge)
    try:
        suspicions = _suspicions(reading, settings, settings.detector)
        suspicion = max(suspicions, key=lambda one: one.probability)
        outcome = outcome_united(reading, suspicion, settings.detector)
        findings = _with_suspicions(reading, suspicions, outcome, settings)
    except Exception as problem:  # noqa: BLE001
        logger.error("red-flag detector failed: %s", type(problem).__name__)
        outcome = "urgent" if by_rules == "urgent" else "check"
        return _conclude(outcome, reading.findings, settings.knowledge)
    concluded = _conclude(outcome, findings, settings.knowledge)
    return replace(concluded, suspicion=suspicion.probability)


def _can_be_judged(reading: Reading, knowledge: RedFlagKnowledge) -> bool:
    return len(reading.words) > 0 and knowledge.is_english(reading.words)


def _suspicions(reading: Reading, settings: SafetySettings, detector: Detector) -> list[Suspicion]:
    """What is suspected of a message; of a long one, of each stretch of it."""
    parts = [
        read_message(stretch, settings.knowledge, settings.fever_threshold_celsius)
        for stretch in stretches(reading.words)
    ]
    return [detector(part) for part in parts or [reading]]


def outcome_by_rules(reading: Reading) -> Outcome:
    """A symptom told of as happening now is urgent; one of which it is unclear is asked about."""
    if any(finding.counts for finding in reading.findings):
        return "urgent"
    return "check" if any(f.reason in UNSETTLED for f in reading.findings) else "none"


def outcome_united(reading: Reading, suspicion: Suspicion, detector: Detector) -> Outcome:
    """Rules and detector together; where they disagree, the patient is asked."""
    probability = suspicion.probability
    by_rules = outcome_by_rules(reading)
    if reading.has_measured_alarm:
        return "urgent"
    if reading.has_only_harmless_numbers:
        if _is_nothing_but(reading, {BELOW}):
            return "none"
        # Of a fever the number decides, where nothing but the number speaks of one.
        by_number = suspicion.symptom == FEVER and reading.is_short_and_only_of_numbers
        return "check" if probability >= detector.urgent_from and not by_number else "none"
    if reading.has_only_low_temperature:
        return "check"
    unclear = any(f.reason == UNCLEAR_WORDING for f in reading.findings)
    if unclear and by_rules != "urgent":
        return "urgent" if probability >= SURE else "check"
    if probability >= detector.urgent_from:
        return "urgent"
    if by_rules == "urgent":
        agreed = probability >= detector.urgent_from * SHARE_WHEN_RULES_AGREE
        return "urgent" if agreed else "check"
    grave = any(f.reason in UNSETTLED and f.tier == "emergency" for f in reading.findings)
    asked = grave or _is_nothing_but(reading, UNSETTLED)
    return "check" if asked or probability >= detector.check_from else "none"


def _is_nothing_but(reading: Reading, reasons: Collection[str]) -> bool:
    """ "fever", or "37.2 °C", and not another word."""
    (start, _), (_, end) = (reading.words.characters(p, p + 1) for p in (0, len(reading.words) - 1))
    return any(f.reason in reasons and f.span == (start, end) for f in reading.findings)


def _with_suspicions(
    reading: Reading, suspicions: Sequence[Suspicion], outcome: Outcome, settings: SafetySettings
) -> Sequence[Finding]:
    """The rules' findings, and the detector's own where it adds to them."""
    detector, symptoms = settings.detector, settings.knowledge.symptoms
    if detector is None or outcome == "none":
        return reading.findings
    sure = {one.symptom for one in suspicions if one.probability >= detector.urgent_from}
    # "I hope I will not wake up again" names another emergency than it tells of.
    added = {name for name in sure if symptoms[name].crisis}
    likeliest = max(suspicions, key=lambda one: one.probability).symptom
    counted = [finding for finding in reading.findings if finding.counts]
    known = counted or any(finding.reason in UNSETTLED for finding in reading.findings)
    graver = symptoms[likeliest].tier == "emergency" and all(f.tier != "emergency" for f in counted)
    if not known or (likeliest in sure and graver):
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


def _conclude(
    outcome: Outcome, findings: Sequence[Finding], knowledge: RedFlagKnowledge
) -> Assessment:
    if outcome == "none":
        # What was weighed and found harmless does not count.
        findings = [replace(finding, counts=False) for finding in findings]
    elif outcome == "check" and not any(finding.counts for finding in findings):
        findings = [replace(f, counts=f.reason in UNSETTLED) for f in findings]
    ordered = sorted(
        findings, key=lambda f: (not f.counts, knowledge.urgency_rank(f.symptom), f.span)
    )
    counting = [finding for finding in ordered if finding.counts]
    # Whatever else is urgent: where suicide was named and not denied, the crisis line is given.
    perhaps = [f for f in ordered if f.counts or (outcome != "none" and f.reason in UNSETTLED)]
    crisis = any(knowledge.symptoms[finding.symptom].crisis for finding in perhaps)
    tier: Tier | None = None
    if outcome == "urgent":
        grave = crisis or any(finding.tier == "emergency" for finding in counting)
        tier = "emergency" if grave else "call_now"
    return Assessment(
        outcome=outcome,
        tier=tier,
        findings=tuple(ordered),
        crisis=crisis,
        asked_about=tuple(dict.fromkeys(f.symptom for f in ordered if f.reason in _ASKED)),
    )
