"""Which mentions count besides those that the decision itself goes by. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.safety.decisions import BY_A_NUMBER, BY_AN_UNCLEAR_WORDING, Decision
from bot.safety.finding import DETECTOR, Finding
from bot.safety.rules.context import BARE, OWN_QUESTION, UNSETTLED
from bot.safety.rules.knowledge import RedFlagKnowledge


def with_named_crisis(
    findings: Sequence[Finding], knowledge: RedFlagKnowledge
) -> Sequence[Finding]:
    """Suicide that is named and not denied counts whatever else does: who reads the record of a
    "fever of 38.5. suicide" must see both."""
    return [
        replace(f, counts=f.counts or (f.reason == BARE and knowledge.symptoms[f.symptom].crisis))
        for f in findings
    ]


def with_asked_emergency(
    findings: Sequence[Finding], knowledge: RedFlagKnowledge
) -> Sequence[Finding]:
    """Beside a number that alarms, the emergency that somebody asks about is his own: "what should
    I do with 39 fever and chest pain"."""
    return [replace(f, counts=f.counts or _is_asked_emergency(f, knowledge)) for f in findings]


def _is_asked_emergency(finding: Finding, knowledge: RedFlagKnowledge) -> bool:
    is_body = not knowledge.symptoms[finding.symptom].crisis
    return is_body and finding.reason == OWN_QUESTION and finding.tier == "emergency"


def as_decided(
    decision: Decision, findings: Sequence[Finding], knowledge: RedFlagKnowledge
) -> Sequence[Finding]:
    """The findings, of which those count that the decision is about."""
    if decision.outcome == "none":
        # What was weighed and found harmless does not count.
        return [replace(finding, counts=False) for finding in findings]
    if not any(finding.counts for finding in findings):
        findings = [replace(f, counts=f.reason in UNSETTLED) for f in findings]
    elif all(f.reason == DETECTOR for f in findings if f.counts) and (
        decision.outcome == "check" or decision.name == BY_AN_UNCLEAR_WORDING
    ):
        # What is meant is what was written, not what is guessed.
        findings = [replace(f, counts=f.counts or f.reason in UNSETTLED) for f in findings]
    findings = with_named_crisis(findings, knowledge)
    if decision.name == BY_A_NUMBER:
        findings = with_asked_emergency(findings, knowledge)
    return findings
