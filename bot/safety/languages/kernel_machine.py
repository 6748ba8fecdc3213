"""The support vector machine of other languages: which lines decide, and how much.

Two lines are alike by the nearness of their points (Gaussian) and by the words that they share.
Machines of some thousand lines are fitted alone and their deciding lines together (a cascade, Graf
et al. 2004): with all lines at once, how alike each two are would fill gigabytes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import SVC

from bot.safety.detector.network import Floats

COST = 3.0
WORDS_WEIGHT = 0.5
# libsvm's own tolerance is 0.001; the figures are the same with this one, in a third of the time.
TOLERANCE = 0.01
# So many lines at most are fitted without being split.
MOST_AT_ONCE = 3000
ROWS_AT_ONCE = 500
COMMON_WORDS = 300
# Seldom more than four in ten of all lines decide. What is not used of it takes no memory.
MOST_ALIKE_OF_ALL = 0.4**2
Doubles = NDArray[np.float64]
Indices = NDArray[np.int64]
Booleans = NDArray[np.bool_]


class Likeness:
    """How alike two lines are.

    Args:
        points: lines × width.
        words: lines × buckets, rows of unit length.
        kernel_width: how quickly likeness falls with the distance of two points.
    """

    def __init__(self, points: Floats, words: csr_matrix, kernel_width: float) -> None:
        self._points = points
        self._kernel_width = kernel_width
        self._squares = np.einsum("ij,ij->i", points, points)
        self._common, self._rare = _common_and_rare(words)
        # Written over by every call: to get gigabytes anew from the system takes seconds each time.
        self._place = np.empty(int(len(points) ** 2 * MOST_ALIKE_OF_ALL))

    def between(self, rows: Indices, columns: Indices) -> Floats:
        """How alike some lines (rows) and others (columns) are."""
        alike: Floats = self._points[rows] @ self._points[columns].T
        alike *= 2
        alike -= self._squares[rows, None]
        alike -= self._squares[columns]
        alike *= self._kernel_width
        np.exp(alike, out=alike)
        shared = self._common[rows] @ self._common[columns].T
        shared += (self._rare[rows] @ self._rare[columns].T).toarray()
        shared *= WORDS_WEIGHT
        alike += shared
        return alike

    def among(self, rows: Indices) -> Doubles:
        """How alike each two of some lines are; in the precision that the machine takes. Good
        until the next call."""
        size = len(rows) ** 2
        place = self._place if size <= len(self._place) else np.empty(size)
        alike = place[:size].reshape(len(rows), len(rows))
        for first in range(0, len(rows), ROWS_AT_ONCE):
            some, rest = slice(first, first + ROWS_AT_ONCE), slice(first, None)
            block = self.between(rows[some], rows[rest])
            alike[some, rest] = block
            alike[rest, some] = block.T
        return alike


@dataclass(frozen=True)
class Machine:
    """The lines that decide (supports), their weights, and a bias."""

    supports: Indices
    weights: Doubles
    bias: float

    def margins(self, rows: Indices, likeness: Likeness) -> Doubles:
        """Distances of lines from the border between the two kinds; above 0 on the urgent side."""
        margins = np.empty(len(rows))
        for first in range(0, len(rows), ROWS_AT_ONCE):
            some = slice(first, first + ROWS_AT_ONCE)
            alike = likeness.between(rows[some], self.supports)
            margins[some] = alike @ self.weights + self.bias
        return margins


def fit_machine(
    rows: Indices, urgent: Booleans, line_weights: Doubles, likeness: Likeness
) -> Machine:
    """Learns from the lines ``rows``; ``urgent`` and ``line_weights`` are those of all lines."""
    if len(rows) > MOST_AT_ONCE:
        halves = [
            fit_machine(half, urgent, line_weights, likeness) for half in (rows[::2], rows[1::2])
        ]
        return fit_united(halves, urgent, line_weights, likeness)
    return _fit(rows, urgent, line_weights, likeness)


def fit_united(
    machines: list[Machine], urgent: Booleans, line_weights: Doubles, likeness: Likeness
) -> Machine:
    """Learns from the lines that decide in any of the machines."""
    rows = np.unique(np.concatenate([machine.supports for machine in machines]))
    return _fit(rows, urgent, line_weights, likeness)


def _fit(rows: Indices, urgent: Booleans, line_weights: Doubles, likeness: Likeness) -> Machine:
    machine = SVC(C=COST, kernel="precomputed", tol=TOLERANCE)
    machine.fit(likeness.among(rows), urgent[rows], sample_weight=line_weights[rows])
    return Machine(rows[machine.support_], machine.dual_coef_[0], float(machine.intercept_[0]))


def _common_and_rare(words: csr_matrix) -> tuple[Floats, csr_matrix]:
    """The columns that most lines have, dense, and all others: products of sparse matrices are
    slow where columns are full."""
    uses = np.bincount(words.indices, minlength=words.shape[1])
    order = np.argsort(-uses, kind="stable")
    common, rare = order[:COMMON_WORDS], np.sort(order[COMMON_WORDS:])
    columns = words.tocsc()
    return columns[:, common].toarray(), columns[:, rare].tocsr()
