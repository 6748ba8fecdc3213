"""What is found in a message of another language: by its rules, and by the detector beside them."""

from __future__ import annotations

from dataclasses import replace

from bot.safety.finding import DETECTOR, Finding, Outcome
from bot.safety.languages.decisions import SURE, Situation
from bot.safety.languages.detector import Suspected
from bot.safety.languages.reading import ForeignReading
from bot.safety.rules.context import UNCLEAR_WORDING
from bot.safety.rules.knowledge import RedFlagKnowledge, Symptom


def findings_of(
    reading: ForeignReading,
    suspected: Suspected,
    outcome: Outcome,
    situation: Situation,
    knowledge: RedFlagKnowledge,
) -> list[Finding]:
    """The rules' findings, and the detector's own where they have none that counts, or where it is
    sure of something graver than the numbers and words that a rule reads."""
    findings = list(reading.findings)
    if outcome == "none":
        return [replace(finding, counts=False) for finding in findings]
    counting = [finding for finding in findings if finding.counts]
    if not counting:
        slight = reading.slight
        findings = [
            replace(f, counts=f.reason == UNCLEAR_WORDING or f.symptom in slight) for f in findings
        ]
        counting = [finding for finding in findings if finding.counts]
    symptom = knowledge.symptoms.get(suspected.symptom)
    if symptom is None:
        return findings
    is_graver = situation.is_emergency and all(f.tier != "emergency" for f in counting)
    is_sure = suspected.probability >= max(SURE, situation.urgent_from)
    # What is asked about is what was written, not what is guessed.
    adds = outcome == "urgent" and is_graver and is_sure and not symptom.crisis
    if not counting or adds:
        findings.append(guess(symptom, reading))
    return findings


def guess(symptom: Symptom, reading: ForeignReading) -> Finding:
    whole = (0, len(reading.text))
    return Finding(symptom.name, symptom.tier, whole, symptom.understood, True, DETECTOR)
