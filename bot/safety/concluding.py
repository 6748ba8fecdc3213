"""An assessment from what was decided of a message and what was found in it, in any language."""

from __future__ import annotations

from collections.abc import Sequence

from bot.safety.finding import Assessment, Finding, Outcome, Tier
from bot.safety.rules.context import BARE, UNSETTLED
from bot.safety.rules.knowledge import RedFlagKnowledge

_ONLY_ASKED_ABOUT = frozenset({"hypothetical", "question"})


def conclude(
    outcome: Outcome,
    findings: Sequence[Finding],
    knowledge: RedFlagKnowledge,
    decided_by: str,
) -> Assessment:
    """The assessment of a message.

    Args:
        outcome: what was decided.
        findings: every mention; those that count decide the tier.
        knowledge: the symptoms, their tiers and their order of urgency.
        decided_by: the name of the decision, for the records.
    """
    ordered = sorted(
        findings, key=lambda f: (not f.counts, knowledge.urgency_rank(f.symptom), f.span)
    )
    counting = [finding for finding in ordered if finding.counts]
    emergency, crisis = _emergency_and_crisis(counting, knowledge)
    tier: Tier | None = None
    if outcome == "urgent":
        tier = "emergency" if crisis or emergency else "call_now"
    asked_about = (f.symptom for f in ordered if f.reason in _ONLY_ASKED_ABOUT)
    return Assessment(
        outcome=outcome,
        tier=tier,
        findings=tuple(ordered),
        crisis=crisis,
        emergency=emergency,
        overdose=any(knowledge.symptoms[f.symptom].overdose for f in counting),
        asked_about=tuple(dict.fromkeys(asked_about)),
        decided_by=decided_by,
    )


def _emergency_and_crisis(
    counting: Sequence[Finding], knowledge: RedFlagKnowledge
) -> tuple[bool, bool]:
    """Whether an emergency of the body counts, and whether the crisis line is meant: for an unclear
    wording ("I can't cope") only where nothing else counts."""
    bodily = [f for f in counting if not knowledge.symptoms[f.symptom].crisis]
    crisis = any(
        knowledge.symptoms[f.symptom].crisis
        for f in counting
        if not (bodily and f.reason in UNSETTLED and f.reason != BARE)
    )
    return any(f.tier == "emergency" for f in bodily), crisis
