"""Copies of content for tests that change it."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.settings.paths import DATA_DIR

# As little as has everything: checking the whole takes a second each time.
_FILES = (
    "faq/skin.yml",
    "faq/benefits.yml",
    "conversation/calling.yml",
    "vocabulary/drug.yml",
    "sources.yml",
)


def copy_of_some(folder: Path) -> Path:
    """A folder of content with the answers about the skin and about what treatment can do."""
    data = folder / "data"
    for name in _FILES:
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DATA_DIR / name, data / name)
    return data
