"""Reads bot/data/red_flags for the safety layer, which itself reads no files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML, YAMLError
from ruamel.yaml.comments import CommentedMap

from bot.paths import RED_FLAG_DIR
from bot.safety import RedFlagKnowledge, SafetySettings
from bot.safety.knowledge import NAMES, SAYS, Symptom, Thresholds
from bot.safety.phrases import PhraseBook, PhraseError
from bot.safety.spelling import SpellingBook

TIER_FILES = {"emergency": "emergency.yml", "call_now": "call_now.yml"}


class RedFlagDataError(ValueError):
    """The content of bot/data/red_flags is wrong; says where and how to mend it."""


def load_safety_settings(
    clinic_fever_threshold: float,
    data_dir: Path = RED_FLAG_DIR,
    detector_file: Path | None = None,
) -> SafetySettings:
    """Reads the lists and the detector.

    Args:
        clinic_fever_threshold: the clinic's fever threshold in °C.
        data_dir: the folder of the lists.
        detector_file: the trained detector; missing or corrupt means rules alone.

    Raises:
        RedFlagDataError: if a list cannot be read, with file, line and how to mend it.
    """
    knowledge = load_knowledge(data_dir)
    return SafetySettings(knowledge, clinic_fever_threshold)


def load_knowledge(data_dir: Path = RED_FLAG_DIR) -> RedFlagKnowledge:
    """Reads all lists of a folder; raises RedFlagDataError as above."""
    reader = _Reader(data_dir)
    symptoms: dict[str, Symptom] = {}
    mentions, milder, cues = PhraseBook(), PhraseBook(), PhraseBook()
    for tier, file_name in TIER_FILES.items():
        for entry in reader.entries(file_name):
            name = entry["symptom"]
            symptoms[name] = Symptom(
                name,
                tier,  # type: ignore[arg-type]
                entry["understood"],
                entry["source"],
                bool(entry.get("mild", False)),
                bool(entry.get("crisis", False)),
            )
            for kind in (SAYS, NAMES):
                reader.add_phrases(mentions, f"{name}:{kind}", entry, kind, file_name)
    for entry in reader.entries("milder.yml"):
        reader.add_phrases(milder, entry["complaint"], entry, SAYS, "milder.yml")
    context = reader.mapping("context.yml")
    for kind in context:
        reader.add_phrases(cues, kind, context, kind, "context.yml")
    words = mentions.words | milder.words | cues.words
    common = reader.lines("common_words.txt")
    return RedFlagKnowledge(
        symptoms, mentions, milder, cues, reader.thresholds(), SpellingBook(words, common)
    )


class _Reader:
    """Reads the YAML files of one folder; errors name file and line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lists = self.mapping("lists.yml")

    def entries(self, file_name: str) -> Iterator[CommentedMap]:
        yield from self._load(file_name)

    def mapping(self, file_name: str) -> Mapping[str, Any]:
        content: Mapping[str, Any] = self._load(file_name)
        return content

    def lines(self, file_name: str) -> list[str]:
        """The lines of a text file that are not remarks."""
        text = (self._folder / file_name).read_text(encoding="utf-8")
        return [line for line in text.splitlines() if line and not line.startswith("#")]

    def add_phrases(
        self, book: PhraseBook, label: str, entry: Any, key: str, file_name: str
    ) -> None:
        phrases = entry.get(key) or []
        for number, phrase in enumerate(phrases):
            try:
                book.add(label, str(phrase), self._lists)
            except PhraseError as problem:
                line = phrases.lc.item(number)[0] + 1
                raise RedFlagDataError(f"{self._folder / file_name}, line {line}: {problem}") from problem

    def thresholds(self) -> Thresholds:
        content = self.mapping("quantities.yml")
        return Thresholds(**{f.name: float(content[f.name]["value"]) for f in fields(Thresholds)})

    def _load(self, file_name: str) -> Any:
        path = self._folder / file_name
        try:
            return YAML().load(path.read_text(encoding="utf-8"))
        except YAMLError as problem:
            raise RedFlagDataError(f"{path}: {problem}") from problem
