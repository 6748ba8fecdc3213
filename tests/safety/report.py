"""Figures of how well messages are judged. Pure functions; printing and files are elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scipy.stats import beta

from bot.safety.detector.lines import Line
from bot.safety.finding import Assessment, Outcome

CONFIDENCE = 0.95
OUTCOMES: tuple[Outcome, ...] = ("urgent", "check", "none")


@dataclass(frozen=True)
class Judged:
    """A labelled line and what was made of it."""

    line: Line
    assessment: Assessment


@dataclass(frozen=True)
class Share:
    """A share of lines with its exact 95 % interval (Clopper and Pearson, 1934)."""

    count: int
    total: int

    @property
    def percent(self) -> float:
        """The share in percent; 0 of nothing is 0."""
        return 100 * self.count / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The exact interval in percent."""
        tail = (1 - CONFIDENCE) / 2
        count, total = self.count, self.total
        low = beta.ppf(tail, count, total - count + 1) if count else 0.0
        high = beta.ppf(1 - tail, count + 1, total - count) if count < total else 1.0
        return round(100 * float(low), 1), round(100 * float(high), 1)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.percent:5.1f} %  ({self.count} of {self.total}; {low} to {high} %)"


def judge(lines: Iterable[Line], assess: Callable[[str], Assessment]) -> list[Judged]:
    """Assesses every line."""
    return [Judged(line, assess(line.message)) for line in lines]


def share(judged: Sequence[Judged], *outcomes: Outcome) -> Share:
    """How many lines had one of the outcomes."""
    return Share(sum(j.assessment.outcome in outcomes for j in judged), len(judged))


def figures(judged: Sequence[Judged]) -> dict[str, Share]:
    """The figures that are watched."""
    urgent = [j for j in judged if j.line.is_urgent]
    emergencies = [j for j in urgent if j.line.label == "emergency"]
    crises = [j for j in emergencies if j.line.kind == "self_harm"]
    harmless = [j for j in judged if j.line.label == "none"]
    told = [j for j in emergencies if j.assessment.outcome == "urgent"]
    return {
        "red flags: urgent": share(urgent, "urgent"),
        "red flags: urgent or check": share(urgent, "urgent", "check"),
        "emergencies: urgent": share(emergencies, "urgent"),
        "emergencies: urgent or check": share(emergencies, "urgent", "check"),
        "urgent emergencies: emergency tier": Share(
            sum(j.assessment.tier == "emergency" for j in told), len(told)
        ),
        "self-harm: crisis line": Share(sum(j.assessment.crisis for j in crises), len(crises)),
        "must not alarm: urgent": share(harmless, "urgent"),
        "must not alarm: check": share(harmless, "check"),
    }


def by_kind(judged: Sequence[Judged], label: str) -> dict[str, Counter[Outcome]]:
    """Outcomes of each kind of lines with a label."""
    kinds: dict[str, Counter[Outcome]] = {}
    for one in judged:
        if one.line.label == label:
            kinds.setdefault(one.line.kind, Counter())[one.assessment.outcome] += 1
    return dict(sorted(kinds.items()))


def misses(judged: Sequence[Judged]) -> list[Judged]:
    """Red flags that were neither called urgent nor asked about."""
    return [j for j in judged if j.line.is_urgent and j.assessment.outcome == "none"]


def false_alarms(judged: Sequence[Judged]) -> list[Judged]:
    """Harmless lines that were called urgent."""
    return [j for j in judged if j.line.label == "none" and j.assessment.outcome == "urgent"]


def figures_as_text(judged: Sequence[Judged]) -> str:
    """The watched figures, a line each."""
    return "\n".join(f"{name:38} {figure}" for name, figure in figures(judged).items())


def as_text(judged: Sequence[Judged]) -> str:
    """The whole report, for a terminal."""
    rows = [figures_as_text(judged)]
    for label in ("emergency", "call_now", "none"):
        rows += ["", f"{label} by kind: {', '.join(OUTCOMES)}"]
        for kind, outcomes in by_kind(judged, label).items():
            rows.append(f"  {kind:24}" + "".join(f"{outcomes[o]:6}" for o in OUTCOMES))
    rows += ["", "Missed red flags, in full:"]
    rows += [f"  [{j.line.label}, {j.line.kind}] {j.line.message}" for j in misses(judged)]
    rows += ["", "False alarms, in full:"]
    rows += [f"  [{j.line.kind}] {j.line.message}" for j in false_alarms(judged)]
    return "\n".join(rows)
