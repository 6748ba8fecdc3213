"""pointing.yml of bot/data/context: what "I have that" and "I already did" point to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.content.entries import ENTRIES, MAPPING, TEXT, TEXTS, Schema, check_all, read_checked
from bot.content.errors import DataError
from bot.content.faq_files import Place
from bot.content.loaded import Loaded
from bot.dialogue.pointing import LABELS, Condition, PointingWords
from bot.safety.rules.phrases import PhraseBook, PhraseError

POINTING_FILE = "pointing.yml"
# Lists of single words.
_WORDS = ("own_subjects", "own_verbs", "others")
_FILE = Schema(
    {
        **dict.fromkeys((*LABELS, "groups", *_WORDS), TEXTS),
        **dict.fromkeys(("nouns", "done_verbs"), MAPPING),
        "conditions": ENTRIES,
    }
)
_CONDITION = Schema({"words": TEXTS, "topics": TEXTS, "signs": TEXT, "source": TEXT})


class PointingError(DataError):
    """pointing.yml is wrong; says where and how to correct it."""


def load_pointing(folder: Path) -> PointingWords:
    """Reads pointing.yml of a folder.

    Raises:
        PointingError: with file, line and how to correct it.
    """
    path = folder / POINTING_FILE
    content = _content(path)
    book = PhraseBook()
    for label in LABELS:
        _add_all(book, label, content[label], path)
    conditions = []
    for number, entry in enumerate(content["conditions"]):
        label = f"condition:{number}"
        _add_all(book, label, entry["words"], path)
        conditions.append(Condition(label, frozenset(entry["topics"]), str(entry["signs"])))
    return PointingWords(
        book=book,
        nouns=dict(content["nouns"]),
        conditions=tuple(conditions),
        groups=frozenset(content["groups"]),
        done_verbs=dict(content["done_verbs"]),
        **{name: frozenset(map(str, content[name])) for name in _WORDS},
    )


# What a message may point to, in use.
pointing_words = Loaded(lambda folders: load_pointing(folders.context))


def places_of_topics(folder: Path) -> Iterator[tuple[Place, str]]:
    """Where pointing.yml names which topic."""
    path = folder / POINTING_FILE
    for entry in _content(path)["conditions"]:
        for topic, line in zip(entry["topics"], entry["topics"].lines, strict=True):
            yield Place(path, line), str(topic)


def places_of_sources(folder: Path) -> Iterator[tuple[Place, str]]:
    """Where pointing.yml names which source."""
    path = folder / POINTING_FILE
    for entry in _content(path)["conditions"]:
        yield Place(path, entry.lines["source"]), str(entry["source"])


def _content(path: Path) -> Any:
    return read_checked(path, _check, PointingError)


def _check(content: Any) -> None:
    """Raises EntryError for a slip in pointing.yml."""
    _FILE.check(content, 1)
    for name in ("nouns", "done_verbs"):
        check_all(content[name], TEXT)
    for entry, line in zip(content["conditions"], content["conditions"].lines, strict=True):
        _CONDITION.check(entry, line)


def _add_all(book: PhraseBook, label: str, phrases: Any, path: Path) -> None:
    for phrase, line in zip(phrases, phrases.lines, strict=True):
        try:
            book.add(label, str(phrase), {})
        except PhraseError as problem:
            raise PointingError(f"{path}, line {line}: {problem}") from problem
