"""bot/safety/languages/symptom_model.py: which symptom a message tells of."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from bot.safety.detector.detector import NO_SYMPTOM
from bot.safety.languages.symptom_model import learn_symptoms

KINDS = ("fever", "rigors", NO_SYMPTOM)
# Bucket 0 to 2: a word that is typical of the kind; 3: one that all have.
WORDS = csr_matrix(np.hstack([np.eye(3), np.ones((3, 1))])[[0, 1, 2] * 40].astype(np.float32))
POINTS = np.zeros((120, 2), dtype=np.float32)


def test_a_symptom_is_known_by_its_words() -> None:
    model = learn_symptoms(KINDS * 40, POINTS, WORDS)
    assert model.names == ("fever", "rigors")
    scores = WORDS[:2] @ model.of_words + model.bias
    assert [model.names[i] for i in scores.argmax(axis=1)] == ["fever", "rigors"]


def test_harmless_lines_sound_like_no_symptom() -> None:
    model = learn_symptoms(KINDS * 40, POINTS, WORDS)
    fever, rigors, harmless = model.strongest(POINTS[:3], WORDS[:3])
    assert harmless < 0 < min(fever, rigors)


def test_one_symptom_alone() -> None:
    model = learn_symptoms(("fever", "fever", NO_SYMPTOM) * 40, POINTS, WORDS)
    fever, _, harmless = model.strongest(POINTS[:3], WORDS[:3])
    assert model.names == ("fever",)
    assert harmless < 0 < fever


def test_learning_twice_gives_the_same() -> None:
    one, other = (learn_symptoms(KINDS * 40, POINTS, WORDS) for _ in range(2))
    assert np.array_equal(one.of_words, other.of_words)
    assert np.array_equal(one.bias, other.bias)
