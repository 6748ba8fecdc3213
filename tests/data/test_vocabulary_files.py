"""bot/data/vocabulary and sources.yml: readable, and no word that stands for two things."""

from __future__ import annotations

from collections import defaultdict

from bot.nlu.vocabulary import LABELS, read_patterns
from bot.settings.clinic import read_yaml
from bot.settings.paths import DATA_DIR


def test_every_label_has_words() -> None:
    assert {str(pattern["label"]) for pattern in read_patterns()} == set(LABELS)


def test_no_word_stands_for_two_things() -> None:
    meanings: dict[str, set[tuple[object, object]]] = defaultdict(set)
    for pattern in read_patterns():
        word = str(pattern["pattern"]).casefold()
        meanings[word].add((pattern["label"], pattern["id"]))
    double = {word: found for word, found in meanings.items() if len(found) > 1}
    assert not double, "\n".join(f"bot/data/vocabulary: {w!r}: {m}" for w, m in double.items())


def test_every_source_has_a_title() -> None:
    sources = read_yaml(DATA_DIR / "sources.yml")
    assert isinstance(sources, dict)
    for number, source in sources.items():
        assert isinstance(number, str), f"sources.yml: {number!r} should stand in quotes"
        assert source["title"].strip(), f"sources.yml: {number} has no title"
