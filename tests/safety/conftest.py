"""The safety layer as the patient meets it, and its rules alone."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings
from bot.safety_settings import load_safety_settings
from tests.safety.evaluate import trained_settings


@pytest.fixture(scope="session")
def settings() -> SafetySettings:
    """Rules and trained detector."""
    return trained_settings()


@pytest.fixture(scope="session")
def rules_alone() -> SafetySettings:
    """What is left when the detector's file is missing."""
    return load_safety_settings(38.0)
