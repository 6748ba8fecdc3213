"""bot/safety/languages/kernel_machine.py: likeness of lines, and machines fitted in parts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.safety.detector.network import Floats
from bot.safety.languages import kernel_machine
from bot.safety.languages.kernel_machine import (
    WORDS_WEIGHT,
    Booleans,
    Doubles,
    Likeness,
    fit_machine,
    fit_united,
)
from bot.safety.languages.training import KERNEL_WIDTH

LINES = 400
WIDTH = 6
BUCKETS = 900


class Lines(NamedTuple):
    likeness: Likeness
    points: Floats
    words: csr_matrix
    urgent: Booleans
    weights: Doubles


@pytest.fixture(scope="module")
def lines() -> Lines:
    """Lines that are urgent where the first number of their point is above zero."""
    random = np.random.default_rng(0)
    points = random.normal(size=(LINES, WIDTH)).astype(np.float32) / 2
    words = random.random((LINES, BUCKETS)) * (random.random((LINES, BUCKETS)) < 0.02)
    words = (words / np.linalg.norm(words, axis=1, keepdims=True)).astype(np.float32)
    urgent = points[:, 0] > 0
    likeness = Likeness(points, csr_matrix(words), KERNEL_WIDTH)
    return Lines(likeness, points, csr_matrix(words), urgent, np.ones(LINES))


def test_likeness_is_nearness_and_shared_words(lines: Lines) -> None:
    likeness, points, words, _, _ = lines
    distance = float(((points[3] - points[7]) ** 2).sum())
    shared = float((words[3] @ words[7].T).toarray()[0, 0])
    expected = np.exp(-KERNEL_WIDTH * distance) + WORDS_WEIGHT * shared
    assert likeness.between(np.array([3]), np.array([7]))[0, 0] == pytest.approx(expected, rel=1e-4)


def test_among_some_lines_is_between_them_and_themselves(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_machine, "ROWS_AT_ONCE", 32)
    likeness = lines[0]
    rows = np.arange(5, 140)
    among = likeness.among(rows)
    assert np.allclose(among, likeness.between(rows, rows), atol=1e-5)
    assert np.allclose(among, among.T, atol=1e-5)


@pytest.mark.parametrize("most_at_once", [LINES, 90])
def test_a_machine_tells_unseen_lines_apart(
    lines: Lines, monkeypatch: pytest.MonkeyPatch, most_at_once: int
) -> None:
    monkeypatch.setattr(kernel_machine, "MOST_AT_ONCE", most_at_once)
    likeness, _, _, urgent, weights = lines
    seen, unseen = np.arange(300), np.arange(300, LINES)
    machine = fit_machine(seen, urgent, weights, likeness)
    assert set(machine.supports) <= set(seen)
    right = (machine.margins(unseen, likeness) > 0) == urgent[unseen]
    assert right.mean() > 0.85


def test_united_machines_know_what_each_of_them_knew(lines: Lines) -> None:
    likeness, _, _, urgent, weights = lines
    halves = [
        fit_machine(rows, urgent, weights, likeness)
        for rows in (np.arange(0, 150), np.arange(150, 300))
    ]
    united = fit_united(halves, urgent, weights, likeness)
    unseen = np.arange(300, LINES)
    share = [
        float(((machine.margins(unseen, likeness) > 0) == urgent[unseen]).mean())
        for machine in (*halves, united)
    ]
    assert share[2] >= max(share[:2]) - 0.02
