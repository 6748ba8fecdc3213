"""Two questions in one message ("what is CAR-T and how long does it take"): finds both topics.

A message is cut in two wherever a sentence ends or a joining word stands. Both halves must have a
topic of their own, and the message as a whole must know both: a story before a question, or one
question with "and" in it, stays one. "How do they treat it?" alone may mean many topics; which one
is meant, the whole message says. Where both halves begin as questions do, a hint of it suffices.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

_JOINTS = re.compile(
    r"(?:[?.!;]+\s+|\s*[,;]?\s+(?:and|also|plus|&|then|but|or)\s+(?:also\s+)?|\s*,\s+)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:(?:and|also|then|so|but|plus|ok|okay|hi|hello|please|oh|well|um|once|if|after)\W+"
    r"(?:\w+\W+){0,3}?)?"
    r"(?:what|wat|wot|how|when|wen|why|y|who|which|where|will|wil|would|does|do|dose|did|is|are|am|"
    r"can|could|should|may|has|have|any|explain|tell)(?:n't|'?(?:s|re|ll|d))?\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2
_LIKELIEST_OF_HALF = 3
_MOST_CUTS = 4

Ranking = Sequence[tuple[str, float]]
Rank = Callable[[Sequence[str]], Sequence[Ranking]]


@dataclass(frozen=True)
class TwoQuestionsSettings:
    """Numbers from 0 to 1, chosen on development messages (docs/understanding.md).

    ``known_by_whole``: a topic that the whole message is this likely about may be one of the two;
    ``hinted_by_whole``: the same where both halves begin as questions.
    ``say_of_whole``: how much the whole message has a say in which topic a half is about.
    ``sure``: the halves together must be this sure; ``say_of_less_sure``: how much the less sure
    of them counts in that.
    """

    known_by_whole: float = 0.05
    hinted_by_whole: float = 0.0001
    say_of_whole: float = 0.75
    sure: float = 0.65
    say_of_less_sure: float = 0.75


def opens_a_question(text: str) -> bool:
    """Whether a text begins as questions do."""
    return _QUESTION.match(text) is not None


def cuts(text: str) -> list[tuple[str, str]]:
    """Ways to cut a text in two, each half two words or more; at most four, middle first."""
    # Runs of spaces would make the search for joints slow.
    text = " ".join(text.split())
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
        rank: the rankings of any texts.
    """
    best: tuple[float, tuple[str, str]] = (0.0, ("", ""))
    for halves in cuts(text):
        both_ask = all(map(opens_a_question, halves))
        least = settings.hinted_by_whole if both_ask else settings.known_by_whole
        known = {label: p for label, p in whole if p >= least and is_topic(label)}
        if len(known) < 2:
            continue
        first, second = (_shares(ranking, known, settings.say_of_whole) for ranking in rank(halves))
        for one, other in product(_likeliest(first), _likeliest(second)):
            sure = _together(first[one], second[other], settings.say_of_less_sure)
            if one != other and sure >= settings.sure:
                best = max(best, (sure * math.sqrt(known[one] * known[other]), (one, other)))
    return best[1] if best[0] else None


def _likeliest(shares: Mapping[str, float]) -> list[str]:
    return sorted(shares, key=lambda label: -shares[label])[:_LIKELIEST_OF_HALF]


def _shares(half: Ranking, known: Mapping[str, float], say_of_whole: float) -> dict[str, float]:
    """How much of a half is about each topic that the whole message knows. They divide what the
    half is about them at all: a half about something else is about none of them."""
    own = {label: p for label, p in half if label in known}
    weighed = {label: own.get(label, 0.0) * p**say_of_whole for label, p in known.items()}
    total = sum(weighed.values()) or 1.0
    return {label: sum(own.values()) * share / total for label, share in weighed.items()}


def _together(one: float, other: float, say_of_less_sure: float) -> float:
    """How sure two halves are together: a geometric mean, in which the less sure has more say."""
    return min(one, other) ** say_of_less_sure * max(one, other) ** (1 - say_of_less_sure)
