"""Which mentions count besides those that the decision itself goes by. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.safety.finding import Finding
from bot.safety.rules.context import BARE, OWN_QUESTION
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
