"""bot/nlu/understanding.py: the ranking of a message, as typed and as meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.encoders.minilm import SentenceEncoder
from bot.nlu.understanding import Understanding

EXAMPLES = {
    "skin/itch": ["my skin itches", "itchy arms", "what helps against itching", "so itchy"],
    "timing/results": [
        "when will I see results",
        "how many weeks until it works",
        "how soon does it work",
        "when does it start to work",
    ],
    "greet": ["hello", "good morning", "hi there", "hey"],
}


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts]
    texts, labels = [text for text, _ in pairs], [label for _, label in pairs]
    encode = SentenceEncoder.load().encode
    return Understanding.fit(texts, encode(texts), labels, encode, ["when", "what"])


def test_ranking_holds_every_label_once_best_first(understanding: Understanding) -> None:
    ranking = understanding.ranking("something itches on my arm")
    assert ranking[0][0] == "skin/itch"
    assert sorted(label for label, _ in ranking) == sorted(EXAMPLES)
    probabilities = [probability for _, probability in ranking]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1)


@pytest.mark.parametrize("text", ["My skin itches!", "MY SKIN ITCHES", "my  skin\nitches"])
def test_an_example_is_certain(understanding: Understanding, text: str) -> None:
    ranking = understanding.ranking(text)
    assert ranking[0] == ("skin/itch", 1.0)
    assert {probability for _, probability in ranking[1:]} == {0.0}
    assert len(ranking) == len(EXAMPLES)


@pytest.mark.parametrize("text", ["", "🙂", "\u200b\u202e", "x" * 100_000, "(a+)+$" * 2000])
def test_strange_texts_get_a_ranking(understanding: Understanding, text: str) -> None:
    assert len(understanding.ranking(text)) == len(EXAMPLES)


def test_a_saved_understanding_says_the_same(understanding: Understanding, tmp_path: Path) -> None:
    understanding.save(tmp_path / "topics.pickle")
    loaded = Understanding.load(tmp_path / "topics.pickle", understanding.encode)
    for text in ["it itches", "wehn", "My skin itches!"]:
        assert loaded.ranking(text) == understanding.ranking(text)
