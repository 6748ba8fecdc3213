"""Trains the networks of network.py. Needs numpy and scipy; deterministic, on one thread or many.

Plain mini-batches with Adam; the points are thinned at random (dropout), so
that no few numbers decide. A message's text decides in which batch it is seen: one more example
changes one batch of each pass, and what was learned from the others hardly moves. All settings were
found with whole writers held out (docs/safety.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.safety.detector.adam import Adam, shorter_and_shorter
from bot.safety.detector.draws import Keys
from bot.safety.detector.network import Floats, Network

Integers = NDArray[np.int64]
UNKNOWN = -1

# So many networks learn at once: matrices let other threads run, and each needs 200 MB.
LEARN_AT_ONCE = 2
HIDDEN = 384
ROWS_AT_ONCE = 512
STEP = 3e-3
PENALTY = 1e-5
THINNED = 0.15
# A few messages, as in tests, are seen more often.
LEAST_STEPS = 300
_TRAITS_SPREAD, _OUTER_SPREAD = 0.05, 0.1


@dataclass(frozen=True)
class Question:
    """What is learned of each message.

    Attributes:
        right: the right answer of each message, UNKNOWN where none is known. Of one answer
            alone, 1 says yes and 0 says no.
        answers: how many answers there are; with more than one, one of them is right.
        weight: how much the question counts beside the others.
    """

    right: Integers
    answers: int
    weight: float = 1.0


@dataclass(frozen=True)
class Passes:
    """How often all messages are seen, how many traits words have, and how fast these grow."""

    passes: int
    traits: int
    words_scale: float


def learn_network(
    points: Floats,
    words: csr_matrix,
    questions: Sequence[Question],
    weights: Floats,
    keys: Keys,
    how: Passes,
    seed: int,
) -> Network:
    """Learns from messages.

    Args:
        points: messages × width, in any scale.
        words: messages × buckets.
        questions: what is known of each message; the network's answers stand in this order.
        weights: how much each message counts.
        keys: what decides in which batches each message is seen.
        seed: another one gives another network, about as good.
    """
    spread = np.float32(points.std())
    training = _Training(points / spread, words, questions, weights, keys, how, seed)
    learned = training.run()
    return Network(
        inner=np.ascontiguousarray(learned["inner"].T) / spread,
        inner_bias=learned["inner_bias"],
        outer=np.ascontiguousarray(learned["outer"].T),
        outer_bias=learned["outer_bias"],
        word_inner=learned["word_inner"] * np.float32(how.words_scale),
        word_outer=np.ascontiguousarray(learned["word_outer"].T),
    )


class _Training:
    def __init__(
        self,
        points: Floats,
        words: csr_matrix,
        questions: Sequence[Question],
        weights: Floats,
        keys: Keys,
        how: Passes,
        seed: int,
    ) -> None:
        self._points, self._words, self._questions = points, words, questions
        self._weights = (weights / weights.mean()).astype(np.float32)
        self._keys, self._how, self._seed = keys, how, seed
        self._learned = self._start(points.shape[1], words.shape[1])
        self._adam = Adam(self._learned)

    def _start(self, width: int, buckets: int) -> dict[str, Floats]:
        answers = sum(question.answers for question in self._questions)
        random = np.random.default_rng(self._seed)

        def spread(rows: int, columns: int, deviation: float) -> Floats:
            drawn = random.standard_normal((rows, columns), dtype=np.float32)
            return drawn * np.float32(deviation)

        return {
            "inner": spread(width, HIDDEN, (2 / width) ** 0.5),
            "inner_bias": np.zeros(HIDDEN, np.float32),
            "outer": spread(HIDDEN, answers, (1 / HIDDEN) ** 0.5),
            "outer_bias": np.zeros(answers, np.float32),
            "word_inner": spread(buckets, self._how.traits, _TRAITS_SPREAD),
            "word_outer": spread(self._how.traits, answers, _OUTER_SPREAD),
        }

    def run(self) -> dict[str, Floats]:
        # A power of two, so that a few more messages do not make it another number.
        batches = 2 ** max(0, round(np.log2(len(self._weights) / ROWS_AT_ONCE)))
        steps = max(self._how.passes * batches, LEAST_STEPS)
        for step in range(steps):
            if step % batches == 0:
                seen_together = self._divided(batches, step)
            length = STEP * shorter_and_shorter(step / steps)
            some = seen_together[step % batches]
            if len(some):
                self._step(some, step, length)
        return self._learned

    def _divided(self, batches: int, step: int) -> list[Integers]:
        """The messages of each batch of one pass: multiply-shift hashing (Dietzfelbinger 1997)."""
        odd = np.random.default_rng((self._seed, step)).integers(2**63, dtype=np.uint64)
        places = (self._keys * (odd * np.uint64(2) + np.uint64(1))) >> np.uint64(32)
        order = np.argsort(places, kind="stable")
        ends = np.searchsorted(places[order], np.arange(1, batches) * (2**32 // batches))
        return np.split(order, ends)

    def _step(self, some: Integers, step: int, length: float) -> None:
        learned = self._learned
        points, words = self._thinned(self._points[some], step), self._words[some]
        traits = np.float32(self._how.words_scale) * (words @ learned["word_inner"])
        hidden = np.maximum(points @ learned["inner"] + learned["inner_bias"], 0)
        scores = hidden @ learned["outer"] + traits @ learned["word_outer"] + learned["outer_bias"]
        wrong = self._wrong(scores, some)
        back = wrong @ learned["outer"].T
        back[hidden <= 0] = 0
        of_traits = wrong @ learned["word_outer"].T
        slopes = {
            "inner": points.T @ back + np.float32(PENALTY) * learned["inner"],
            "inner_bias": back.sum(axis=0),
            "outer": hidden.T @ wrong + np.float32(PENALTY) * learned["outer"],
            "outer_bias": wrong.sum(axis=0),
            "word_inner": np.float32(self._how.words_scale) * (words.T @ of_traits),
            "word_outer": traits.T @ wrong,
        }
        self._adam.move(slopes, length)

    def _thinned(self, points: Floats, step: int) -> Floats:
        random = np.random.default_rng((self._seed, step))
        kept = random.random(points.shape, dtype=np.float32) > THINNED
        thinned: Floats = points * (kept * np.float32(1 / (1 - THINNED)))
        return thinned

    def _wrong(self, scores: Floats, some: Integers) -> Floats:
        """How far each score is off: the slope of the logarithmic loss."""
        wrong = np.zeros_like(scores)
        first = 0
        for question in self._questions:
            place = slice(first, first + question.answers)
            right = question.right[some]
            known = np.flatnonzero(right != UNKNOWN)
            of_known = scores[known, place]
            if question.answers == 1:
                off = 1 / (1 + np.exp(-of_known)) - right[known, None]
            else:
                off = np.exp(of_known - of_known.max(axis=1, keepdims=True))
                off /= off.sum(axis=1, keepdims=True)
                off[np.arange(len(known)), right[known]] -= 1
            share = self._weights[some[known], None] * np.float32(question.weight / len(some))
            wrong[known, place] = off * share
            first += question.answers
        return wrong
