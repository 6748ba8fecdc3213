"""The safety layer with this clinic's settings, loaded once for a process."""

from __future__ import annotations

from functools import lru_cache

from bot.clinic import clinic
from bot.paths import DETECTOR_FILE, RED_FLAG_DIR
from bot.safety import SafetySettings
from bot.safety_settings import load_safety_settings


@lru_cache(maxsize=1)
def safety_settings() -> SafetySettings:
    """Lists, thresholds and detector; without a trained detector the rules work alone."""
    return load_safety_settings(
        clinic().safety.fever_threshold_celsius, RED_FLAG_DIR, DETECTOR_FILE
    )
