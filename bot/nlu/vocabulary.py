"""Builds the local spaCy pipeline: English tokens, and entities from bot/data/vocabulary.

No trained spaCy model is needed: the entities are lists that a nurse can read and lengthen.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import spacy

from bot.content.vocabulary import read_patterns
from bot.settings.folders import put_folder
from bot.settings.paths import SPACY_DIR, VOCABULARY_DIR


def build_spacy_pipeline(target: Path = SPACY_DIR, folder: Path = VOCABULARY_DIR) -> None:
    """Writes the pipeline into ``target``. What was there is replaced at the end, so that a server
    that starts meanwhile finds the one or the other."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(read_patterns(folder))
    made = target.with_name(f"{target.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    made.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(made)
    put_folder(made, target)
