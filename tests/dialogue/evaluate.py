"""Measures what is done with symptom reports: right action or right question, under- and
over-called.

    python -m tests.dialogue.evaluate [FILE.tsv …] [--wrong]

A file has lines ``right TAB symptom TAB text`` (see dev/reports.tsv).
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.reports import Reader
from bot.dialogue.triage import report
from bot.dialogue.triage_knowledge import is_red
from bot.dialogue.triage_state import Triage
from bot.dialogue.weighing import weigh
from bot.safety import SafetySettings, assess

DEV = Path(__file__).parent / "dev" / "reports.tsv"
ORDER = ("self_care", "call_today", "call_now", "emergency")
ASK, CHECK, NOTHING = "ask", "check", "nothing"


@dataclass(frozen=True)
class Judged:
    """One report, what is right, and what was done."""

    right: str
    symptom: str
    text: str
    done: str
    about: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """The action of the reference, or a question about the symptom where no alarm is right."""
        if self.done == self.right:
            return (
                self.right != ASK
                or self.symptom in self.about
                or self.symptom == "several_together"
            )
        return self.done == ASK and not is_red(self.right) and self.symptom in self.about  # type: ignore[arg-type]

    @property
    def is_under(self) -> bool:
        """Less than the reference says, and not asked."""
        if self.done in (ASK, CHECK) or self.right == ASK:
            return False
        return self.done == NOTHING or ORDER.index(self.done) < ORDER.index(self.right)

    @property
    def is_over(self) -> bool:
        """An alarm where the reference has none."""
        return self.done in ORDER[2:] and self.right not in ORDER[2:]


def read_reports(file: Path) -> list[tuple[str, str, str]]:
    """(right, symptom, text) of each line."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    return [(row[0], row[1], row[2]) for row in rows if not row[0].startswith("#")]


def judge(text: str, reader: Reader, safety: SafetySettings) -> tuple[str, tuple[str, ...]]:
    """What is done with a first message, and about which symptoms."""
    assessment = assess(text, safety)
    reported = reader.report(text)
    verdict = weigh(assessment, reported, reader.rules.knowledge)
    if verdict.takes_over:
        said = reader.said("") if verdict.asks_anew else reported.said
        step = report(Triage(), reported.symptoms, said, reader.rules)
        return step.action or ASK, (*step.symptoms, *reported.symptoms)
    if verdict.alarm is not None:
        return verdict.alarm, verdict.symptoms
    if assessment.outcome == "urgent":
        return assessment.tier or "call_now", assessment.symptoms
    return (CHECK if assessment.outcome == "check" else NOTHING), reported.symptoms


def main(arguments: list[str]) -> None:
    """Prints the figures of the files."""
    files = [Path(one) for one in arguments if not one.startswith("--")] or [DEV]
    reader, safety = triage_reader(), safety_settings()
    judged = [
        Judged(right, symptom, text, *judge(text, reader, safety))
        for file in files
        for right, symptom, text in read_reports(file)
    ]
    red = [one for one in judged if one.right in ORDER[2:]]
    met = [one for one in red if one.done in (*ORDER[2:], ASK, CHECK)]
    print(f"{len(judged)} reports")
    for name, count, of in (
        ("right action or right question", sum(one.is_right for one in judged), judged),
        ("under-called", sum(one.is_under for one in judged), judged),
        ("over-called", sum(one.is_over for one in judged), judged),
        ("emergency and call now: urgent or asked", len(met), red),
        ("emergency and call now: urgent", sum(o.done in ORDER[2:] for o in red), red),
    ):
        print(f"{name}: {count} of {len(of)} = {100 * count / len(of):.1f} %")
    for (right, done), count in sorted(Counter((o.right, o.done) for o in judged).items()):
        print(f"  {right:10} -> {done:10} {count}")
    if "--wrong" in arguments:
        for one in judged:
            if not one.is_right:
                print(f"{one.right} -> {one.done} | {one.symptom} | {one.text} | {one.about}")


if __name__ == "__main__":
    main(sys.argv[1:])
