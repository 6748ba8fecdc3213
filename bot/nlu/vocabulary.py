"""Builds the local spaCy pipeline: English tokens, and entities from bot/data/vocabulary.

No trained spaCy model is needed: the entities are lists that a nurse can read and lengthen.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import spacy

from bot.content.vocabulary import read_patterns
from bot.settings.paths import SPACY_DIR, VOCABULARY_DIR


def build_spacy_pipeline(target: Path = SPACY_DIR, folder: Path = VOCABULARY_DIR) -> None:
    """Writes the pipeline into ``target``, replacing what was there."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(read_patterns(folder))
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(target)
