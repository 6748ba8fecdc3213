"""bot/data/facts.yml: what a correct answer to a topic states, for those who review it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.content.entries import TEXTS, check_all, read_checked
from bot.content.errors import DataError
from bot.content.faq_files import Place
from bot.settings.paths import DATA_DIR

FACTS_FILE = DATA_DIR / "facts.yml"


class FactsError(DataError):
    """facts.yml cannot be used; says where and how to correct it."""


def read_facts(path: Path = FACTS_FILE) -> Mapping[str, tuple[str, ...]]:
    """The facts by topic. Raises FactsError."""
    return {str(topic): tuple(map(str, facts)) for topic, facts in _read(path).items()}


def places_of_topics(path: Path) -> Iterator[tuple[Place, str]]:
    """Where which topic is named."""
    content = _read(path)
    return ((Place(path, content.lines[topic]), str(topic)) for topic in content)


def _read(path: Path) -> Any:
    return read_checked(path, lambda content: check_all(content, TEXTS), FactsError)
