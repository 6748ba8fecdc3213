"""bot/safety/detector/network.py and network_training.py: a network of several answers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.safety.detector.draws import keys_of
from bot.safety.detector.network import Network, log_odds_of_any, shares, united
from bot.safety.detector.network_training import UNKNOWN, Passes, Question, learn_network

pytestmark = pytest.mark.slow

HOW = Passes(passes=400, traits=4, words_scale=1.0)
ROWS = 400


@lru_cache
def learn(seed: int = 0, known_from: int = 0, rows: int = ROWS, how: Passes = HOW) -> Network:
    """Alarming where the first number is above 0; the kind, where known, is said by a word."""
    random = np.random.default_rng(5)
    points = random.standard_normal((ROWS, 6)).astype(np.float32)
    kinds = random.integers(0, 2, ROWS)
    words = csr_matrix((np.ones(ROWS, np.float32), (np.arange(ROWS), kinds)), shape=(ROWS, 8))
    right = np.where(np.arange(ROWS) < known_from, UNKNOWN, kinds)
    keys = keys_of([str(row) for row in range(ROWS)], "test")
    questions = (
        Question((points[:rows, 0] > 0).astype(np.int64), 1),
        Question(right[:rows], 2),
    )
    weights = np.ones(rows, np.float32)
    return learn_network(points[:rows], words[:rows], questions, weights, keys[:rows], how, seed)


@pytest.mark.parametrize("first", [-1.0, 1.0])
@pytest.mark.parametrize("word", [0, 1])
def test_it_learns_by_the_point_and_by_the_words(first: float, word: int) -> None:
    point = np.array([first, 0, 0, 0, 0, 0], dtype=np.float32)
    scores = learn().scores(point, {word: 1.0})
    assert (scores[0] > 0) == (first > 0)
    assert shares(scores[1:])[word] > 0.9


def test_what_is_unknown_is_not_learned() -> None:
    (_, *kinds) = learn(known_from=ROWS).scores(np.zeros(6, np.float32), {1: 1.0})
    unlearned = learn(known_from=ROWS).scores(np.zeros(6, np.float32), {0: 1.0})[1:]
    assert np.abs(np.array(kinds) - unlearned).max() < 1


def test_training_twice_gives_the_same_and_another_seed_another() -> None:
    once, again = learn(), learn.__wrapped__()
    assert once is not again
    assert np.array_equal(once.inner, again.inner)
    assert not np.array_equal(learn().inner, learn(seed=1).inner)


def test_one_more_message_changes_little_for_the_others() -> None:
    how = Passes(passes=300, traits=4, words_scale=1.0)
    points = np.random.default_rng(9).standard_normal((200, 6)).astype(np.float32)
    none = csr_matrix((200, 8), dtype=np.float32)
    whole, less, other = (
        learn(rows=rows, how=how, seed=seed).scores_of_many(points, none)
        for rows, seed in ((ROWS, 0), (ROWS - 1, 0), (ROWS, 1))
    )
    assert np.abs(whole - less).mean() < np.abs(whole - other).mean() / 3


def test_many_messages_get_what_each_gets_alone() -> None:
    network = learn()
    points = np.random.default_rng(1).standard_normal((3, 6)).astype(np.float32)
    words = [{0: 1.0}, {1: 0.5, 3: 2.0}, {}]
    matrix = np.zeros((3, 8), np.float32)
    for row, of_row in enumerate(words):
        matrix[row, list(of_row)] = list(of_row.values())
    alone = [network.scores(point, some) for point, some in zip(points, words, strict=True)]
    together = network.scores_of_many(points, csr_matrix(matrix))
    assert together == pytest.approx(np.array(alone), abs=1e-5)


def test_united_networks_give_the_mean() -> None:
    one, other = learn(), learn(seed=1)
    point = np.arange(6, dtype=np.float32) / 6
    wanted = (one.scores(point, {1: 1.0}) + other.scores(point, {1: 1.0})) / 2
    assert united([one, other]).scores(point, {1: 1.0}) == pytest.approx(wanted, abs=1e-5)


def test_log_odds_of_any_answer_against_none() -> None:
    scores = np.log(np.array([0.5, 0.3, 0.2], dtype=np.float32))
    assert log_odds_of_any(scores, none=0) == pytest.approx(0, abs=1e-6)
    assert log_odds_of_any(scores, none=2) == pytest.approx(np.log(4), abs=1e-5)
    assert shares(scores) == pytest.approx([0.5, 0.3, 0.2], abs=1e-6)
