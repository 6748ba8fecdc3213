"""The development set: messages by writers who saw no training example, and what is expected.

Files ``dev/<writer>.tsv``: expected, kind, message. ``expected`` is a topic id, two with ``+``,
or a plain intent; ``|`` stands between what is as right (the first of them names the group). Never
move a line of it into the training data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DEV_DIR = Path(__file__).parent / "dev"
TESTED_ONE_IN = 6
REFUSALS = frozenset({"out_of_scope", "care_team_only"})


@dataclass(frozen=True)
class Case:
    """One message. ``kind``: plain, typo, short, long, drug, indirect, two, near, far, …"""

    expected: str
    kind: str
    message: str

    @property
    def right(self) -> tuple[str, ...]:
        """All that is right, the likeliest first."""
        return tuple(self.expected.split("|"))

    @property
    def group(self) -> str:
        """Which figures it counts for: topic, two, off_topic or smalltalk."""
        if "+" in self.right[0]:
            return "two"
        if "/" in self.right[0]:
            return "topic"
        return "off_topic" if self.right[0] in REFUSALS else "smalltalk"


def read_cases() -> list[Case]:
    """All messages of all writers, in the order of the files."""
    return [
        Case(*line.split("\t"))
        for file in sorted(DEV_DIR.glob("*.tsv"))
        for line in file.read_text(encoding="utf-8").split("\n")
        if line
    ]


def sampled(cases: Sequence[Case]) -> list[Case]:
    """The cases that every `make test` asks: what is hostile, and every sixth of the others. `make
    evaluate` asks all."""
    return [
        case
        for place, case in enumerate(cases)
        if place % TESTED_ONE_IN == 0 or case.kind == "hostile"
    ]
