"""Training the detector on a few lines, with an encoder that needs no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.safety import SafetySettings, assess
from bot.safety.decisions import Suspicion
from bot.safety.detector.detector import Learned, TrainedDetector
from bot.safety.detector.features import ngrams, rule_features
from bot.safety.detector.lines import Line
from bot.safety.detector.training import train_detector
from bot.safety.rules.reading import Reading, read_message

pytestmark = pytest.mark.slow

URGENT = ("I have a fever", "my fever is high", "she has a fever today", "fever again, 39.4")
HARMLESS = ("no fever", "what if I get a fever", "I had a fever last year", "where do I park")


def letters(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors of letter counts."""
    counts = np.array([[text.count(c) + 0.1 for c in "abcdefghijklmnop"] for text in texts])
    unit: NDArray[np.float32] = counts / np.linalg.norm(counts, axis=1, keepdims=True)
    return unit.astype(np.float32)


def same(one: Learned, other: Learned) -> bool:
    """Whether both learned the same."""
    return np.array_equal(one.network.inner, other.network.inner)


@pytest.fixture(scope="module")
def few_lines() -> list[Line]:
    """Two writers, who write nearly the same."""
    lines = []
    for writer, ending in (("one", ""), ("two", " thanks")):
        lines += [Line("call_now", "fever", text + ending, writer) for text in URGENT]
        lines += [Line("none", "negated", text + ending, writer) for text in HARMLESS]
    lines.append(Line("emergency", "seizure", "having a seizure", "one"))
    return lines


@pytest.fixture(scope="module")
def learned(few_lines: list[Line], rules_alone: SafetySettings) -> Learned:
    return train_detector(few_lines, rules_alone.knowledge, letters)


def test_it_learns_to_tell_them_apart(
    learned: Learned, few_lines: list[Line], rules_alone: SafetySettings
) -> None:
    detector = TrainedDetector(learned, rules_alone.knowledge, letters)
    probabilities = {
        line.message: detector(read_message(line.message, rules_alone.knowledge, 38.0)).probability
        for line in few_lines
    }
    assert min(probabilities[text] for text in URGENT) > max(
        probabilities[text] for text in HARMLESS
    )


def test_training_twice_gives_the_same(few_lines: list[Line], rules_alone: SafetySettings) -> None:
    first = train_detector(few_lines, rules_alone.knowledge, letters, ["hello", "fever clinic"])
    second = train_detector(few_lines, rules_alone.knowledge, letters, ["hello", "fever clinic"])
    assert same(first, second)
    assert first.urgent_from == second.urgent_from


def test_lines_that_are_unclear_are_not_learned_from(
    learned: Learned, few_lines: list[Line], rules_alone: SafetySettings
) -> None:
    unclear = [Line("check", "fever", "felt warm", "one")]
    with_them = train_detector(few_lines + unclear, rules_alone.knowledge, letters)
    assert same(with_them, learned)


def test_of_a_long_story_its_most_alarming_stretch_counts(
    rules_alone: SafetySettings,
) -> None:
    class Whole:
        """Is alarmed by one word, the less the more words stand around it."""

        urgent_from, ask_from, check_from = 0.5, 0.2, 0.2

        def __call__(self, reading: Reading) -> Suspicion:
            norms = [word.norm for word in reading.words.items]
            return Suspicion(10 * norms.count("grey") / max(len(norms), 10), "seizure")

    story = "We went to the sea on Sunday and it was lovely. " * 8
    united = replace(rules_alone, detector=Whole())
    assert assess(story, united).outcome == "none"
    assert assess(f"{story} He is all grey. {story}", united).outcome == "urgent"


def test_a_long_alarming_story_is_not_learned_from(
    learned: Learned, few_lines: list[Line], rules_alone: SafetySettings
) -> None:
    story = Line("emergency", "seizure", "we went to the sea and it was lovely. " * 8, "one")
    with_it = train_detector([*few_lines, story], rules_alone.knowledge, letters)
    assert same(with_it, learned)


def test_features_are_of_one_width_and_words_of_unit_length(rules_alone: SafetySettings) -> None:
    knowledge = rules_alone.knowledge
    empty, full = (read_message(text, knowledge, 38.0) for text in ("", "my fever is 39, no rash?"))
    assert rule_features(empty, knowledge).shape == rule_features(full, knowledge).shape
    assert sum(value**2 for value in ngrams(full).values()) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("probability", "outcome"), [(0.9, "urgent"), (0.4, "check"), (0.1, "none")]
)
def test_two_thresholds_make_three_outcomes(
    probability: float,
    outcome: str,
    learned: Learned,
    rules_alone: SafetySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    learned = replace(learned, urgent_from=0.7, ask_from=0.3, check_from=0.2)
    detector = TrainedDetector(learned, rules_alone.knowledge, letters)
    monkeypatch.setattr(detector, "_probability", lambda *_: probability)
    united = replace(rules_alone, detector=detector)
    assert assess("nothing that a rule knows", united).outcome == outcome
