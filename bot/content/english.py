"""english.yml of bot/data/triage: read and checked."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.content.entries import Kind, Schema, list_of, read_checked
from bot.content.errors import DataError
from bot.dialogue.english import English
from bot.settings.paths import TRIAGE_DIR

ENGLISH_FILE = "english.yml"


def _is_word(value: Any) -> bool:
    """Letters without spaces and apostrophes, or one sign."""
    if not isinstance(value, str):
        return False
    return value == value.lower() and (value.isalpha() or (len(value) == 1 and value.strip() != ""))


_WORDS = list_of(
    Kind("one word in small letters, without an apostrophe, in quotes where it is a sign", _is_word)
)
_SCHEMA = Schema(dict.fromkeys((field.name for field in fields(English)), _WORDS))


class EnglishError(DataError):
    """english.yml is wrong; says where and how to correct it."""


def load_english(folder: Path = TRIAGE_DIR) -> English:
    """Reads english.yml of a folder.

    Raises:
        EnglishError: with file, line and how to correct it.
    """
    content = read_checked(
        folder / ENGLISH_FILE, lambda content: _SCHEMA.check(content, 1), EnglishError
    )
    return English(**{name: frozenset(words) for name, words in content.items()})
