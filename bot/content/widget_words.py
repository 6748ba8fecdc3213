"""bot/web/urgent_words.yml and texts.yml: what the widget says, and at which words it alarms while
nothing can be sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bot.content.entries import TEXT, TEXTS, EntryError, check_all, read_checked
from bot.content.errors import DataError
from bot.settings.paths import WEB_DIR

URGENT_WORDS_FILE, TEXTS_FILE = "urgent_words.yml", "texts.yml"
_WORDS = re.compile(r"^[^\W\d_][\w'* -]*$")
# Of a symptom's names those that are plain words, with a star at the end for any ending.
PLAIN_NAME = re.compile(r"^[^\W\d_][\w' -]*\*?$")


class WidgetWordsError(DataError):
    """A file of bot/web is wrong; says where and how to correct it."""


def read_urgent_words(folder: Path = WEB_DIR) -> list[str]:
    """The widget's own list. Raises WidgetWordsError."""
    return list(read_checked(folder / URGENT_WORDS_FILE, _check_words, WidgetWordsError))


def read_widget_texts(folder: Path = WEB_DIR) -> dict[str, str]:
    """Every word that the widget says, by its name. Raises WidgetWordsError."""
    content = read_checked(
        folder / TEXTS_FILE, lambda content: check_all(content, TEXT), WidgetWordsError
    )
    return {str(name): str(text) for name, text in content.items()}


def _check_words(content: Any) -> None:
    TEXTS.check("the file", content, 1)
    for word, line in zip(content, content.lines, strict=True):
        if not _WORDS.match(str(word)):
            raise EntryError(
                line, f"“{word}” is no word; write letters, and a star at its end for any ending"
            )
