"""Recognises which symptom a message reports, whether it sounds red, and whether it says all that
decides, by a network over the message's sentence vectors and its words.

It does not see what the phrases found, which were written beside the examples and would seem surer
than they are. numpy only; training is in recogniser_training.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.safety.detector.features import ngrams_of
from bot.safety.detector.network import Floats, Network, shares

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]

NO_SYMPTOM = "none"
# In alphabetical order, as scikit-learn has them.
URGENCIES = ("call_now", "emergency", "other")
# What follows from a report as it stands; "ask": something that decides is missing.
ASK = "ask"
OUTCOMES = (ASK, "call_now", "call_today", "emergency", "self_care")


@dataclass(frozen=True)
class LearnedReports:
    """Everything that training found, as arrays that can be saved without pickle.

    A vector less ``mean``, turned and scaled by ``projection`` (directions × width), is a point.
    The network answers which of ``symptom_names`` is reported, then which of URGENCIES and which of
    OUTCOMES the report has.
    """

    mean: Floats
    projection: Floats
    symptom_names: tuple[str, ...]
    network: Network


@dataclass(frozen=True)
class Recognised:
    """What a message sounds like; each kind of probabilities is together 1.

    Attributes:
        symptoms: of each symptom, and of NO_SYMPTOM.
        urgency: of each of URGENCIES for a report.
        outcomes: of each of OUTCOMES for a report.
    """

    symptoms: Mapping[str, float]
    urgency: Mapping[str, float]
    outcomes: Mapping[str, float]


class Recogniser:
    """Judges messages with what was learned."""

    def __init__(self, learned: LearnedReports, encode: Encode) -> None:
        self._learned = learned
        self._encode = encode

    def recognise(self, text: str, norms: Sequence[str]) -> Recognised:
        """Encodes a message and counts its words, given in their normal form."""
        learned = self._learned
        (vector,) = self._encode([text])
        point = learned.projection @ (vector - learned.mean)
        scores = learned.network.scores(point, ngrams_of(norms))
        symptoms = len(learned.symptom_names)
        of_outcomes = symptoms + len(URGENCIES)
        return Recognised(
            symptoms=_named(learned.symptom_names, scores[:symptoms]),
            urgency=_named(URGENCIES, scores[symptoms:of_outcomes]),
            outcomes=_named(OUTCOMES, scores[of_outcomes:]),
        )


def _named(names: Sequence[str], scores: Floats) -> dict[str, float]:
    return dict(zip(names, map(float, shares(scores)), strict=True))
