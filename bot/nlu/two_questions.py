"""Two questions in one message ("what is CAR-T and how long does it take"): finds both topics.

A message is cut in two wherever a sentence ends or a joining word stands. Both halves must have a
topic of their own, and the message as a whole must know both: a story before a question, or one
question with "and" in it, stays one. "How do they treat it?" alone may mean many topics; which one
is meant, the whole message says.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_JOINTS = re.compile(
    r"(?:[?.!;]+\s+|\s*[,;]?\s+(?:and|also|plus|&|then|but|or)\s+(?:also\s+)?|\s*,\s+)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2
_MOST_CUTS = 4

Ranking = Sequence[tuple[str, float]]
Rank = Callable[[str], Ranking]


@dataclass(frozen=True)
class TwoQuestionsSettings:
    """Probabilities from 0 to 1, chosen on held-out writers (docs/understanding.md)."""

    sure_of_half: float = 0.5
    known_by_whole: float = 0.05


def cuts(text: str) -> list[tuple[str, str]]:
    """Ways to cut a text in two, each half two words or more; at most four, middle first."""
    found = []
    for joint in _JOINTS.finditer(text):
        first, second = text[: joint.start()].strip(), text[joint.end() :].strip()
        if min(len(first.split()), len(second.split())) >= _FEWEST_WORDS:
            found.append((first, second))
    found.sort(key=lambda halves: abs(len(halves[0]) - len(halves[1])))
    return found[:_MOST_CUTS]


def find_two_topics(
    text: str,
    whole: Ranking,
    rank: Rank,
    is_topic: Callable[[str], bool],
    settings: TwoQuestionsSettings,
) -> tuple[str, str] | None:
    """The two topics of a message in the order they were asked, or None where it is one question.

    Args:
        whole: the ranking of the whole message.
        rank: the ranking of any text.
    """
    known = {label: p for label, p in whole if p >= settings.known_by_whole and is_topic(label)}
    if len(known) < 2:
        return None
    best: tuple[float, tuple[str, str]] | None = None
    for halves in cuts(text):
        (first, sure_first), (second, sure_second) = (_topic_of(rank(h), known) for h in halves)
        sure = min(sure_first, sure_second)
        if first != second and sure >= settings.sure_of_half:
            sure *= math.sqrt(known[first] * known[second])
            best = max(best or (0.0, ("", "")), (sure, (first, second)))
    return best[1] if best else None


def _topic_of(half: Ranking, known: Mapping[str, float]) -> tuple[str, float]:
    """The topic of a half among those that the whole message knows, and how sure the half is."""
    return max(
        ((label, p) for label, p in half if label in known),
        key=lambda ranked: ranked[1] * math.sqrt(known[ranked[0]]),
    )
