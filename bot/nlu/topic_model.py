"""The topic model: texts and their sentence vectors in, probabilities of labels out. No Rasa.

Two views of a message are united. The sentence vector knows meaning and paraphrase, but stumbles
over typing errors and rare words; character and word n-grams know spelling, but no meaning. Each
has its own logistic regression, and the probability is the weighted geometric mean of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier

from bot.content.texts import matching_key, visible

_SMALLEST = 1e-9  # keeps the logarithm of a probability of zero finite


@dataclass(frozen=True)
class TopicModelSettings:
    """Strengths of the two views; found on held-out writers (see docs/understanding.md)."""

    vector_inverse_regularisation: float = 20.0
    # Converges after some 260; right topics on held-out writers are the same after 35.
    vector_passes: int = 35
    ngram_regularisation: float = 4e-6
    ngram_passes: int = 4
    ngram_weight: float = 0.55


class NgramView:
    """Logistic regressions, one against all others, over characters and words; knows spelling."""

    def __init__(
        self,
        vectorizers: tuple[TfidfVectorizer, TfidfVectorizer],
        weights: NDArray[np.float32],
        intercepts: NDArray[np.float32],
    ) -> None:
        self._vectorizers = vectorizers
        # n-grams × labels, so that a message reads only the rows of its own n-grams.
        self._weights = weights
        self._intercepts = intercepts

    @classmethod
    def fit(
        cls, texts: Sequence[str], targets: NDArray[np.str_], settings: TopicModelSettings
    ) -> NgramView:
        vectorizers = (
            TfidfVectorizer(
                analyzer="char_wb",
                ngram_range=(2, 4),
                sublinear_tf=True,
                min_df=2,
                dtype=np.float32,
            ),
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32),
        )
        features = scipy.sparse.hstack([v.fit_transform(texts) for v in vectorizers]).tocsr()
        model = SGDClassifier(
            loss="log_loss",
            alpha=settings.ngram_regularisation,
            max_iter=settings.ngram_passes,
            tol=None,
            n_jobs=-1,
            random_state=0,
        )
        model.fit(features, targets)
        return cls(
            vectorizers,
            np.ascontiguousarray(model.coef_.T, dtype=np.float32),
            model.intercept_.astype(np.float32),
        )

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Texts → probabilities, texts × labels (in the order of the sorted labels)."""
        features = scipy.sparse.hstack([v.transform(texts) for v in self._vectorizers]).tocsr()
        scores = np.empty((len(texts), len(self._intercepts)))
        for row in range(len(texts)):
            own = slice(features.indptr[row], features.indptr[row + 1])
            scores[row] = features.data[own] @ self._weights[features.indices[own]]
        each: NDArray[np.float64] = expit(scores + self._intercepts)
        return each / each.sum(axis=1, keepdims=True)


class TopicModel:
    """Labels (full retrieval intents or plain intents) of messages."""

    def __init__(
        self,
        settings: TopicModelSettings,
        exact: dict[str, str],
        vector_view: LogisticRegression,
        ngram_view: NgramView,
    ) -> None:
        self._settings = settings
        self._exact = exact
        self._vector_view = vector_view
        self._ngram_view = ngram_view

    @property
    def labels(self) -> NDArray[np.str_]:
        """All labels, sorted; the columns of the probabilities."""
        labels: NDArray[np.str_] = self._vector_view.classes_
        return labels

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        labels: Sequence[str],
        settings: TopicModelSettings | None = None,
    ) -> TopicModel:
        """Learns from texts, their vectors (texts × 384) and one label each. Deterministic."""
        settings = settings or TopicModelSettings()
        targets = np.array(labels)
        vector_view = LogisticRegression(
            C=settings.vector_inverse_regularisation,
            max_iter=settings.vector_passes,
            random_state=0,
        )
        vector_view.fit(vectors, targets)
        ngram_view = NgramView.fit([visible(text) for text in texts], targets, settings)
        exact = {matching_key(text): label for text, label in zip(texts, labels, strict=True)}
        exact.pop("", None)
        return cls(settings, exact, vector_view, ngram_view)

    def exact_label(self, text: str) -> str | None:
        """The label of the example that this text is, but for case and punctuation."""
        return self._exact.get(matching_key(text))

    def probabilities(
        self, texts: Sequence[str], vectors: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Texts and vectors (texts × 384) → probabilities, texts × labels, rows sum to 1."""
        by_vector = np.log(self._vector_view.predict_proba(vectors) + _SMALLEST)
        by_ngram = np.log(
            self._ngram_view.probabilities([visible(text) for text in texts]) + _SMALLEST
        )
        weight = self._settings.ngram_weight
        united = np.exp((1 - weight) * by_vector + weight * by_ngram)
        total: NDArray[np.float64] = united / united.sum(axis=1, keepdims=True)
        return total
