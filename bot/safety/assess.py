"""The judgement: text in, findings and what follows from them out. Never raises."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from numpy.typing import NDArray

from bot.safety.context import BARE, NOW, Cues, context_of
from bot.safety.finding import Assessment, Finding
from bot.safety.knowledge import NAMES, RedFlagKnowledge
from bot.safety.phrases import Match
from bot.safety.quantities import BELOW, Measure, find_measures
from bot.safety.words import Words

logger = logging.getLogger(__name__)

SEVERAL_COMPLAINTS = 3  # UKONS: several ambers together count like a red
_ASKED = frozenset({"hypothetical", "question"})

Detector = Callable[[Sequence[str]], "NDArray[object]"]


@dataclass(frozen=True)
class SafetySettings:
    """What the assessment works with.

    Attributes:
        knowledge: what is written in bot/data/red_flags.
        fever_threshold_celsius: the clinic's fever threshold in °C, 37.5 to 38.5.
        detector: texts (whole message, then its clauses) → probabilities; None: rules alone.
    """

    knowledge: RedFlagKnowledge
    fever_threshold_celsius: float = 38.0
    detector: Detector | None = None


def assess(text: str, settings: SafetySettings) -> Assessment:
    """Judges one message. An exception inside means "check", never "none"."""
    try:
        return _assess(text, settings)
    except Exception as problem:  # noqa: BLE001  (whatever happens, the patient is asked)
        logger.error("red-flag assessment failed: %s", type(problem).__name__)
        return Assessment("check")


def _assess(text: str, settings: SafetySettings) -> Assessment:
    knowledge = settings.knowledge
    words = knowledge.read(text)
    if not len(words):
        return Assessment("none")
    return _conclude(find_by_rules(words, settings), knowledge)


def find_by_rules(words: Words, settings: SafetySettings) -> list[Finding]:
    """Every mention of a symptom, with why it counts or not."""
    knowledge = settings.knowledge
    cues = Cues.of(words, knowledge.cues)
    measures = find_measures(words, knowledge.thresholds, settings.fever_threshold_celsius)
    findings = [_finding_of_measure(measure, cues, knowledge) for measure in measures]
    for mention in knowledge.mentions.find(words):
        findings.append(_finding_of_mention(mention, cues, measures, knowledge))
    return findings


def _finding_of_mention(
    mention: Match, cues: Cues, measures: Sequence[Measure], knowledge: RedFlagKnowledge
) -> Finding:
    name, kind = mention.label.split(":")
    symptom = knowledge.symptoms[name]
    reason = context_of(mention, cues, symptom.mild_is_small)
    if reason == BARE and kind != NAMES:
        reason = NOW
    if reason == NOW and _number_decides(name, mention, cues.words, measures):
        reason = BELOW
    return Finding(
        symptom=name,
        tier=symptom.tier,
        span=cues.words.characters(mention.first, mention.end),
        understood=symptom.understood,
        counts=reason == NOW,
        reason=reason,
    )


def _number_decides(
    name: str, mention: Match, words: Words, measures: Sequence[Measure]
) -> bool:
    """Whether a measured number of the same symptom says that it is below the threshold."""
    same = [m for m in measures if m.symptom == name]
    return bool(same) and all(m.verdict == BELOW for m in same) and name == "fever"


def _finding_of_measure(measure: Measure, cues: Cues, knowledge: RedFlagKnowledge) -> Finding:
    symptom = knowledge.symptoms[measure.symptom]
    mention = Match(measure.symptom, measure.first, measure.end)
    reason = measure.verdict
    if reason == "counts":
        reason = context_of(mention, cues, mild_is_small=False)
        reason = NOW if reason == BARE else reason
    elif reason == "low":
        reason = BARE
    return Finding(
        symptom=measure.symptom,
        tier=symptom.tier,
        span=cues.words.characters(measure.first, measure.end),
        understood=measure.understood,
        counts=reason == NOW,
        reason=reason,
    )


def _conclude(findings: Sequence[Finding], knowledge: RedFlagKnowledge) -> Assessment:
    ordered = sorted(
        findings, key=lambda f: (not f.counts, knowledge.urgency_rank(f.symptom), f.span)
    )
    asked = tuple(dict.fromkeys(f.symptom for f in ordered if f.reason in _ASKED))
    counting = [finding for finding in ordered if finding.counts]
    if counting:
        tier = "emergency" if any(f.tier == "emergency" for f in counting) else "call_now"
        crisis = any(knowledge.symptoms[f.symptom].crisis for f in counting)
        return Assessment("urgent", tier, tuple(ordered), crisis, asked)
    unclear = [replace(f, counts=True) if f.reason == BARE else f for f in ordered]
    if any(finding.counts for finding in unclear):
        return Assessment("check", None, tuple(unclear), asked_about=asked)
    return Assessment("none", None, tuple(ordered), asked_about=asked)
