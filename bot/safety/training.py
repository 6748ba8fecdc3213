"""Trains the detector on labelled lines of many writers. Needs scikit-learn; no files."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from bot.safety.detector import (
    KERNEL_WIDTH,
    MESSAGE_WEIGHT,
    RULES_WEIGHT,
    WORDS_WEIGHT,
    Encode,
    Floats,
    Learned,
    Views,
    word_matrix_width,
)
from bot.safety.features import ngrams, rule_features
from bot.safety.knowledge import RedFlagKnowledge
from bot.safety.notice import notice
from bot.safety.stretches import stretches
from bot.safety.typos import mistyped

Label = Literal["emergency", "call_now", "none", "check"]

SVM_COST = 3.0
# libsvm's own tolerance is 0.001; the figures are the same with this one, in a third of the time.
SVM_TOLERANCE = 0.01
SYMPTOM_COST = 3.0
SYMPTOM_PASSES = 100
# Of must-not-alarm lines by writers held out of training, this share may be called urgent by the
# detector alone, and this share may be asked about. They set the two thresholds.
URGENT_SHARE_OF_HARMLESS = 0.045
CHECK_SHARE_OF_HARMLESS = 0.19
# The writers are held out in so many groups, one after the other.
HELD_OUT_GROUPS = 2
# So many of the ordinary messages are learned from, each counting as much as half a line.
ORDINARY_LEARNED = 1200
ORDINARY_WEIGHT = 0.5
VERY_SHORT_WORDS = 3
ORDINARY = "ordinary messages"
# One harmless line in so many is learned from with typing errors, too.
MISTYPED_ONE_IN = 10
ROWS_AT_ONCE = 1000
COMMON_WORDS = 1000
Doubles = NDArray[np.float64]
Indices = NDArray[np.int64]
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
        ordinary: messages that must not alarm; some 1,200 are learned from.
        fever_celsius: the fever threshold in °C under which the lines were labelled.
    """

    kept = [part for line in lines if line.label != "check" for part in _parts(line, knowledge)]
    kept += [Line("none", ORDINARY, message, ORDINARY) for message in _evenly(ordinary)]
    kept += _mistyped_copies(kept)
    # The encoder leaves Python alone, so that the rules can read meanwhile.
    with ThreadPoolExecutor(1) as aside:
        encoding = aside.submit(encode, [line.message for line in kept])
        noticed = [notice(line.message, knowledge, fever_celsius) for line in kept]
        vectors = encoding.result()
    views = [
        Views(vector, rule_features(one, knowledge), ngrams(one))
        for vector, one in zip(vectors, noticed, strict=True)
    ]
    return _train(kept, views)


def _evenly(messages: Sequence[str]) -> list[str]:
    """Some of the messages, evenly chosen among long and, as many, among very short ones: a single
    strange word is where a detector of sentences guesses most."""
    short = [message for message in messages if len(message.split()) <= VERY_SHORT_WORDS]
    long = [message for message in messages if len(message.split()) > VERY_SHORT_WORDS]
    half = ORDINARY_LEARNED // 2
    return [m for some in (short, long) for m in some[:: max(1, len(some) // half)]]


def _parts(line: Line, knowledge: RedFlagKnowledge) -> list[Line]:
    """A line as the detector meets it: a long one in stretches. All stretches of a harmless story
    are harmless; which one of an alarming story alarms is not known, so it is not learned from."""
    parts = stretches(knowledge.read(line.message))
    if not parts:
        return [line]
    return [] if line.is_urgent else [replace(line, message=part) for part in parts[::2]]


def _mistyped_copies(lines: Sequence[Line]) -> list[Line]:
    """Some of the harmless lines once more, as they would be typed in a hurry."""
    random = Random(0)
    harmless = [line for line in lines if line.label == "none"]
    return [
        replace(line, message=mistyped(line.message, random))
        for line in random.sample(harmless, len(harmless) // MISTYPED_ONE_IN)
    ]


def _train(lines: Sequence[Line], views: Sequence[Views]) -> Learned:
    urgent = np.array([line.is_urgent for line in lines])
    writers = np.array([line.writer for line in lines])
    weights = np.where(writers == ORDINARY, ORDINARY_WEIGHT, 1.0)
    vectors = np.array([view.vector for view in views])
    mean = vectors.mean(axis=0)
    scale = MESSAGE_WEIGHT / float(np.linalg.norm(vectors - mean, axis=1).mean())
    rules = np.array([view.rules for view in views])
    points = np.hstack([(vectors - mean) * scale, rules * RULES_WEIGHT])
    words = word_matrix(views)
    kernel = _kernel(points, words)
    margins = held_out_margins(kernel, urgent, writers, weights)
    of_writers = writers != ORDINARY
    steepness, shift = _platt(margins[of_writers], urgent[of_writers])
    harmless = _probabilities(margins[of_writers & ~urgent], steepness, shift)
    machine = _fit(kernel, urgent, weights)
    support_weights = machine.dual_coef_[0].astype(np.float32)
    symptom_weights, symptom_bias, names = _learn_symptoms(lines, points)
    return Learned(
        mean=mean,
        scale=scale,
        supports=points[machine.support_],
        support_weights=support_weights,
        word_weights=WORDS_WEIGHT * np.asarray(support_weights @ words[machine.support_]).ravel(),
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


def _kernel(points: Floats, words: csr_matrix) -> Doubles:
    """How alike each two messages are; in double precision, as the machine takes it uncopied."""
    squares = np.einsum("ij,ij->i", points, points)
    common, rare = _common_and_rare(words)
    kernel = np.empty((len(points), len(points)))
    for first in range(0, len(points), ROWS_AT_ONCE):
        rows, rest = slice(first, first + ROWS_AT_ONCE), slice(first, None)
        distances = squares[rows, None] + squares[rest] - 2 * points[rows] @ points[rest].T
        shared_words = common[rows] @ common[rest].T + (rare[rows] @ rare[rest].T).toarray()
        alike = np.exp(-KERNEL_WIDTH * distances) + WORDS_WEIGHT * shared_words
        kernel[rows, rest] = alike
        kernel[rest, rows] = alike.T
    return kernel


def _common_and_rare(words: csr_matrix) -> tuple[Floats, csr_matrix]:
    """The columns that most messages have, dense, and all others: products of sparse matrices are
    slow where columns are full."""
    uses = np.bincount(words.indices, minlength=words.shape[1])
    order = np.argsort(-uses, kind="stable")
    common, rare = order[:COMMON_WORDS], np.sort(order[COMMON_WORDS:])
    columns = words.tocsc()
    return columns[:, common].toarray(), columns[:, rare].tocsr()


def _fit(kernel: Doubles, urgent: NDArray[np.bool_], weights: Doubles) -> SVC:
    machine = SVC(C=SVM_COST, kernel="precomputed", tol=SVM_TOLERANCE)
    return machine.fit(kernel, urgent, sample_weight=weights)


def held_out_margins(
    kernel: Doubles, urgent: NDArray[np.bool_], writers: NDArray[np.str_], weights: Doubles
) -> Doubles:
    """Each line's margin by a machine that has seen nothing of its writer.

    Ordinary messages are always seen, and get no margin.
    """
    margins = np.zeros(len(writers))
    names = sorted(set(writers) - {ORDINARY})
    for group in range(min(HELD_OUT_GROUPS, len(names))):
        held_out = np.isin(writers, names[group::HELD_OUT_GROUPS])
        seen, unseen = np.flatnonzero(~held_out), np.flatnonzero(held_out)
        machine = _fit(_part(kernel, seen, seen), urgent[seen], weights[seen])
        near = _part(kernel, unseen, seen[machine.support_])
        margins[unseen] = near @ machine.dual_coef_[0] + machine.intercept_[0]
    return margins


def _part(kernel: Doubles, rows: Indices, columns: Indices) -> Doubles:
    """Some rows and columns of a kernel that is too large to be copied on the way."""
    part = np.empty((len(rows), len(columns)))
    for first in range(0, len(rows), ROWS_AT_ONCE):
        some = slice(first, first + ROWS_AT_ONCE)
        part[some] = kernel.take(rows[some], axis=0).take(columns, axis=1)
    return part


def _platt(margins: Doubles, urgent: NDArray[np.bool_]) -> tuple[float, float]:
    fit = LogisticRegression(C=1e6).fit(margins[:, None], urgent)
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


def _probabilities(margins: Doubles, steepness: float, shift: float) -> Doubles:
    probabilities: Doubles = 1 / (1 + np.exp(-(steepness * margins + shift)))
    return probabilities


def _learn_symptoms(
    lines: Sequence[Line], points: Floats
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Which symptom an urgent message tells of."""
    chosen = [index for index, line in enumerate(lines) if line.is_urgent]
    names = [SYMPTOM_OF_KIND.get(lines[i].kind, lines[i].kind) for i in chosen]
    fit = LogisticRegression(C=SYMPTOM_COST, max_iter=SYMPTOM_PASSES).fit(points[chosen], names)
    weights, bias = fit.coef_.astype(np.float32), fit.intercept_.astype(np.float32)
    return weights, bias, tuple(str(name) for name in fit.classes_)
