"""What the tests of other languages share: the lists, and what was trained."""

from __future__ import annotations

import pytest

from bot.content.language_files import LanguageBook, load_languages
from bot.content.red_flag_files import load_knowledge
from bot.safety import RedFlagKnowledge, SafetySettings
from bot.safety.languages.assess import LanguageSafety


@pytest.fixture(scope="session")
def knowledge() -> RedFlagKnowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def book(knowledge: RedFlagKnowledge) -> LanguageBook:
    return load_languages(knowledge.symptoms)


@pytest.fixture(scope="session")
def tools(settings: SafetySettings) -> LanguageSafety:
    assert settings.languages is not None
    return settings.languages
