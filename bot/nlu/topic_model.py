"""The topic model: texts and their sentence vectors in, probabilities of labels out. No Rasa.

Two views of a message are united. The sentence vector knows meaning and paraphrase, but stumbles over
typing errors and rare words; character and word n-grams know spelling, but no meaning. Each has its
own logistic regression, and the label's probability is the weighted geometric mean of the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NOT_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class TopicModelSettings:
    """Strengths of the two views; found on held-out writers (see docs/understanding.md)."""

    vector_inverse_regularisation: float = 20.0
    ngram_regularisation: float = 2e-6
    ngram_passes: int = 20
    ngram_weight: float = 0.5


def visible(text: str) -> str:
    """The text in one Unicode form, without zero-width and direction marks, single-spaced."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(text.replace("’", "'").split())


def matching_key(text: str) -> str:
    """What is compared when a message is matched exactly: case and punctuation do not count."""
    return _NOT_WORD.sub(" ", visible(text).casefold().replace("'", "")).strip()


class TopicModel:
    """Labels (full retrieval intents or plain intents) of messages."""

    def __init__(
        self,
        settings: TopicModelSettings,
        labels: NDArray[np.str_],
        exact: dict[str, str],
        vector_view: LogisticRegression,
        vectorizers: tuple[TfidfVectorizer, TfidfVectorizer],
        ngram_view: SGDClassifier,
    ) -> None:
        self._settings = settings
        self.labels = labels
        self._exact = exact
        self._vector_view = vector_view
        self._vectorizers = vectorizers
        self._ngram_view = ngram_view

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
            C=settings.vector_inverse_regularisation, max_iter=300, random_state=0
        )
        vector_view.fit(vectors, targets)
        vectorizers = (
            TfidfVectorizer(
                analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, dtype=np.float32
            ),
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32),
        )
        plain = [visible(text) for text in texts]
        features = scipy.sparse.hstack([v.fit_transform(plain) for v in vectorizers]).tocsr()
        ngram_view = SGDClassifier(
            loss="log_loss",
            alpha=settings.ngram_regularisation,
            max_iter=settings.ngram_passes,
            tol=None,
            random_state=0,
        )
        ngram_view.fit(features, targets)
        ngram_view.coef_ = ngram_view.coef_.astype(np.float32)
        exact = {matching_key(text): label for text, label in zip(texts, labels, strict=True)}
        exact.pop("", None)
        return cls(settings, vector_view.classes_, exact, vector_view, vectorizers, ngram_view)

    def exact_label(self, text: str) -> str | None:
        """The label of the example that this text is, but for case and punctuation."""
        return self._exact.get(matching_key(text))

    def probabilities(
        self, texts: Sequence[str], vectors: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Texts and vectors (texts × 384) → probabilities, texts × labels, rows sum to 1."""
        plain = [visible(text) for text in texts]
        features = scipy.sparse.hstack([v.transform(plain) for v in self._vectorizers]).tocsr()
        by_vector = np.log(self._vector_view.predict_proba(vectors) + 1e-9)
        by_ngram = np.log(self._ngram_view.predict_proba(features) + 1e-9)
        weight = self._settings.ngram_weight
        united = np.exp((1 - weight) * by_vector + weight * by_ngram)
        total: NDArray[np.float64] = united / united.sum(axis=1, keepdims=True)
        return total

    def ranking(self, text: str, vector: NDArray[np.float32]) -> list[tuple[str, float]]:
        """All labels with their probability, most likely first; an exact example is certain."""
        (row,) = self.probabilities([text], vector[np.newaxis])
        order = np.argsort(-row)
        ranked = [(str(self.labels[index]), float(row[index])) for index in order]
        exact = self.exact_label(text)
        if exact is not None:
            others = [(label, 0.0) for label, _ in ranked if label != exact]
            ranked = [(exact, 1.0), *others]
        return ranked

    def save(self, path: Path) -> None:
        joblib.dump(self.__dict__, path)

    @classmethod
    def load(cls, path: Path) -> TopicModel:
        model = cls.__new__(cls)
        model.__dict__.update(joblib.load(path))
        return model
