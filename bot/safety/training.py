"""Trains the detector on labelled lines of many writers. Needs scikit-learn; no files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from bot.safety.detector import (
    KERNEL_WIDTH,
    RULES_WEIGHT,
    WORDS_WEIGHT,
    Encode,
    Floats,
    Learned,
    TrainedDetector,
    Views,
    look_at,
    word_matrix_width,
)
from bot.safety.knowledge import RedFlagKnowledge
from bot.safety.notice import notice

Label = Literal["emergency", "call_now", "none", "check"]

DIRECTIONS = 256
SVM_COST = 3.0
SYMPTOM_COST = 10.0
# Of must-not-alarm lines by writers held out of training, this share may be called urgent by the
# detector alone, and this share may be asked about. They set the two thresholds.
URGENT_SHARE_OF_HARMLESS = 0.04
CHECK_SHARE_OF_HARMLESS = 0.2
# So many of the ordinary messages, those that look most like an alarm, are learned from.
HARDEST_ORDINARY = 1500
ORDINARY = "ordinary messages"
# Kinds of lines that are named otherwise than the symptom they show.
SYMPTOM_OF_KIND = {"unresponsive": "unconscious"}


@dataclass(frozen=True)
class Line:
    """One example line of a writer."""

    label: Label
    kind: str
    message: str
    writer: str

    @property
    def is_urgent(self) -> bool:
        """Whether it tells of a red flag happening now."""
        return self.label in ("emergency", "call_now")


def train_detector(
    lines: Sequence[Line],
    knowledge: RedFlagKnowledge,
    encode: Encode,
    ordinary: Sequence[str] = (),
    fever_celsius: float = 38.0,
) -> Learned:
    """Learns from the lines; those labelled "check" are left out.

    Args:
        lines: lines of several writers; whole writers are held out to set the thresholds.
        knowledge: the lists, whose findings are part of what is learned from.
        encode: texts → unit vectors.
        ordinary: messages that must not alarm; the most alarming-looking of them are learned from.
        fever_celsius: the fever threshold in °C under which the lines were labelled.
    """

    def look(messages: Sequence[str]) -> list[Views]:
        noticed = [notice(message, knowledge, fever_celsius) for message in messages]
        # Many texts at once are encoded on all cores; the encoder remembers them while training.
        encode([one.words.text for one in noticed])
        return [look_at(one, knowledge, encode) for one in noticed]

    kept = [line for line in lines if line.label != "check"]
    views = look([line.message for line in kept])
    first = _train(kept, views)
    if not ordinary:
        return first
    judge = TrainedDetector(first, knowledge, encode)
    hardest = sorted(look(ordinary), key=judge.margin, reverse=True)[:HARDEST_ORDINARY]
    harmless = [Line("none", ORDINARY, "", ORDINARY)] * len(hardest)
    return _train([*kept, *harmless], [*views, *hardest])


def _train(lines: Sequence[Line], views: Sequence[Views]) -> Learned:
    urgent = np.array([line.is_urgent for line in lines])
    writers = np.array([line.writer for line in lines])
    points, mean, directions = _project(np.array([view.dense for view in views]))
    words = word_matrix(views)
    kernel = _kernel(points, words)
    margins = held_out_margins(kernel, urgent, writers)
    of_writers = writers != ORDINARY
    steepness, shift = _platt(margins[of_writers], urgent[of_writers])
    harmless = _probabilities(margins[of_writers & ~urgent], steepness, shift)
    machine = _machine().fit(kernel, urgent)
    weights = machine.dual_coef_[0].astype(np.float32)
    symptom_weights, symptom_bias, names = _learn_symptoms(lines, views)
    return Learned(
        mean=mean,
        directions=directions,
        supports=points[machine.support_],
        support_weights=weights,
        word_weights=WORDS_WEIGHT * np.asarray(weights @ words[machine.support_]).ravel(),
        bias=float(machine.intercept_[0]),
        steepness=steepness,
        shift=shift,
        urgent_from=float(np.quantile(harmless, 1 - URGENT_SHARE_OF_HARMLESS)),
        check_from=float(np.quantile(harmless, 1 - CHECK_SHARE_OF_HARMLESS)),
        symptom_weights=symptom_weights,
        symptom_bias=symptom_bias,
        symptom_names=names,
    )


def word_matrix(views: Sequence[Views]) -> csr_matrix:
    """The words of all messages, one row each."""
    rows = [row for row, view in enumerate(views) for _ in view.words]
    columns = [bucket for view in views for bucket in view.words]
    values = [value for view in views for value in view.words.values()]
    shape = (len(views), word_matrix_width())
    return csr_matrix((np.array(values, dtype=np.float32), (rows, columns)), shape=shape)


def _project(dense: Floats) -> tuple[Floats, Floats, Floats]:
    """The messages in their main directions, with the mean and the directions."""
    finder = PCA(min(DIRECTIONS, *dense.shape), svd_solver="randomized", random_state=0)
    points = finder.fit_transform(dense).astype(np.float32)
    return points, finder.mean_.astype(np.float32), finder.components_.astype(np.float32)


def _kernel(points: Floats, words: csr_matrix) -> Floats:
    """How alike each two messages are."""
    squares = np.einsum("ij,ij->i", points, points)
    distances = squares[:, None] + squares[None, :] - 2 * points @ points.T
    shared_words = (words @ words.T).toarray()
    kernel: Floats = np.exp(-KERNEL_WIDTH * distances) + WORDS_WEIGHT * shared_words
    return kernel


def _machine() -> SVC:
    return SVC(C=SVM_COST, kernel="precomputed")


def held_out_margins(
    kernel: Floats, urgent: NDArray[np.bool_], writers: NDArray[np.str_]
) -> NDArray[np.float64]:
    """Each line's margin by a machine that has seen nothing of its writer.

    Ordinary messages are always seen, and get no margin.
    """
    margins = np.zeros(len(writers))
    for writer in sorted(set(writers) - {ORDINARY}):
        seen, unseen = np.flatnonzero(writers != writer), np.flatnonzero(writers == writer)
        machine = _machine().fit(kernel[np.ix_(seen, seen)], urgent[seen])
        margins[unseen] = machine.decision_function(kernel[np.ix_(unseen, seen)])
    return margins


def _platt(margins: NDArray[np.float64], urgent: NDArray[np.bool_]) -> tuple[float, float]:
    fit = LogisticRegression(C=1e6).fit(margins[:, None], urgent)
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


def _probabilities(
    margins: NDArray[np.float64], steepness: float, shift: float
) -> NDArray[np.float64]:
    probabilities: NDArray[np.float64] = 1 / (1 + np.exp(-(steepness * margins + shift)))
    return probabilities


def _learn_symptoms(
    lines: Sequence[Line], views: Sequence[Views]
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Which symptom an urgent message tells of."""
    chosen = [index for index, line in enumerate(lines) if line.is_urgent]
    seen = [
        np.concatenate([views[i].message_vector, views[i].rules * RULES_WEIGHT]) for i in chosen
    ]
    names = [SYMPTOM_OF_KIND.get(lines[i].kind, lines[i].kind) for i in chosen]
    fit = LogisticRegression(C=SYMPTOM_COST, max_iter=500).fit(np.array(seen), names)
    weights, bias = fit.coef_.astype(np.float32), fit.intercept_.astype(np.float32)
    return weights, bias, tuple(str(name) for name in fit.classes_)
