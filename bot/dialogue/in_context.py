"""What a message is about after an answer, by two readings of it and by what was talked about.

"How many weeks off the road" is about anything by itself, and about driving after CAR-T where that
was just answered. A question that stands by itself is so much likelier about its own topic that
what was said before does not bend it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from bot.dialogue.context_knowledge import FollowUps

Ranking = Sequence[tuple[str, float]]
# What would frighten as a guess must be so likely by itself, or was answered before.
_GUESSED_FROM = 0.4
# No label is less likely than this, however little the classifier thinks of it.
_LEAST_PROBABILITY = 1e-6


@dataclass(frozen=True)
class ContextWeights:
    """How much each view counts: factors of logarithms of probabilities, and what is added to them.

    Measured by tests/understanding/follow_ups.py on second messages by six writers, who saw only
    which topic had been answered. The place counts less than fits those best, so that a full
    question on another topic is not bent (docs/context.md).

    Attributes:
        by_itself: the message alone.
        after_title: the message behind the question that was answered.
        same_subject: the topic that was answered, and those that follow_ups.yml lists with it.
    """

    by_itself: float = 0.9
    after_title: float = 1.2
    same_subject: float = 1.0


_WEIGHTS = ContextWeights()


def ranking_in_context(
    by_itself: Ranking,
    after_title: Ranking,
    topic: str,
    follow_ups: FollowUps,
) -> list[tuple[str, float]]:
    """Labels with their probability after an answer about ``topic``, most likely first.

    Args:
        by_itself: labels with probabilities, as the classifier reads the message.
        after_title: the same of the message behind the title of ``topic``.
    """
    subject = follow_ups.subject_of(topic)
    near = {topic, *(subject.topics if subject else ())}
    behind: Mapping[str, float] = dict(after_title)
    # The surer a message is of one topic by itself, the less counts where the talk is.
    leans = 1 - max((share for label, share in by_itself if "/" in label), default=0.0)

    def score(label: str, probability: float) -> float:
        place = _WEIGHTS.same_subject * (label in near)
        return (
            _WEIGHTS.by_itself * _log(probability)
            + _WEIGHTS.after_title * _log(behind.get(label, 0.0))
            + leans * place
        )

    def may_be_guessed(label: str, probability: float) -> bool:
        is_said = probability >= _GUESSED_FROM or label == topic
        return is_said or label not in follow_ups.not_guessed

    known = [(label, share) for label, share in by_itself if may_be_guessed(label, share)]
    scores = {label: score(label, probability) for label, probability in known}
    highest = max(scores.values())
    shares = {label: exp(one - highest) for label, one in scores.items()}
    total = sum(shares.values())
    ranked = sorted(shares.items(), key=lambda pair: -pair[1])
    return [(label, share / total) for label, share in ranked]


def _log(probability: float) -> float:
    return log(max(probability, _LEAST_PROBABILITY))
