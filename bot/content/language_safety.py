"""Puts together what messages of other languages are judged with; trains it and keeps it."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.content.language_files import LanguageBook, load_languages, read_foreign_lines
from bot.content.learned_files import arrays_of, learned_from
from bot.content.unsupported_languages import load_unsupported
from bot.encoders.array_files import save_arrays
from bot.encoders.minilm import EncoderMissingError
from bot.encoders.multilingual import GRAPH_FILE, MultilingualEncoder
from bot.safety.detector.lines import Line
from bot.safety.languages.assess import LanguageSafety
from bot.safety.languages.detector import ForeignDetector, LearnedForeign
from bot.safety.languages.identify import LanguageIdentifier, LearnedLanguages
from bot.safety.languages.unsupported import UnsupportedLanguages
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.settings.paths import ENCODER_DIR

logger = logging.getLogger(__name__)

# The two learned parts lie in one file; their names begin with these.
_IDENTIFIER, _DETECTOR = "identifier.", "detector."


@dataclass(frozen=True)
class ExamplesOfEnglish:
    """Example lines of the English detector, messages that must not alarm, and single words."""

    lines: Sequence[Line]
    ordinary: Sequence[str]
    words: Sequence[str]


def load_language_safety(knowledge: RedFlagKnowledge, file: Path) -> LanguageSafety | None:
    """What other languages are judged with; None with a logged warning where it was not trained:
    without it a message's language is not known.

    Args:
        knowledge: the symptoms and the English words that the lists know.
        file: what training made.

    Raises:
        LanguageDataError: if a file of bot/data/languages cannot be used.
    """
    book = load_languages(knowledge.symptoms, checked=False)
    try:
        with np.load(file, allow_pickle=False) as arrays:
            identifier = learned_from(arrays, LearnedLanguages, _IDENTIFIER)
            learned = learned_from(arrays, LearnedForeign, _DETECTOR)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as problem:
        logger.warning(
            "%s: %s. Run: make train. Other languages are not understood.",
            file,
            type(problem).__name__,
        )
        return None

    def is_english(word: str) -> bool:
        return word in book.everyday_english or knowledge.spelling.knows(word)

    identify = LanguageIdentifier(identifier, book.scripts, is_english, book.everyday_words)
    unsupported = UnsupportedLanguages(
        load_unsupported(knowledge.symptoms), book.everyday_words, is_english
    )
    return LanguageSafety(
        book.languages,
        identify,
        _detector(learned, knowledge),
        book.short_english,
        unsupported,
    )


def _detector(learned: LearnedForeign, knowledge: RedFlagKnowledge) -> ForeignDetector | None:
    if not learned.fits(knowledge.symptoms):
        logger.warning("The detector of other languages was made from other lists: rules alone.")
        return None
    try:
        return ForeignDetector(learned, MultilingualEncoder.load().encode)
    except EncoderMissingError as missing:
        logger.warning("%s Rules alone in other languages.", missing)
        return None


def train_and_save_languages(
    out_file: Path, knowledge: RedFlagKnowledge, english: ExamplesOfEnglish
) -> None:
    """Trains on the example lines; the file appears whole or not at all.

    Args:
        out_file: where the arrays are kept.
        knowledge: the symptoms.
        english: what is English.
    """
    # Only training needs scikit-learn, and the file of vectors ONNX.
    from bot.encoders.kept_vectors import KeptVectors  # noqa: PLC0415
    from bot.safety.languages import training  # noqa: PLC0415

    book: LanguageBook = load_languages(knowledge.symptoms)
    lines = read_foreign_lines()
    messages = [*(line.message for line in english.lines), *english.ordinary]
    identifier = training.train_identifier(lines, book.languages, messages, english.words)
    kept = KeptVectors(
        ENCODER_DIR / "languages.vectors.npz", (GRAPH_FILE,), MultilingualEncoder.load().encode_many
    )
    detector = training.train_foreign_detector(
        lines, english.lines, book.languages, knowledge.symptoms, kept.keep
    )
    save_arrays(out_file, {**arrays_of(identifier, _IDENTIFIER), **arrays_of(detector, _DETECTOR)})
