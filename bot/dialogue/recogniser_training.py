"""Trains the recogniser of symptom reports. Needs scikit-learn; no files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from bot.dialogue.recogniser import (
    NO_SYMPTOM,
    OUTCOMES,
    URGENCIES,
    Encode,
    LearnedReports,
)
from bot.safety.detector.directions import directions_of
from bot.safety.detector.draws import keys_of
from bot.safety.detector.features import ngrams_of
from bot.safety.detector.network import Floats, Network, united
from bot.safety.detector.network_training import (
    LEARN_AT_ONCE,
    UNKNOWN,
    Passes,
    Question,
    learn_network,
)
from bot.safety.detector.training import word_matrix

# Found with the reports of three writers held out.
DIRECTIONS = 320
HOW = Passes(passes=7, traits=32, words_scale=4.0)
# So many networks, whose mean decides: a third finds half a hundredth more of the symptoms.
NETWORKS = 3
# A report written for the triage counts as much as so many lines of other content.
WEIGHT_OF_A_REPORT = 3.0
WEIGHT_OF_A_RED_FLAG = 0.5
_RED = frozenset({"emergency", "call_now"})


@dataclass(frozen=True)
class Example:
    """One example message.

    Attributes:
        symptom: the symptom that it reports, or NO_SYMPTOM.
        action: the action of the reference as the report stands, "ask" where more must be known,
            "none" for messages that report nothing, "" where it is not known.
        text: the message.
        weight: how much it counts.
        is_triaged: whether it was written for the triage, and its action is that of the whole
            report.
    """

    symptom: str
    action: str
    text: str
    weight: float = 1.0
    is_triaged: bool = False


def train_recogniser(
    examples: Sequence[Example],
    norms_of: Callable[[str], Sequence[str]],
    encode: Encode,
    widths: Sequence[int],
) -> LearnedReports:
    """Learns from examples.

    Args:
        examples: reports, and messages that report nothing.
        norms_of: the words of a message in their normal form.
        encode: texts → unit vectors of several encoders, side by side.
        widths: of each encoder's part.
    """
    texts = [example.text for example in examples]
    vectors = encode(texts)
    mean = vectors.mean(axis=0)
    projection = directions_of(vectors - mean, widths, DIRECTIONS)
    points: Floats = (vectors - mean) @ projection.T
    words = word_matrix([ngrams_of(norms_of(text)) for text in texts])
    weights = np.array([example.weight for example in examples], dtype=np.float32)
    names = tuple(sorted({example.symptom for example in examples}))
    questions = (
        _question([example.symptom for example in examples], names),
        _question([_urgency(example.action) for example in examples], URGENCIES),
        _question([one.action if one.is_triaged else "" for one in examples], OUTCOMES),
    )
    keys = keys_of(texts, "batch")

    def learned(seed: int) -> Network:
        return learn_network(points, words, questions, weights, keys, HOW, seed)

    with ThreadPoolExecutor(LEARN_AT_ONCE) as threads:
        networks = list(threads.map(learned, range(NETWORKS)))
    return LearnedReports(mean, projection, names, united(networks))


def _question(known: Sequence[str], answers: Sequence[str]) -> Question:
    places = {name: place for place, name in enumerate(answers)}
    return Question(np.array([places.get(name, UNKNOWN) for name in known]), len(answers))


def _urgency(action: str) -> str:
    if action in ("", "none"):
        return ""
    return action if action in _RED else "other"


__all__ = [
    "NO_SYMPTOM",
    "WEIGHT_OF_A_RED_FLAG",
    "WEIGHT_OF_A_REPORT",
    "Example",
    "train_recogniser",
]
