"""The triage content, and a reader that works by phrases alone."""

from __future__ import annotations

import pytest

from bot.content.red_flag_files import load_knowledge
from bot.content.triage import load_triage
from bot.dialogue.reports import Reader
from bot.dialogue.triage import Rules
from bot.dialogue.triage_knowledge import TriageKnowledge


@pytest.fixture(scope="session")
def knowledge() -> TriageKnowledge:
    return load_triage()


@pytest.fixture(scope="session")
def reader(knowledge: TriageKnowledge) -> Reader:
    return Reader(Rules(knowledge), load_knowledge().cues)
