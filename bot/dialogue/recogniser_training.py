"""Trains the recogniser of symptom reports. Needs scikit-learn; no files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression, SGDClassifier

from bot.dialogue.recogniser import (
    BUCKETS_OF_A_KIND,
    NO_SYMPTOM,
    OUTCOMES,
    URGENCIES,
    Encode,
    Floats,
    LearnedReports,
    words_of,
)
from bot.safety.detector.directions import directions_of

# Found with every fourth example held out.
DIRECTIONS = 320
SYMPTOM_REGULARISATION = 7e-5
SYMPTOM_PASSES = 5
URGENCY_REGULARISATION = 1e-4
URGENCY_PASSES = 10
OUTCOME_C = 3.0
# Converges after some 200; right on as many held-out examples after 80.
OUTCOME_PASSES = 80
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
    words = _word_matrix([norms_of(text) for text in texts])
    names = np.array([example.symptom for example in examples])
    weights = np.array([example.weight for example in examples])
    symptoms = _fit(points, words, names, weights, SYMPTOM_REGULARISATION, SYMPTOM_PASSES)
    graded = [place for place, one in enumerate(examples) if one.action not in ("", "none")]
    urgencies = np.array([_urgency(examples[place].action) for place in graded])
    urgency = _fit(
        points[graded],
        words[graded],
        urgencies,
        weights[graded],
        URGENCY_REGULARISATION,
        URGENCY_PASSES,
    )
    assert tuple(urgency.classes_) == URGENCIES, "the order of URGENCIES is alphabetical"
    names_of_symptoms = tuple(str(name) for name in symptoms.classes_)
    of_outcomes = _fit_outcomes(points, words, examples, names_of_symptoms)
    return LearnedReports(
        mean=mean,
        projection=projection,
        symptom_names=names_of_symptoms,
        **_parts("symptom", symptoms, points.shape[1]),
        **_parts("urgency", urgency, points.shape[1]),
        **of_outcomes,
    )


def _fit_outcomes(
    points: Floats, words: csr_matrix, examples: Sequence[Example], symptoms: Sequence[str]
) -> dict[str, Floats]:
    """What follows from a report as it stands, learned from the reports written for the triage."""
    known = [place for place, one in enumerate(examples) if one.is_triaged]
    outcomes = np.array([examples[place].action for place in known])
    reported = np.zeros((len(known), len(symptoms)), dtype=np.float32)
    for row, place in enumerate(known):
        reported[row, symptoms.index(examples[place].symptom)] = 1
    seen = hstack([csr_matrix(points[known]), words[known], csr_matrix(reported)], format="csr")
    model = LogisticRegression(C=OUTCOME_C, max_iter=OUTCOME_PASSES).fit(seen, outcomes)
    assert tuple(model.classes_) == OUTCOMES, "the order of OUTCOMES is alphabetical"
    weights = model.coef_.astype(np.float32)
    width, end = points.shape[1], points.shape[1] + words.shape[1]
    return {
        "outcome_weights": weights[:, :width],
        "outcome_words": np.ascontiguousarray(weights[:, width:end].T),
        "outcome_symptoms": np.ascontiguousarray(weights[:, end:].T),
        "outcome_bias": model.intercept_.astype(np.float32),
    }


def _urgency(action: str) -> str:
    return action if action in _RED else "other"


def _word_matrix(messages: Sequence[Sequence[str]]) -> csr_matrix:
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for norms in messages:
        words = words_of(norms)
        columns += words
        values += words.values()
        starts.append(len(columns))
    shape = (len(messages), 2 * BUCKETS_OF_A_KIND)
    return csr_matrix((np.array(values, dtype=np.float32), columns, starts), shape=shape)


def _fit(
    points: Floats,
    words: csr_matrix,
    labels: NDArray[np.str_],
    weights: NDArray[np.float64],
    regularisation: float,
    passes: int,
) -> SGDClassifier:
    model = SGDClassifier(
        loss="log_loss", alpha=regularisation, max_iter=passes, tol=None, n_jobs=-1, random_state=0
    )
    features = hstack([csr_matrix(points), words]).tocsr()
    return model.fit(features, labels, sample_weight=weights)


def _parts(name: str, model: SGDClassifier, width: int) -> dict[str, Floats]:
    weights = model.coef_.astype(np.float32)
    return {
        f"{name}_weights": weights[:, :width],
        f"{name}_words": np.ascontiguousarray(weights[:, width:].T),
        f"{name}_bias": model.intercept_.astype(np.float32),
    }


__all__ = [
    "NO_SYMPTOM",
    "WEIGHT_OF_A_RED_FLAG",
    "WEIGHT_OF_A_REPORT",
    "Example",
    "train_recogniser",
]
