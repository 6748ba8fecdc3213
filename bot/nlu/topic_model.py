"""The topic model: texts and their sentence vectors in, probabilities of labels out. No Rasa.

Three views of a message are united. The vectors of the sentence encoders know meaning and
paraphrase, but stumble over typing errors and rare words; character and word n-grams know spelling,
but no meaning. Each of these has its own logistic regression. The nearest example of each label
knows what is asked in few and unusual ways. The probability is the weighted geometric mean of the
three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.special import expit, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from bot.content.texts import matching_key, visible
from bot.nlu.labels import REFUSALS, is_topic
from bot.nlu.softmax_training import learn_softmax

_STEPS = 127  # of an 8-bit number
_SMALLEST = 1e-9  # keeps the logarithm of a probability of zero finite


@dataclass(frozen=True)
class TopicModelSettings:
    """Strengths of the views; found on held-out writers (see docs/understanding.md).

    ``examples_of_topic``: every topic weighs as much as one with this many examples, so that what
    people ask often in the training files is not likelier for that. Refusals and small talk keep
    the weight of their number: there is more of what the assistant does not know.
    ``refusal_factor``: a refusal is this much likelier than the views say. What people ask beyond
    the topics has no end, and the examples of it do.
    """

    vector_inverse_regularisation: float = 40.0
    vector_passes: int = 8
    # Directions of the vectors, those in which examples differ most: all of them are no better.
    directions: int = 320
    ngram_regularisation: float = 4e-6
    # As many topics are right as after four.
    ngram_passes: int = 2
    examples_of_topic: int = 140
    vector_weight: float = 0.35
    ngram_weight: float = 0.4
    nearest_weight: float = 0.25
    refusal_factor: float = 1.3


class VectorView:
    """A softmax regression over the directions in which the vectors of examples differ most."""

    def __init__(
        self,
        mean: NDArray[np.float32],
        axes: NDArray[np.float32],
        weights: NDArray[np.float32],
        intercepts: NDArray[np.float32],
        labels: NDArray[np.str_],
    ) -> None:
        self._mean = mean
        # Width of the vectors × labels: the directions are turned back once and for all.
        self._weights = axes @ weights.T
        self._intercepts = intercepts
        self.labels = labels

    @classmethod
    def fit(
        cls,
        vectors: NDArray[np.float32],
        targets: NDArray[np.str_],
        weights: NDArray[np.float64],
        settings: TopicModelSettings,
    ) -> VectorView:
        mean = vectors.mean(axis=0)
        apart = vectors - mean
        _, axes = np.linalg.eigh(apart.T @ apart)
        axes = np.ascontiguousarray(axes[:, -settings.directions :], dtype=np.float32)
        labels, places = np.unique(targets, return_inverse=True)
        learned = learn_softmax(
            apart @ axes,
            places,
            weights.astype(np.float32),
            settings.vector_passes,
            settings.vector_inverse_regularisation,
        )
        return cls(mean, axes, learned.weights, learned.intercepts, labels)

    def probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Vectors (texts × width) → probabilities, texts × labels (in the order of the labels)."""
        scores = (vectors - self._mean) @ self._weights + self._intercepts
        each: NDArray[np.float64] = softmax(scores.astype(np.float64), axis=1)
        return each


class NgramView:
    """Logistic regressions, one against all others, over characters and words; knows spelling."""

    def __init__(
        self,
        vectorizers: tuple[TfidfVectorizer, TfidfVectorizer],
        weights: NDArray[np.int8],
        steps: NDArray[np.float32],
        intercepts: NDArray[np.float32],
    ) -> None:
        self._vectorizers = vectorizers
        self._prepare()
        # n-grams × labels, so that a message reads only the rows of its own n-grams; in 8 bits, as
        # it is the largest of all tables: in steps of 1/127 of each n-gram's largest weight.
        self._weights = weights
        self._steps = steps
        self._intercepts = intercepts

    def _prepare(self) -> None:
        self._views = tuple(
            (one.build_analyzer(), one.vocabulary_, one.idf_) for one in self._vectorizers
        )

    def __getstate__(self) -> dict[str, Any]:
        # Analysers are functions, which cannot be pickled.
        return {name: value for name, value in vars(self).items() if name != "_views"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._prepare()

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        targets: NDArray[np.str_],
        weights: NDArray[np.float64],
        settings: TopicModelSettings,
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
        model.fit(features, targets, sample_weight=weights)
        coefficients = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
        largest: NDArray[np.float32] = np.abs(coefficients).max(axis=1)
        steps = np.maximum(largest / _STEPS, np.float32(_SMALLEST))
        in_steps = np.rint(coefficients / steps[:, None]).astype(np.int8)
        return cls(vectorizers, in_steps, steps, model.intercept_.astype(np.float32))

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Texts → probabilities, texts × labels (in the order of the sorted labels)."""
        scores = np.array([self._scores(text) for text in texts])
        each: NDArray[np.float64] = expit(scores + self._intercepts)
        return each / each.sum(axis=1, keepdims=True)

    def _scores(self, text: str) -> NDArray[np.float32]:
        """What ``TfidfVectorizer.transform`` gives, without the milliseconds that its matrices and
        checks take for one message."""
        rows: list[int] = []
        values: list[NDArray[np.float32]] = []
        first = 0
        for analyse, vocabulary, idf in self._views:
            counts = Counter(vocabulary[term] for term in analyse(text) if term in vocabulary)
            own = list(counts)
            often = np.fromiter(counts.values(), dtype=np.float32, count=len(own))
            weighed = (1 + np.log(often)) * idf[own]
            values.append(weighed / max(float(np.linalg.norm(weighed)), _SMALLEST))
            rows += [first + term for term in own]
            first += len(vocabulary)
        in_steps: NDArray[np.float32] = np.concatenate(values) * self._steps[rows]
        scores: NDArray[np.float32] = in_steps @ self._weights[rows].astype(np.float32)
        return scores


class NearestView:
    """How near a message lies to the nearest example of each label."""

    _SHARPNESS = 25.0  # of the softmax over cosines, which lie close together
    _DIMENSIONS = 96  # as good as all, in a fraction of the time

    def __init__(
        self, axes: NDArray[np.float32], examples: NDArray[np.float32], starts: NDArray[np.int64]
    ) -> None:
        self._axes = axes
        # Dimensions × examples; those of one label stand together, from its ``starts`` on.
        self._examples = examples
        self._starts = starts

    @classmethod
    def fit(cls, vectors: NDArray[np.float32], targets: NDArray[np.str_]) -> NearestView:
        _, axes = np.linalg.eigh(vectors.T @ vectors)
        axes = np.ascontiguousarray(axes[:, -cls._DIMENSIONS :], dtype=np.float32)
        order = np.argsort(targets, kind="stable")
        _, starts = np.unique(targets[order], return_index=True)
        examples = np.ascontiguousarray(cls._reduced(vectors[order], axes).T)
        return cls(axes, examples, starts)

    @staticmethod
    def _reduced(vectors: NDArray[np.float32], axes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Unit vectors along the axes on which the examples differ most."""
        reduced: NDArray[np.float32] = vectors @ axes
        lengths = np.linalg.norm(reduced, axis=1, keepdims=True)
        return np.asarray(reduced / np.maximum(lengths, _SMALLEST), dtype=np.float32)

    def probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Vectors (texts × width) → probabilities, texts × labels (in the order of the labels)."""
        cosines = self._reduced(vectors, self._axes) @ self._examples
        nearest = np.maximum.reduceat(cosines, self._starts, axis=1)
        each: NDArray[np.float64] = softmax(self._SHARPNESS * nearest.astype(np.float64), axis=1)
        return each


class TopicModel:
    """Labels (full retrieval intents or plain intents) of messages."""

    def __init__(
        self,
        settings: TopicModelSettings,
        exact: dict[str, str],
        vector_view: VectorView,
        ngram_view: NgramView,
        nearest_view: NearestView,
    ) -> None:
        self._settings = settings
        self._exact = exact
        self._vector_view = vector_view
        self._ngram_view = ngram_view
        self._nearest_view = nearest_view

    @property
    def labels(self) -> NDArray[np.str_]:
        """All labels, sorted; the columns of the probabilities."""
        return self._vector_view.labels

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        labels: Sequence[str],
        settings: TopicModelSettings | None = None,
    ) -> TopicModel:
        """Learns from texts, their vectors (texts × width) and one label each. Deterministic."""
        settings = settings or TopicModelSettings()
        targets = np.array(labels)
        weights = _weights(labels, settings.examples_of_topic)
        vector_view = VectorView.fit(vectors, targets, weights, settings)
        ngram_view = NgramView.fit([visible(text) for text in texts], targets, weights, settings)
        exact = {matching_key(text): label for text, label in zip(texts, labels, strict=True)}
        exact.pop("", None)
        return cls(settings, exact, vector_view, ngram_view, NearestView.fit(vectors, targets))

    def exact_label(self, text: str) -> str | None:
        """The label of the example that this text is, but for case and punctuation."""
        return self._exact.get(matching_key(text))

    def probabilities(
        self, texts: Sequence[str], vectors: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Texts and vectors (texts × width) → probabilities, texts × labels, rows sum to 1."""
        settings = self._settings
        views = (
            (settings.vector_weight, self._vector_view.probabilities(vectors)),
            (settings.ngram_weight, self._ngram_view.probabilities([visible(t) for t in texts])),
            (settings.nearest_weight, self._nearest_view.probabilities(vectors)),
        )
        united = sum(weight * np.log(probability + _SMALLEST) for weight, probability in views)
        factors = [settings.refusal_factor if one in REFUSALS else 1.0 for one in self.labels]
        total: NDArray[np.float64] = softmax(united + np.log(factors), axis=1)
        return total


def _weights(labels: Sequence[str], examples_of_topic: int) -> NDArray[np.float64]:
    """How much each example counts: topics alike, all else by its number; 1 on average."""
    counts = Counter(labels)
    weights = np.array(
        [examples_of_topic / counts[label] if is_topic(label) else 1.0 for label in labels]
    )
    weighed: NDArray[np.float64] = weights / weights.mean()
    return weighed
