"""Reads bot/data/red_flags for the safety layer, which itself reads no files.

Also trains the detector and keeps it: one small .npz file of plain arrays, no pickle.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.content.language_safety import (
    ExamplesOfEnglish,
    load_language_safety,
    train_and_save_languages,
)
from bot.content.learned_files import arrays_of, learned_from
from bot.content.loaded import Folders, Loaded
from bot.content.red_flag_files import (
    ORDINARY_FOLDERS,
    load_knowledge,
    read_common_words,
    read_drug_names,
    read_lines,
    read_ordinary_messages,
    red_flag_knowledge,
)
from bot.encoders.array_files import save_arrays
from bot.safety import RedFlagKnowledge, SafetySettings
from bot.safety.detector.detector import Learned, TrainedDetector
from bot.settings.clinic import clinic
from bot.settings.paths import DETECTOR_FILE, LANGUAGES_FILE, RED_FLAG_DIR, TRIAGE_DIR

if TYPE_CHECKING:
    from bot.encoders.united import UnitedEncoder

logger = logging.getLogger(__name__)


def _settings_of_this_clinic(_: Folders) -> SafetySettings:
    """Without a trained detector the rules work alone."""
    threshold = clinic().safety.fever_threshold_celsius
    return load_safety_settings(
        threshold, detector_file=DETECTOR_FILE, languages_file=LANGUAGES_FILE
    )


# The safety layer in use, with this clinic's settings.
safety_settings = Loaded(_settings_of_this_clinic)


def load_safety_settings(
    clinic_fever_threshold: float,
    data_dir: Path = RED_FLAG_DIR,
    detector_file: Path | None = None,
    languages_file: Path | None = None,
) -> SafetySettings:
    """Reads the lists and the detector.

    Args:
        clinic_fever_threshold: the clinic's fever threshold in °C.
        data_dir: the folder of the lists.
        detector_file: the trained detector; missing or corrupt means rules alone.
        languages_file: what was trained for other languages; missing or corrupt means that every
            message is judged as an English one.

    Raises:
        RedFlagDataError: if a list cannot be read, with file, line and how to fix it.
    """
    knowledge = red_flag_knowledge() if data_dir == RED_FLAG_DIR else load_knowledge(data_dir)
    detector = load_detector(detector_file, knowledge) if detector_file else None
    languages = load_language_safety(knowledge, languages_file) if languages_file else None
    return SafetySettings(knowledge, clinic_fever_threshold, detector, languages)


def load_detector(file: Path, knowledge: RedFlagKnowledge) -> TrainedDetector | None:
    """The trained detector, or None with a logged warning when it cannot be used."""
    try:
        learned = _read_learned(file)
        if not learned.fits(knowledge):
            logger.warning("%s was made from other lists. Run: make train. Rules alone.", file)
            return None
        return TrainedDetector(learned, knowledge, project_encoder().encode)
    except Exception as problem:  # noqa: BLE001 - rules alone are better than no server
        logger.warning(
            "red-flag detector %s: %s. Run: make train. Rules alone.", file, type(problem).__name__
        )
        return None


def train_and_save_detector(out_file: Path, data_dir: Path = RED_FLAG_DIR) -> Learned:
    """Trains on the example lines of ``data_dir``; the file appears whole or not at all."""
    # Only training needs scikit-learn, and the triage's examples.
    from bot.content.triage import load_triage  # noqa: PLC0415
    from bot.content.triage_model import lines_of_reports, read_examples  # noqa: PLC0415
    from bot.safety.detector.training import train_detector  # noqa: PLC0415

    knowledge = load_knowledge(data_dir)
    ordinary = read_ordinary_messages([data_dir.parent / name for name in ORDINARY_FOLDERS])
    triage = data_dir.parent / TRIAGE_DIR.name
    reports = read_examples(triage / "examples", load_triage(triage))
    lines = read_lines(data_dir / "examples") + lines_of_reports(reports)
    encoder = project_encoder()
    learned = train_detector(
        lines,
        knowledge,
        encoder.encode_many,
        ordinary,
        widths=encoder.widths,
        reports=[message for _, action, message in reports if action != "none"],
    )
    save_arrays(out_file, arrays_of(learned))
    return learned


def train_and_save_other_languages(out_file: Path, data_dir: Path = RED_FLAG_DIR) -> None:
    """Trains what judges other languages; the file appears whole or not at all."""
    english = ExamplesOfEnglish(
        lines=read_lines(data_dir / "examples"),
        ordinary=read_ordinary_messages([data_dir.parent / name for name in ORDINARY_FOLDERS]),
        words=[*read_common_words(data_dir), *read_drug_names(data_dir.parent / "vocabulary")],
    )
    train_and_save_languages(out_file, load_knowledge(data_dir), english)


def _read_learned(file: Path) -> Learned:
    with np.load(file, allow_pickle=False) as arrays:
        return learned_from(arrays, Learned)


def project_encoder() -> UnitedEncoder:
    """Texts → their unit vectors by both encoders, side by side."""
    # The encoders are heavy, and not needed for rules alone.
    from bot.encoders.united import UnitedEncoder  # noqa: PLC0415

    return UnitedEncoder.load()
