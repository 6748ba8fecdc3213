"""The trained detector: how much a message is like those that told of a red flag happening now.

A support vector machine over three views of a message: sentence vectors (the whole message and
the strongest of its sentences), what the rules noticed, and its words. It needs numpy only;
training is in training.py. All it has learned lies in plain arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.safety.assess import Suspicion
from bot.safety.features import NGRAM_BUCKETS, ngrams, rule_features
from bot.safety.knowledge import RedFlagKnowledge
from bot.safety.notice import NOTHING, Noticed

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]
Floats = NDArray[np.float32]

# How much each view weighs, chosen with whole writers held out (see docs/safety.md).
MESSAGE_WEIGHT = 1.1
SENTENCE_WEIGHT = 0.5
RULES_WEIGHT = 0.25
WORDS_WEIGHT = 0.5
KERNEL_WIDTH = 0.5
SHORTEST_SENTENCE_CHARACTERS = 3
MOST_SENTENCES = 12


@dataclass(frozen=True)
class Views:
    """The three views of one message."""

    dense: Floats
    message_vector: Floats
    rules: Floats
    words: Mapping[int, float]


def look_at(noticed: Noticed, knowledge: RedFlagKnowledge, encode: Encode) -> Views:
    """Encodes a message; its sentences only where it has more than one."""
    sentences = _sentences(noticed)
    message = encode([noticed.words.text])[0]
    strongest = encode(sentences).max(axis=0) if len(sentences) > 1 else message
    rules = rule_features(noticed, knowledge)
    dense = np.concatenate(
        [message * MESSAGE_WEIGHT, strongest * SENTENCE_WEIGHT, rules * RULES_WEIGHT]
    )
    return Views(dense.astype(np.float32), message, rules, ngrams(noticed))


def _sentences(noticed: Noticed) -> list[str]:
    words = noticed.words
    texts: list[str] = []
    position = 0
    while position < len(words) and len(texts) < MOST_SENTENCES:
        first, position = words.sentence_bounds(position)
        start, end = words.characters(first, position)
        if end - start >= SHORTEST_SENTENCE_CHARACTERS:
            texts.append(words.text[start:end])
    return texts


@dataclass(frozen=True)
class Learned:
    """Everything that training found, as arrays and numbers that can be saved without pickle."""

    mean: Floats
    directions: Floats
    supports: Floats
    support_weights: Floats
    word_weights: Floats
    bias: float
    steepness: float
    shift: float
    urgent_from: float
    check_from: float
    symptom_weights: Floats
    symptom_bias: Floats
    symptom_names: tuple[str, ...]

    def fits(self, knowledge: RedFlagKnowledge) -> bool:
        """Whether it was trained with lists of the same shape."""
        width = len(rule_features(NOTHING, knowledge))
        same_symptoms = set(self.symptom_names) <= set(knowledge.symptoms)
        vector_width = self.symptom_weights.shape[1] - width
        return same_symptoms and self.mean.shape[0] == 2 * vector_width + width


class TrainedDetector:
    """Judges messages with what was learned."""

    def __init__(self, learned: Learned, knowledge: RedFlagKnowledge, encode: Encode) -> None:
        self._learned = learned
        self._knowledge = knowledge
        self._encode = encode
        self._squares = np.einsum("ij,ij->i", learned.supports, learned.supports)
        self.urgent_from = learned.urgent_from
        self.check_from = learned.check_from

    def __call__(self, noticed: Noticed) -> Suspicion:
        views = look_at(noticed, self._knowledge, self._encode)
        probability = self._probability(self.margin(views))
        return Suspicion(probability, self.likeliest_symptom(views))

    def margin(self, views: Views) -> float:
        """Distance from the border between the two kinds; above 0 on the urgent side."""
        learned = self._learned
        point = _times(learned.directions, views.dense - learned.mean)
        distances = self._squares - 2 * _times(learned.supports, point) + point @ point
        nearness = np.exp(-KERNEL_WIDTH * distances)
        by_words = sum(learned.word_weights[bucket] * v for bucket, v in views.words.items())
        return float(nearness @ learned.support_weights + by_words + learned.bias)

    def _probability(self, margin: float) -> float:
        """Platt scaling, fitted on writers that the training had not seen."""
        learned = self._learned
        return float(1 / (1 + np.exp(-(learned.steepness * margin + learned.shift))))

    def likeliest_symptom(self, views: Views) -> str:
        """Which symptom it would be."""
        learned = self._learned
        seen = np.concatenate([views.message_vector, views.rules * RULES_WEIGHT])
        scores = _times(learned.symptom_weights, seen) + learned.symptom_bias
        return learned.symptom_names[int(np.argmax(scores))]


def _times(matrix: Floats, vector: Floats) -> Floats:
    """Matrix times vector on one thread: waking others takes longer than the sum itself."""
    product: Floats = np.einsum("ij,j->i", matrix, vector)
    return product


def word_matrix_width() -> int:
    """How many buckets the hashed words and pieces of words fall into."""
    return 2 * NGRAM_BUCKETS
