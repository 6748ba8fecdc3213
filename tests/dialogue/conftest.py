"""The triage content, and a reader that works by phrases alone."""

from __future__ import annotations

import pytest

from bot.content.context_files import context_knowledge
from bot.content.red_flag_files import load_knowledge
from bot.content.triage import load_triage
from bot.dialogue.reports import Reader
from bot.dialogue.triage_knowledge import TriageKnowledge
from bot.dialogue.triage_levels import Rules
from bot.safety import RedFlagKnowledge


@pytest.fixture(scope="session")
def knowledge() -> TriageKnowledge:
    return load_triage()


@pytest.fixture(scope="session")
def red_flag_knowledge() -> RedFlagKnowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def reader(knowledge: TriageKnowledge, red_flag_knowledge: RedFlagKnowledge) -> Reader:
    return Reader(Rules(knowledge), red_flag_knowledge.cues, context=context_knowledge())
