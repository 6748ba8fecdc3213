"""The safety layer as it is trained. Apart from what measures it, which imports what trains: that
takes a second, and every run of tests needs this."""

from __future__ import annotations

from bot.content.red_flags import (
    load_safety_settings,
    train_and_save_detector,
    train_and_save_other_languages,
)
from bot.safety import SafetySettings
from bot.settings.paths import DETECTOR_FILE, LANGUAGES_FILE


def trained_settings() -> SafetySettings:
    """The safety layer with the detector of this checkout, trained if there is none."""
    settings = _settings()
    knows_languages = settings.languages is not None and settings.languages.detector is not None
    if settings.detector is not None and knows_languages:
        return settings
    if settings.detector is None:
        train_and_save_detector(DETECTOR_FILE)
    if not knows_languages:
        train_and_save_other_languages(LANGUAGES_FILE)
    return _settings()


def _settings() -> SafetySettings:
    return load_safety_settings(38.0, detector_file=DETECTOR_FILE, languages_file=LANGUAGES_FILE)
