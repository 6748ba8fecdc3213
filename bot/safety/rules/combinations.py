"""Symptoms that together are graver than each alone: fever and confusion are an emergency."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.safety.finding import Finding
from bot.safety.rules.context import NOW, UNSETTLED
from bot.safety.rules.knowledge import Combination, RedFlagKnowledge
from bot.safety.rules.words import Words


def combined(
    findings: Sequence[Finding], signs: Collection[str], words: Words, knowledge: RedFlagKnowledge
) -> list[Finding]:
    """The findings, those of a combination that fits raised to emergencies.

    Args:
        findings: what was found of each symptom.
        signs: signs that only count beside symptoms, and are told of as happening.
    """
    happening = {f.symptom for f in findings if f.counts or f.reason in UNSETTLED}
    present = happening | set(signs)
    raised = list(findings)
    for combination in knowledge.combinations:
        groups = [present & group for group in combination.groups]
        if not all(groups) or not _are_different(groups):
            continue
        if combination.adds:
            raised.append(_added(combination, words, knowledge))
        part = set().union(*groups) & happening or happening
        raised = [_raised(finding) if finding.symptom in part else finding for finding in raised]
    return raised


def _are_different(groups: Sequence[Collection[str]]) -> bool:
    """Whether the groups are not all the one same symptom."""
    return len({name for group in groups for name in group}) >= len(groups)


def _raised(finding: Finding) -> Finding:
    """An emergency, if it counts or may count: beside the others of its combination it does."""
    if not (finding.counts or finding.reason in UNSETTLED):
        return finding
    return replace(finding, tier="emergency", counts=True, reason=NOW, is_sure=True)


def _added(combination: Combination, words: Words, knowledge: RedFlagKnowledge) -> Finding:
    symptom = knowledge.symptoms[combination.adds]
    span = words.characters(0, len(words))
    return Finding(symptom.name, symptom.tier, span, symptom.understood, True, NOW, is_sure=True)
