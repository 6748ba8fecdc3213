"""The figures: exact intervals, shares, misses; and that they have not fallen."""

from __future__ import annotations

import json

import pytest

from bot.safety import Assessment, SafetySettings
from bot.safety.detector.lines import Label, Line
from bot.safety.finding import Outcome
from tests.safety.evaluate import FIGURES_FILE, measure
from tests.safety.report import Judged, Share, as_text, by_kind, figures, misses

LOWER_IS_BETTER = "must not alarm"
# Other content (FAQ examples) is learned from too, and another processor rounds otherwise: so many
# lines of a figure may tip.
TIPPING_LINES = 2


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(10, 10, 69.2, 100.0), (0, 10, 0.0, 30.8), (5, 10, 18.7, 81.3), (95, 100, 88.7, 98.4)],
)
def test_the_interval_is_exact(count: int, total: int, low: float, high: float) -> None:
    """Expected values: tables of the Clopper-Pearson interval."""
    assert Share(count, total).interval == (low, high)


def _judged(label: Label, kind: str, outcome: Outcome) -> Judged:
    return Judged(Line(label, kind, f"{label} {outcome}", "w"), Assessment(outcome))


FOUR = [
    _judged("emergency", "collapse", "urgent"),
    _judged("call_now", "fever", "check"),
    _judged("call_now", "fever", "none"),
    _judged("none", "negated", "urgent"),
]


def test_shares() -> None:
    shares = figures(FOUR)
    assert shares["red flags: urgent"] == Share(1, 3)
    assert shares["red flags: urgent or check"] == Share(2, 3)
    assert shares["emergencies: urgent or check"] == Share(1, 1)
    assert shares["must not alarm: urgent"] == Share(1, 1)


def test_misses_are_printed_in_full() -> None:
    assert [one.line.message for one in misses(FOUR)] == ["call_now none"]
    assert "call_now none" in as_text(FOUR)
    assert by_kind(FOUR, "call_now")["fever"] == {"check": 1, "none": 1}


@pytest.mark.parametrize("part", ["united", "rules alone"])
def test_no_figure_has_fallen(
    part: str, settings: SafetySettings, rules_alone: SafetySettings
) -> None:
    recorded = json.loads(FIGURES_FILE.read_text(encoding="utf-8"))[part]
    shares = figures(measure(settings if part == "united" else rules_alone))
    fallen = {}
    for name, share in shares.items():
        change = share.percent - recorded[name]
        worse = change if name.startswith(LOWER_IS_BETTER) else -change
        if worse > 100 * TIPPING_LINES / share.total + 0.1:
            fallen[name] = (recorded[name], str(share))
    assert fallen == {}, "recorded and measured; see python -m tests.safety.evaluate"
