"""How many development messages are answered rightly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.doors import Answer
from bench.messages import Labelled

TOPIC, TWO_TOPICS, REFUSAL, SMALL_TALK = "topic", "two topics", "refusal", "small talk"
# Either counts as a refusal: both say that only someone else can answer.
REFUSALS = frozenset({"out_of_scope", "care_team_only"})


@dataclass
class Quality:
    """Counts by sort of message: asked, right, and right or among the topics offered.
    ``urgent``: messages of any sort that were answered with urgent words."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    right_or_offered: Counter[str] = field(default_factory=Counter)
    urgent: int = 0


def sort_of(expected: str) -> str:
    if "+" in expected:
        return TWO_TOPICS
    if "/" in expected:
        return TOPIC
    return REFUSAL if expected in REFUSALS else SMALL_TALK


def is_right(expected: str, answer: Answer) -> bool:
    """Topics: exactly these were answered. Refusals: refused, and no topic answered."""
    topics = {name for name in answer.said if "/" in name}
    sort = sort_of(expected)
    if sort in (TOPIC, TWO_TOPICS):
        return topics == set(expected.split("+"))
    if sort == REFUSAL:
        return bool(answer.said & REFUSALS) and not topics
    return expected in answer.said and not topics


def judge(messages: Sequence[Labelled], answers: Sequence[Answer]) -> Quality:
    quality = Quality()
    for message, answer in zip(messages, answers, strict=True):
        sort = sort_of(message.expected)
        right = is_right(message.expected, answer)
        offered = set(message.expected.split("+")) <= answer.offered
        quality.asked[sort] += 1
        quality.right[sort] += right
        quality.right_or_offered[sort] += right or offered
        quality.urgent += answer.urgent
    return quality
