"""bot/data/vocabulary: readable, and no word that stands for two things."""

from __future__ import annotations

from collections import defaultdict

import pytest

from bot.content.vocabulary import LABELS, read_names, read_patterns
from bot.settings.clinic import read_yaml
from bot.settings.paths import DOMAIN_FILE, VOCABULARY_DIR


def test_every_label_has_words() -> None:
    assert {str(pattern["label"]) for pattern in read_patterns()} == set(LABELS)


def test_no_word_stands_for_two_things() -> None:
    meanings: dict[str, set[tuple[object, object]]] = defaultdict(set)
    for pattern in read_patterns():
        word = str(pattern["pattern"]).casefold()
        meanings[word].add((pattern["label"], pattern["id"]))
    double = {word: found for word, found in meanings.items() if len(found) > 1}
    assert not double, "\n".join(f"bot/data/vocabulary: {w!r}: {m}" for w, m in double.items())


def test_every_drug_stands_under_a_treatment_of_the_domain() -> None:
    domain = read_yaml(DOMAIN_FILE)
    assert isinstance(domain, dict)
    kinds = {one.kind for one in read_names(VOCABULARY_DIR / "drug.yml")}
    assert kinds == set(domain["slots"]["treatment_type"]["values"])


@pytest.mark.parametrize(
    ("word", "treatment_type"),
    [
        ("keytruda", "checkpoint_inhibitor"),
        ("yervoy", "checkpoint_inhibitor"),
        ("opdualag", "checkpoint_inhibitor"),
        ("abecma", "car_t"),
        ("aucatzyl", "car_t"),
        ("blincyto", "bispecific"),
        ("kimmtrak", "bispecific"),
        # two targets, but no T cell among them
        ("rybrevant", "antibody"),
        ("herceptin", "antibody"),
        ("enhertu", "antibody"),
        ("provenge", "vaccine"),
        ("t-vec", "vaccine"),
        ("il-2", "cytokine"),
        ("bcg", "bcg"),
        # transferred cells, but no CAR T cells
        ("amtagvi", "other"),
    ],
)
def test_treatment_of_a_drug(word: str, treatment_type: str) -> None:
    kinds = {
        name.casefold(): one.kind
        for label in ("drug", "treatment")
        for one in read_names(VOCABULARY_DIR / f"{label}.yml")
        for name in (one.name, *one.words)
    }
    assert kinds[word] == treatment_type
