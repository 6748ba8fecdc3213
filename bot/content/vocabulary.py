"""bot/data/vocabulary: names of treatments, drugs and symptoms, and which treatment a drug is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.entries import MAPPING, TEXT, TEXTS, EntryError, read_checked
from bot.content.errors import DataError
from bot.content.faq_files import Place
from bot.settings.paths import VOCABULARY_DIR
from bot.settings.placed_yaml import PlacedDict

LABELS = ("treatment", "drug", "symptom")
_OF_TREATMENTS = ("treatment", "drug")


class VocabularyError(DataError):
    """A file of the vocabulary cannot be used; says where and how to correct it."""


@dataclass(frozen=True)
class Named:
    """One entry. ``kind``: the kind of treatment that it stands under, a value of the slot
    ``treatment_type``; None outside of one. ``words``: other words for it. ``line``: where it
    stands."""

    name: str
    words: tuple[str, ...]
    kind: str | None
    line: int


def read_names(path: Path) -> list[Named]:
    """The entries of a file in its order: ``canonical name: [other words for it]``, also under
    their kind of treatment: ``kind: {canonical name: [other words]}``.

    Raises:
        VocabularyError: with file, line and reason.
    """
    found = []
    for kind, entries in _by_kind(_read(path)):
        found += [
            Named(str(name), tuple(map(str, words)), kind, entries.lines[name])
            for name, words in entries.items()
        ]
    return found


def read_patterns(folder: Path = VOCABULARY_DIR) -> list[dict[str, object]]:
    """All files of a folder as spaCy patterns, matched without regard to case.

    Raises:
        VocabularyError: with file, line and reason.
    """
    return [
        {"label": label, "pattern": word, "id": one.name}
        for label in LABELS
        for one in read_names(folder / f"{label}.yml")
        for word in (one.name, *one.words)
    ]


def places_of_kinds(folder: Path) -> Iterator[tuple[Place, str]]:
    """Where which kind of treatment is named."""
    for label in _OF_TREATMENTS:
        content = _read(path := folder / f"{label}.yml")
        for kind, _ in _by_kind(content):
            if kind is not None:
                yield Place(path, content.lines[kind]), kind


def _read(path: Path) -> Any:
    return read_checked(path, _check, VocabularyError)


def _check(content: Any) -> None:
    """Raises EntryError for a slip in a file of the vocabulary."""
    MAPPING.check("the file", content, 1)
    for _, entries in _by_kind(content):
        for name, words in entries.items():
            line = entries.lines[name]
            TEXT.check("a name", name, line)
            if isinstance(words, dict):
                raise EntryError(line, f"“{name}” stands under a kind of treatment already")
            TEXTS.check(f"“{name}”", words, line)


def _by_kind(content: PlacedDict) -> Iterator[tuple[str | None, PlacedDict]]:
    """The entries under each kind of treatment, and each entry that stands under none."""
    for name, value in content.items():
        if isinstance(value, PlacedDict):
            yield str(name), value
        else:
            alone = PlacedDict({name: value})
            alone.lines = {name: content.lines[name]}
            yield None, alone
