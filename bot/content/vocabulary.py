"""bot/data/vocabulary: names of treatments, drugs and symptoms, and which treatment a drug is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.content.errors import DataError
from bot.settings.clinic import read_yaml
from bot.settings.paths import VOCABULARY_DIR

LABELS = ("treatment", "drug", "symptom")


class VocabularyError(DataError):
    """A file of the vocabulary cannot be used."""


def read_patterns(folder: Path = VOCABULARY_DIR) -> list[dict[str, object]]:
    """Reads ``<label>.yml`` files, each ``canonical name: [other words for it]``.

    Names may stand under their kind of treatment: ``kind: {canonical name: [other words]}``.
    Returns spaCy patterns, matched without regard to case.

    Raises:
        VocabularyError: with file and reason.
    """
    return [
        {"label": label, "pattern": word, "id": name}
        for label in LABELS
        for _, name, words in _entries(folder / f"{label}.yml")
        for word in (name, *words)
    ]


def read_drug_types(folder: Path = VOCABULARY_DIR) -> dict[str, str]:
    """The kind of treatment, a value of the slot ``treatment_type``, by canonical drug name.

    A drug that stands under no kind is left out.

    Raises:
        VocabularyError: with file and reason.
    """
    return {name: kind for kind, name, _ in _entries(folder / "drug.yml") if kind is not None}


def _entries(path: Path) -> Iterator[tuple[str | None, str, list[str]]]:
    """Kind of treatment (None outside a kind), canonical name and other words, in file order."""
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise VocabularyError(f"{path}: should be `name: [other words]` lines.")
    for name, value in content.items():
        if isinstance(value, dict):
            yield from ((str(name), str(drug), _words(path, drug, w)) for drug, w in value.items())
        else:
            yield None, str(name), _words(path, name, value)


def _words(path: Path, name: object, words: object) -> list[str]:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise VocabularyError(f"{path}: {name}: should be a list of words.")
    return words
