"""Builds the local spaCy pipeline: English tokens, and entities from bot/data/vocabulary.

No trained spaCy model is needed: the entities are lists that a nurse can read and lengthen.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import spacy

from bot.settings.clinic import read_yaml
from bot.settings.paths import SPACY_DIR, VOCABULARY_DIR

LABELS = ("treatment", "drug", "symptom")


class VocabularyError(ValueError):
    """A file of the vocabulary cannot be used."""


def read_patterns(folder: Path = VOCABULARY_DIR) -> list[dict[str, object]]:
    """Reads ``<label>.yml`` files, each ``canonical name: [other words for it]``.

    Returns spaCy patterns, matched without regard to case.

    Raises:
        VocabularyError: with file and reason.
    """
    patterns: list[dict[str, object]] = []
    for label in LABELS:
        path = folder / f"{label}.yml"
        content = read_yaml(path)
        if not isinstance(content, dict):
            raise VocabularyError(f"{path}: should be `name: [other words]` lines.")
        for name, words in content.items():
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                raise VocabularyError(f"{path}: {name}: should be a list of words.")
            for word in (str(name), *words):
                patterns.append({"label": label, "pattern": word, "id": str(name)})
    return patterns


def build_spacy_pipeline(target: Path = SPACY_DIR, folder: Path = VOCABULARY_DIR) -> None:
    """Writes the pipeline into ``target``, replacing what was there."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(read_patterns(folder))
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(target)
