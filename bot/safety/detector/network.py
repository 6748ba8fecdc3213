"""A small network over a message's point and its words; several answers are learned at once.

Wide and deep (Cheng et al. 2016): the point goes through one layer of rectified units; the words,
of which there are too many to learn how they work together, add to the answers without one.
Needs numpy only; training is in network_training.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Network:
    """What was learned.

    Attributes:
        inner: hidden units × width of a point.
        inner_bias: one for each hidden unit.
        outer: answers × hidden units.
        outer_bias: one for each answer.
        word_inner: buckets of words × traits.
        word_outer: answers × traits.
    """

    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats
    word_inner: Floats
    word_outer: Floats

    def scores(self, point: Floats, words: Mapping[int, float]) -> Floats:
        """The score of each answer for a message: its point, and bucket → weight of its words."""
        hidden = np.maximum(_times(self.inner, point) + self.inner_bias, 0)
        weights = np.fromiter(words.values(), np.float32, len(words))
        traits = _times(self.word_inner[list(words)].T, weights)
        scores: Floats = _times(self.outer, hidden) + _times(self.word_outer, traits)
        return scores + self.outer_bias

    def scores_of_many(self, points: Floats, words: Any) -> Floats:
        """The same of many messages: messages × width and, sparse, messages × buckets."""
        hidden = np.maximum(points @ self.inner.T + self.inner_bias, 0)
        scores: Floats = hidden @ self.outer.T + (words @ self.word_inner) @ self.word_outer.T
        return scores + self.outer_bias


def united(networks: Sequence[Network]) -> Network:
    """One network that gives the mean of what the networks give."""
    share = np.float32(1 / len(networks))
    return Network(
        inner=np.vstack([one.inner for one in networks]),
        inner_bias=np.concatenate([one.inner_bias for one in networks]),
        outer=np.hstack([one.outer for one in networks]) * share,
        outer_bias=np.mean([one.outer_bias for one in networks], axis=0, dtype=np.float32),
        word_inner=np.hstack([one.word_inner for one in networks]),
        word_outer=np.hstack([one.word_outer for one in networks]) * share,
    )


def log_odds_of_any(scores: Floats, none: int) -> float:
    """Of the answers of which one is right: the log odds of any against the one at ``none``."""
    others = np.delete(scores, none).astype(np.float64)
    largest = others.max()
    return float(largest + np.log(np.exp(others - largest).sum()) - scores[none])


def shares(scores: Floats) -> NDArray[np.float64]:
    """The probabilities of answers of which one is right."""
    likely = np.exp((scores - scores.max()).astype(np.float64))
    each: NDArray[np.float64] = likely / likely.sum()
    return each


def _times(matrix: Floats, vector: Floats) -> Floats:
    """Matrix times vector on one thread: waking others takes longer than the sum itself."""
    product: Floats = np.einsum("ij,j->i", matrix, vector)
    return product
