"""The trained detector: how much a message is like those that told of a red flag happening now.

A network over three views of a message: its vector from the sentence encoders, what the rules
notice, and its words. It says how alarming the message is, and which symptom it tells of.
It needs numpy only; training is in training.py.
All it has learned lies in plain arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.safety.decisions import Suspicion
from bot.safety.detector.features import ngrams, rule_features
from bot.safety.detector.network import Network, log_odds_of_any
from bot.safety.rules.bare_no import with_comma_after_no
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.reading import NOTHING, Reading

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]
Floats = NDArray[np.float32]

# How much each view weighs was chosen with whole writers held out (see docs/safety.md).
# So many directions of the vectors are kept, those in which messages differ most: the figures are
# the same as with all, in less than half the time.
DIRECTIONS = 240
# Where an emergency of the body is nearly as likely as the likeliest symptom, it is the one that is
# suspected: of the development set's emergencies 99 % instead of 97 % get the right number, and of
# the other red flags 10 % instead of 7 % the emergency number.
GRAVER_WITHIN = 1.5
RULES_WEIGHT = 0.25
NO_SYMPTOM = "none"
# The first answer of the network; behind it stand the symptoms, of which one is right.
URGENT = 0


@dataclass(frozen=True)
class Views:
    """The three views of one message."""

    vector: Floats
    rules: Floats
    words: Mapping[int, float]


def look_at(reading: Reading, knowledge: RedFlagKnowledge, encode: Encode) -> Views:
    """Encodes a message and counts its words."""
    (vector,) = encode([with_comma_after_no(reading.words.text)])
    return Views(vector, rule_features(reading, knowledge), ngrams(reading))


@dataclass(frozen=True)
class Learned:
    """Everything that training found, as arrays and numbers that can be saved without pickle.

    A vector less ``mean``, turned and scaled by ``projection``, beside the rules' numbers makes a
    point. The network answers whether a message is urgent, and then which of ``symptom_names`` it
    tells of, NO_SYMPTOM among them. ``reports`` answers, from the vector alone, whether anything is
    reported.
    """

    mean: Floats
    projection: Floats
    network: Network
    steepness: float
    symptom_steepness: float
    shift: float
    urgent_from: float
    ask_from: float
    check_from: float
    symptom_names: tuple[str, ...]
    reports: Network

    def fits(self, knowledge: RedFlagKnowledge) -> bool:
        """Whether it was trained with lists of the same shape."""
        width = len(self.projection) + len(rule_features(NOTHING, knowledge))
        same_symptoms = set(self.symptom_names) <= {NO_SYMPTOM, *knowledge.symptoms}
        return same_symptoms and self.network.inner.shape[1] == width

    def point(self, views: Views) -> Floats:
        """The message's vector and what the rules noticed, weighed."""
        vector = _times(self.projection, views.vector - self.mean)
        return np.concatenate([vector, views.rules * RULES_WEIGHT])


class TrainedDetector:
    """Judges messages with what was learned."""

    def __init__(self, learned: Learned, knowledge: RedFlagKnowledge, encode: Encode) -> None:
        self._learned = learned
        self._knowledge = knowledge
        self._encode = encode
        names = learned.symptom_names
        self._none = names.index(NO_SYMPTOM)
        symptoms = [None if name == NO_SYMPTOM else knowledge.symptoms[name] for name in names]
        self._is_crisis = np.array([one is not None and one.crisis for one in symptoms])
        grave = np.array([one is not None and one.tier == "emergency" for one in symptoms])
        self._is_bodily_emergency = grave & ~self._is_crisis
        self.urgent_from = learned.urgent_from
        self.ask_from = learned.ask_from
        self.check_from = learned.check_from

    def __call__(self, reading: Reading) -> Suspicion:
        views = look_at(reading, self._knowledge, self._encode)
        point = self._learned.point(views)
        scores = self._learned.network.scores(point, views.words)
        of_symptoms = scores[URGENT + 1 :]
        any_symptom = log_odds_of_any(of_symptoms, self._none)
        probability = self._probability(float(scores[URGENT]), any_symptom)
        (reported,) = self._learned.reports.scores(point[: len(self._learned.projection)], {})
        symptom = self._learned.symptom_names[self._suspected(of_symptoms)]
        return Suspicion(probability, symptom, float(reported))

    def _suspected(self, scores: Floats) -> int:
        """The likeliest symptom, or the emergency of the body that is nearly as likely."""
        likeliest = int(np.argmax(np.where(np.arange(len(scores)) == self._none, -np.inf, scores)))
        if self._is_crisis[likeliest] or not self._is_bodily_emergency.any():
            return likeliest
        gravest = int(np.argmax(np.where(self._is_bodily_emergency, scores, -np.inf)))
        return gravest if scores[gravest] >= scores[likeliest] - GRAVER_WITHIN else likeliest

    def _probability(self, urgent: float, any_symptom: float) -> float:
        """Platt scaling of the two, fitted on writers that the training had not seen."""
        learned = self._learned
        evidence = learned.steepness * urgent + learned.symptom_steepness * any_symptom
        return float(1 / (1 + np.exp(-(evidence + learned.shift))))


def _times(matrix: Floats, vector: Floats) -> Floats:
    """Matrix times vector on one thread: waking others takes longer than the sum itself."""
    product: Floats = np.einsum("ij,j->i", matrix, vector)
    return product
