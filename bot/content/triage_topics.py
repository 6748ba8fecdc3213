"""Where the files of bot/data/triage name a topic of the FAQ."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.content.entries import ENTRIES, read_checked
from bot.content.faq_files import Place
from bot.content.triage import SHARED_FILES, TriageDataError


def places_of_topics(folder: Path) -> Iterator[tuple[Place, str]]:
    """Each symptom's topic, of files in which the loader found no slip."""
    for path in sorted(folder.glob("*.yml")):
        if path.name not in SHARED_FILES:
            content = read_checked(
                path, lambda content: ENTRIES.check("the file", content, 1), TriageDataError
            )
            for entry in content:
                yield Place(path, entry.lines["topic"]), entry["topic"]
