"""bot/nlu/softmax_training.py: a regression over points."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.nlu.softmax_training import SoftmaxRegression, learn_softmax

# Three labels, ten points around a corner of a triangle each.
CORNERS = np.array([[2, 0], [-2, 0], [0, 2]], dtype=np.float32)
LABELS = np.repeat(np.arange(3), 10)
POINTS = CORNERS[LABELS] + np.random.default_rng(1).normal(0, 0.3, (30, 2)).astype(np.float32)
ALIKE = np.ones(30, np.float32)


def learned(weights: NDArray[np.float32] = ALIKE, cost: float = 40.0) -> SoftmaxRegression:
    return learn_softmax(POINTS, LABELS, weights, passes=8, cost=cost)


def scores(regression: SoftmaxRegression, point: list[float]) -> NDArray[np.float32]:
    given: NDArray[np.float32] = np.array(point) @ regression.weights.T + regression.intercepts
    return given


def test_it_tells_the_labels_apart() -> None:
    regression = learned()
    assert [int(scores(regression, list(corner)).argmax()) for corner in CORNERS] == [0, 1, 2]
    assert regression.weights.shape == (3, 2)
    assert regression.weights.dtype == np.float32


def test_twice_the_same() -> None:
    assert np.array_equal(learned().weights, learned().weights)


def test_examples_that_count_more_draw_the_border_to_the_others() -> None:
    between = [0.0, 0.0]
    more = np.where(LABELS == 0, 10.0, 1.0).astype(np.float32)
    gained = scores(learned(more), between) - scores(learned(), between)
    assert gained[0] > gained[1]
    assert gained[0] > gained[2]


@pytest.mark.parametrize(("cost", "largest"), [(0.01, 0.2), (40.0, 20.0)])
def test_a_low_cost_of_errors_holds_weights_small(cost: float, largest: float) -> None:
    weights = np.abs(learned(cost=cost).weights).max()
    assert weights < largest
    assert weights > largest / 20
