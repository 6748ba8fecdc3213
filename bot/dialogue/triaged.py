"""A judgement of the safety layer's as the triage leaves it: taken over, an alarm, or as it was."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from bot.dialogue.reports import MOOD, Report
from bot.dialogue.triage_knowledge import Action, TriageKnowledge
from bot.dialogue.verdict import Verdict
from bot.safety import Assessment, Finding
from bot.safety.finding import Tier

REPORTED: Final = "reported"


@dataclass(frozen=True)
class TriagedAssessment(Assessment):
    """An assessment that the triage has weighed.

    Attributes:
        report: what the message reports.
        takes_over: whether the triage answers it, with a question or advice.
        asks_anew: whether it asks about everything, as the facts given are doubtful.
        denies: whether nothing but a denial was written; the triage says nothing to it.
        by_safety: the safety layer's own judgement, for a message that turns out to be a question.
        evidence: how much says that something felt now is reported (evidence.py); None: unknown.
        named: words for what an alarm is about that only the detector guesses, and that a message
            names all the same.
    """

    report: Report | None = None
    takes_over: bool = False
    asks_anew: bool = False
    denies: bool = False
    by_safety: Assessment | None = None
    evidence: float | None = None
    named: str = ""

    @property
    def understood(self) -> str:
        """What rules read; else what the message names by itself: "and peeing all the time"."""
        return super().understood or self.named

    @property
    def is_calm(self) -> bool:
        """Whether the triage's word stands in place of the safety layer's: no alarm, no check."""
        return self.takes_over or self.denies


def triaged(
    assessment: Assessment, report: Report, verdict: Verdict, knowledge: TriageKnowledge
) -> TriagedAssessment:
    """The assessment of a message as the triage's verdict leaves it."""
    if verdict.takes_over and _must_be_asked(assessment, report):
        report = replace(report, advice=None, is_surely_mild=False)
    weighed = TriagedAssessment(
        **_values_of(assessment),
        report=report,
        takes_over=verdict.takes_over,
        asks_anew=verdict.asks_anew,
        denies=verdict.denies,
        by_safety=assessment,
        named=_named(assessment, report, knowledge),
    )
    if weighed.is_calm:
        return replace(
            weighed,
            outcome="none",
            tier=None,
            findings=tuple(replace(finding, counts=False) for finding in assessment.findings),
            asked_about=(),
        )
    if verdict.alarm not in ("emergency", "call_now") or _says_it(assessment, verdict.alarm):
        return weighed
    findings = assessment.findings
    if not _is_urgent(assessment):
        findings = (*_findings(verdict, report, knowledge), *findings)
    return replace(weighed, outcome="urgent", tier=verdict.alarm, findings=findings, suspicion=1.0)


def _named(assessment: Assessment, report: Report, knowledge: TriageKnowledge) -> str:
    is_alarm = assessment.outcome == "urgent" and not assessment.crisis
    is_named = is_alarm and report.is_named and report.symptoms[0] != MOOD
    return knowledge.symptoms[report.symptoms[0]].understood if is_named else ""


def _must_be_asked(assessment: Assessment, report: Report) -> bool:
    """Whether what is heard is so grave that advice is not given unasked: by the safety layer; and
    whoever is low is asked whether he thinks of hurting himself."""
    if report.symptoms[:1] == (MOOD,):
        return True
    if report.is_mild_beyond_doubt:
        return False
    is_alarm = assessment.outcome == "urgent"
    return is_alarm or (assessment.outcome == "check" and report.advice == "self_care")


def _says_it(assessment: Assessment, alarm: Action | None) -> bool:
    return _is_urgent(assessment) and assessment.tier in (alarm, "emergency")


def _is_urgent(assessment: Assessment) -> bool:
    return assessment.outcome == "urgent"


def _values_of(assessment: Assessment) -> dict[str, Any]:
    return {one.name: getattr(assessment, one.name) for one in fields(Assessment)}


def _findings(verdict: Verdict, report: Report, knowledge: TriageKnowledge) -> list[Finding]:
    tier: Tier = "emergency" if verdict.alarm == "emergency" else "call_now"
    span = (0, len(report.said.words.text))
    return [
        Finding(name, tier, span, knowledge.symptoms[name].understood, True, REPORTED)
        for name in verdict.symptoms[:1]
    ]
