"""What the tests of the doors share."""

from __future__ import annotations

import pytest

from bot.clinic import Answers, Clinic, Web, load_clinic
from bot.clinic_safety import safety_settings
from bot.paths import ROOT
from bot.safety import SafetySettings

DEADLINE_SECONDS = 0.5  # the shortest that a clinic may set


@pytest.fixture(scope="session")
def clinic() -> Clinic:
    """The project's clinic, with the shortest deadline and a limit of 30 messages a minute."""
    settings = load_clinic(ROOT / "clinic.yml")
    return settings.copy(
        update={
            "answers": Answers(deadline_seconds=DEADLINE_SECONDS),
            "web": Web(max_message_characters=200, messages_per_minute=5),
        }
    )


@pytest.fixture(scope="session")
def safety() -> SafetySettings:
    return safety_settings()
