"""Recognises which symptom a message reports, whether it sounds red, and whether it says all that
decides, by learned weights.

Three sets of logistic regressions over the message's sentence vectors and its words. They do
not see what the phrases found, which were written beside the examples and would seem surer than
they are. numpy only; training is in recogniser_training.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.safety.detector.features import NGRAM_BUCKETS, ngrams_of

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]

NO_SYMPTOM = "none"
# In alphabetical order, as scikit-learn has them.
URGENCIES = ("call_now", "emergency", "other")
# What follows from a report as it stands; "ask": something that decides is missing.
ASK = "ask"
OUTCOMES = (ASK, "call_now", "call_today", "emergency", "self_care")
WORDS_WEIGHT = 0.5
# Hashed words and pieces of words, folded: there are few examples.
BUCKETS_OF_A_KIND = 1 << 14


@dataclass(frozen=True)
class LearnedReports:
    """Everything that training found, as arrays that can be saved without pickle.

    A vector less ``mean``, turned and scaled by ``projection`` (directions × width), is a point.
    Weights are classes × directions for points, buckets × classes for words, symptoms × classes for
    the symptom reported.
    """

    mean: Floats
    projection: Floats
    symptom_names: tuple[str, ...]
    symptom_weights: Floats
    symptom_words: Floats
    symptom_bias: Floats
    urgency_weights: Floats
    urgency_words: Floats
    urgency_bias: Floats
    outcome_weights: Floats
    outcome_words: Floats
    outcome_symptoms: Floats
    outcome_bias: Floats


@dataclass(frozen=True)
class Looks:
    """What the recogniser sees of a message: its point, and its hashed words with their weight."""

    point: Floats
    words: Mapping[int, float]


def words_of(norms: Sequence[str]) -> dict[int, float]:
    """The message's words and pieces of words: folded bucket → weight."""
    folded: dict[int, float] = {}
    for bucket, weight in ngrams_of(norms).items():
        kind, place = divmod(bucket, NGRAM_BUCKETS)
        key = kind * BUCKETS_OF_A_KIND + place % BUCKETS_OF_A_KIND
        folded[key] = folded.get(key, 0.0) + weight * WORDS_WEIGHT
    return folded


class Recogniser:
    """Judges messages with what was learned."""

    def __init__(self, learned: LearnedReports, encode: Encode) -> None:
        self._learned = learned
        self._encode = encode

    def look(self, text: str, norms: Sequence[str]) -> Looks:
        """Encodes a message and counts its words."""
        (vector,) = self._encode([text])
        return Looks(self._learned.projection @ (vector - self._learned.mean), words_of(norms))

    def symptoms(self, looks: Looks) -> dict[str, float]:
        """The probability of each symptom, and of NO_SYMPTOM; together 1."""
        learned = self._learned
        scores = learned.symptom_weights @ looks.point + learned.symptom_bias
        scores += _of_words(learned.symptom_words, looks.words)
        return dict(zip(learned.symptom_names, _shares(scores), strict=True))

    def urgency(self, looks: Looks) -> dict[str, float]:
        """The probability of each of URGENCIES for a report; together 1."""
        learned = self._learned
        scores = learned.urgency_weights @ looks.point + learned.urgency_bias
        scores += _of_words(learned.urgency_words, looks.words)
        return dict(zip(URGENCIES, _shares(scores), strict=True))

    def outcomes(self, looks: Looks, symptom: str) -> dict[str, float]:
        """The probability of each of OUTCOMES for a report of a symptom; together 1."""
        learned = self._learned
        scores = learned.outcome_weights @ looks.point + learned.outcome_bias
        scores += _of_words(learned.outcome_words, looks.words)
        scores += learned.outcome_symptoms[learned.symptom_names.index(symptom)]
        likely = np.exp((scores - scores.max()).astype(np.float64))
        shares = likely / likely.sum()
        return dict(zip(OUTCOMES, map(float, shares), strict=True))


def _of_words(weights: Floats, words: Mapping[int, float]) -> Floats:
    values = np.array(list(words.values()), dtype=np.float32)
    scores: Floats = values @ weights[list(words)]
    return scores


def _shares(scores: Floats) -> list[float]:
    each = 1 / (1 + np.exp(-scores.astype(np.float64)))
    return [float(share) for share in each / each.sum()]
