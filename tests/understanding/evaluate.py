"""``make evaluate``: the development set in figures, with the change since the last report.

Writes REPORT.md and, with ``--record``, the figures that CI holds every change to.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.understanding.asking import ask_all
from tests.understanding.cross_validation import cross_validate
from tests.understanding.development_set import read_cases, sampled
from tests.understanding.figures import Outcome, by_kind, confusions, figures

HERE = Path(__file__).parent
FIGURES_FILE = HERE / "figures.json"
REPORT_FILE = HERE / "REPORT.md"
# Issue "Understand patients in their own words": at least (at most where marked), and the aim.
GOALS = {
    "topic_right_first": "≥ 0.80 (aim 0.95)",
    "topic_right_or_offered": "≥ 0.92 (aim 0.99)",
    "topic_wrong_stated": "≤ 0.10 (aim 0.02)",
    "off_topic_refused": "≥ 0.90 (aim 0.97)",
    "hostile_refused": "≥ 0.98",
    "smalltalk_right": "≥ 0.95",
}


def last_figures(part: str = "all") -> dict[str, float]:
    """The recorded figures, of all cases or of the "tested" ones; empty where none are recorded."""
    if not FIGURES_FILE.exists():
        return {}
    content: dict[str, dict[str, float]] = json.loads(FIGURES_FILE.read_text(encoding="utf-8"))
    return content[part]


def report(outcomes: Sequence[Outcome], now: Mapping[str, float], last: Mapping[str, float]) -> str:
    """The report as Markdown: table, kinds, confusion pairs, every miss."""
    lines = ["# Understanding: the development set", ""]
    lines += ["| figure | now | last | change | goal |", "|---|---|---|---|---|"]
    for name, value in now.items():
        before = last.get(name)
        change = "" if before is None else f"{value - before:+.4f}"
        shown = "" if before is None else f"{before:g}"
        lines.append(f"| {name} | {value:g} | {shown} | {change} | {GOALS.get(name, '')} |")
    lines += ["", "| kind of message | right |", "|---|---|"]
    lines += [f"| {kind} | {right}/{total} |" for kind, (right, total) in by_kind(outcomes).items()]
    lines += ["", "## Confusion pairs", "", "| expected | taken for | times |", "|---|---|---|"]
    lines += [f"| {e} | {taken} | {count} |" for e, taken, count in confusions(outcomes)]
    lines += ["", "## Every miss", ""]
    for outcome in outcomes:
        if not outcome.is_right:
            offered = f" (offered: {', '.join(outcome.offered)})" if outcome.offered else ""
            lines.append(
                f"- {outcome.case.expected} → {outcome.label}{offered}: `{outcome.case.message}`"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="hold later changes to these figures")
    arguments = parser.parse_args()
    cases = read_cases()
    outcomes = ask_all(cases)
    of_case = dict(zip(cases, outcomes, strict=True))
    now = figures(outcomes) | cross_validate()
    text = report(outcomes, now, last_figures())
    REPORT_FILE.write_text(text, encoding="utf-8")
    print(text)
    if arguments.record:
        recorded = {"all": now, "tested": figures([of_case[case] for case in sampled(cases)])}
        FIGURES_FILE.write_text(json.dumps(recorded, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
