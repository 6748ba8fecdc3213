"""Learns which symptom an urgent message tells of. Needs scikit-learn; only training does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import SGDClassifier

from bot.safety.detector.detector import NO_SYMPTOM, Floats

REGULARISATION = 2e-5
PASSES = 6
# One harmless line in so many is learned from as none of the symptoms. Else the symptom told of in
# the most everyday words, self-harm, would be the guess for whatever is unusual.
HARMLESS_ONE_IN = 4


@dataclass(frozen=True)
class SymptomModel:
    """Logistic regressions, one for each symptom against all else.

    ``of_points``: symptoms × width of a point; ``of_words``: buckets × symptoms; ``bias`` and
    ``names``: one for each symptom.
    """

    of_points: Floats
    of_words: Floats
    bias: Floats
    names: tuple[str, ...]

    def strongest(self, points: Floats, words: csr_matrix) -> Floats:
        """The score of the likeliest symptom of each message."""
        scores: Floats = points @ self.of_points.T + words @ self.of_words + self.bias
        strongest: Floats = scores.max(axis=1)
        return strongest


def learn_symptoms(kinds: Sequence[str], points: Floats, words: csr_matrix) -> SymptomModel:
    """Learns from urgent lines, whose kinds are names of symptoms, and lines of NO_SYMPTOM."""
    symptom = np.array(kinds)
    harmless = symptom == NO_SYMPTOM
    chosen = np.concatenate(
        [np.flatnonzero(~harmless), np.flatnonzero(harmless)[::HARMLESS_ONE_IN]]
    )
    fit = SGDClassifier(
        loss="log_loss",
        alpha=REGULARISATION,
        max_iter=PASSES,
        tol=None,
        n_jobs=-1,
        random_state=0,
    )
    fit.fit(hstack([csr_matrix(points[chosen]), words[chosen]]).tocsr(), symptom[chosen])
    weights, bias = fit.coef_, fit.intercept_
    if len(fit.classes_) == 2:  # scikit-learn keeps only the second of two
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    symptoms: NDArray[np.bool_] = fit.classes_ != NO_SYMPTOM
    weights = weights[symptoms].astype(np.float32)
    width = points.shape[1]
    return SymptomModel(
        of_points=weights[:, :width],
        of_words=np.ascontiguousarray(weights[:, width:].T),
        bias=bias[symptoms].astype(np.float32),
        names=tuple(str(name) for name in fit.classes_[symptoms]),
    )
