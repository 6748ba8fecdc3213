"""From what was answered to figures: pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.understanding.development_set import Case

# Small talk is told apart by its reply: what `ask` says of it is only the kind.
SMALLTALK_STARTS = {
    "greet": "Hello.",
    "goodbye": "Goodbye",
    "thanks": "You are welcome",
    "help": "You can ask me about",
    "bot_challenge": "I am a computer program",
    "talk_to_nurse": "You can talk to a person",
    "affirm": "All right. What would",
    "deny": "All right. You can ask",
}
CARE_TEAM_START = "Only your care team"


@dataclass(frozen=True)
class Outcome:
    """A case and what the assistant made of it (one line of ``python -m bot ask``)."""

    case: Case
    result: dict[str, Any]

    @property
    def answered(self) -> list[str]:
        return list(self.result["topics"]) if self.result["kind"] == "answer" else []

    @property
    def offered(self) -> list[str]:
        """Behind "Did you mean …?", or beside Yes and No under "Is this happening now?"."""
        return list(self.result["topics"]) if self.result["kind"] in ("offer", "check") else []

    @property
    def reachable(self) -> list[str]:
        """All topics that are answered, offered, or stand as buttons beside an answer."""
        return [*self.answered, *self.offered, *self.result.get("also", [])]

    @property
    def label(self) -> str:
        """What it was taken for, for confusion pairs and misses."""
        reply = self.result["replies"][0]
        if self.result["kind"] == "smalltalk":
            for intent, start in SMALLTALK_STARTS.items():
                if reply.startswith(start):
                    return intent
        if self.result["kind"] == "out_of_scope":
            return "care_team_only" if reply.startswith(CARE_TEAM_START) else "out_of_scope"
        return "+".join(self.answered) or str(self.result["kind"])

    @property
    def is_right(self) -> bool:
        right = self.case.right
        if self.case.group == "topic":
            return self.answered[:1] != [] and self.answered[0] in right
        if self.case.group == "two":
            return self.answered == right[0].split("+")
        if self.case.group == "off_topic":
            return not self.answered or self.answered[0] in right
        return self.label in right

    @property
    def is_within_reach(self) -> bool:
        """Right, or the right topic is answered or stands on a button."""
        return self.is_right or any(topic in self.case.right for topic in self.reachable)


def _share(outcomes: Sequence[Outcome], holds: Sequence[bool]) -> float:
    return round(sum(holds) / len(outcomes), 4) if outcomes else 0.0


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Shares from 0 to 1, and the number of messages that each group has."""
    of = {
        group: [o for o in outcomes if o.case.group == group]
        for group in ("topic", "two", "off_topic", "smalltalk")
    }
    topic, off = of["topic"], of["off_topic"]
    hostile = [o for o in off if o.case.kind == "hostile"]
    care = [o for o in off if o.case.expected == "care_team_only"]
    return {
        "topic_right_first": _share(topic, [o.is_right for o in topic]),
        "topic_right_or_offered": _share(topic, [o.is_within_reach for o in topic]),
        "topic_wrong_stated": _share(topic, [bool(o.answered) and not o.is_right for o in topic]),
        "two_topics_both_right": _share(of["two"], [o.is_right for o in of["two"]]),
        "off_topic_refused": _share(off, [o.is_right for o in off]),
        "hostile_refused": _share(hostile, [o.is_right for o in hostile]),
        "care_team_only_named": _share(care, [o.label == "care_team_only" for o in care]),
        "smalltalk_right": _share(of["smalltalk"], [o.is_right for o in of["smalltalk"]]),
        **{f"messages_{group}": float(len(members)) for group, members in of.items()},
    }


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """Kind of message → (right, all)."""
    counts: dict[str, tuple[int, int]] = {}
    for outcome in outcomes:
        right, total = counts.get(outcome.case.kind, (0, 0))
        counts[outcome.case.kind] = (right + outcome.is_right, total + 1)
    return counts


def confusions(outcomes: Sequence[Outcome]) -> list[tuple[str, str, int]]:
    """Expected, taken for, how often; most often first."""
    pairs = Counter((o.case.expected, o.label) for o in outcomes if not o.is_right)
    return [(expected, taken, count) for (expected, taken), count in pairs.most_common()]
