"""openings.yml: a mistake in it is reported with file, line and how to correct it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.openings import OPENINGS_FILE
from bot.content.red_flag_files import RedFlagDataError, load_knowledge
from bot.settings.paths import RED_FLAG_DIR

# What stands there, what stands there instead, and what is said about it.
MISTAKES: list[tuple[str, str, str]] = [
    ("wrong: [made a mistake, was wrong]", "wrong: was wrong", "line 16: “wrong” should be a list"),
    ("wrong: [made", "wrong: [Made", "line 16: an entry of “wrong” should be words in small"),
    ("wrong: [", "wrongly: [", "line 12: add the line “wrong: …” to this entry"),
    ("going_on: [but, and]", "going_on: []", "line 15: “going_on” should be a list"),
    ("outcry:", "outcries:", "line 1: add the line “outcry: …” to this entry"),
]


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES)
def test_a_mistake_is_reported(tmp_path: Path, old: str, new: str, expected: str) -> None:
    folder = tmp_path / "red_flags"
    shutil.copytree(RED_FLAG_DIR, folder)
    file = folder / OPENINGS_FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RedFlagDataError) as error:
        load_knowledge(folder)
    assert f"{file}, {expected}" in str(error.value)
