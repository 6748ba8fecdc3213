"""Copies of content for tests that change it."""

from __future__ import annotations

from pathlib import Path

from bot.settings.paths import DATA_DIR
from tests.fewer_examples import with_fewer_examples

# As little as has everything: checking the whole takes a second each time.
_FILES = (
    "faq/skin.yml",
    "faq/benefits.yml",
    "conversation/calling.yml",
    "vocabulary/drug.yml",
    "sources.yml",
)


_EXAMPLES_ONE_IN = 4


def copied_text(name: str) -> str:
    """What stands in a file of the copy, as long as nobody has changed it."""
    return with_fewer_examples((DATA_DIR / name).read_text(encoding="utf-8"), _EXAMPLES_ONE_IN)


def copy_of_some(folder: Path) -> Path:
    """A folder of content with the answers about the skin and about what treatment can do."""
    data = folder / "data"
    for name in _FILES:
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(copied_text(name), encoding="utf-8")
    return data
