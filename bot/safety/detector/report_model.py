"""Whether a message reports anything at all that somebody feels now, red flag or milder.

A small network over the sentence vectors alone: it does not see what the rules found, so that it
errs in other places than the machine beside it. Needs numpy only; training is at the end.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

HIDDEN = 256
# Found with development sets that were not learned from (docs/safety.md).
PASSES = 12
PENALTY = 1e-3
ROWS_AT_ONCE = 256


@dataclass(frozen=True)
class ReportModel:
    """One layer of rectified units over the directions of the vectors.

    ``inner``: hidden × directions; ``inner_bias`` and ``outer``: one for each hidden unit.
    """

    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: float

    def log_odds(self, directions: Floats) -> float:
        """Of a report against none; above 0: rather a report. ``directions``: of one message."""
        hidden = np.einsum("ij,j->i", self.inner, directions) + self.inner_bias
        return float(np.maximum(hidden, 0) @ self.outer + self.outer_bias)


def learn_reports(directions: Floats, is_report: NDArray[np.bool_]) -> ReportModel:
    """Learns from messages (messages × directions) and whether each reports something."""
    # Only training needs scikit-learn.
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415
    from sklearn.neural_network import MLPClassifier  # noqa: PLC0415

    network = MLPClassifier(
        (HIDDEN,), alpha=PENALTY, batch_size=ROWS_AT_ONCE, max_iter=PASSES, random_state=0
    )
    with warnings.catch_warnings():
        # So few passes on purpose: more of them learn the writers by heart.
        warnings.simplefilter("ignore", ConvergenceWarning)
        network.fit(directions, is_report)
    (inner, outer), (inner_bias, outer_bias) = network.coefs_, network.intercepts_
    return ReportModel(
        inner=np.ascontiguousarray(inner.T, dtype=np.float32),
        inner_bias=inner_bias.astype(np.float32),
        outer=outer[:, 0].astype(np.float32),
        outer_bias=float(outer_bias[0]),
    )
