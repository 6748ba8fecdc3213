"""The files of bot/data/red_flags: read, checked, and turned into what the safety layer knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ruamel.yaml import YAML, YAMLError

from bot.safety.finding import Tier
from bot.safety.rules.knowledge import NAMES, SAYS, UNCLEAR, RedFlagKnowledge, Symptom, Thresholds
from bot.safety.rules.phrases import PhraseBook, PhraseError
from bot.safety.rules.spelling import SpellingBook
from bot.settings.paths import RED_FLAG_DIR

if TYPE_CHECKING:
    from bot.safety.detector.training import Line

TIER_FILES: Mapping[Tier, str] = {"emergency": "emergency.yml", "call_now": "call_now.yml"}
SYMPTOM_KEYS = ("symptom", "understood", "source")
LABELS = ("emergency", "call_now", "none", "check")


class RedFlagDataError(ValueError):
    """The content of bot/data/red_flags is wrong; says where and how to mend it."""


def load_knowledge(data_dir: Path = RED_FLAG_DIR) -> RedFlagKnowledge:
    """Reads all lists of a folder.

    Raises:
        RedFlagDataError: if something cannot be read, with file, line and how to mend it.
    """
    files = _Files(data_dir)
    mentions, milder, cues = PhraseBook(), PhraseBook(), PhraseBook()
    symptoms = {symptom.name: symptom for symptom in files.symptoms(mentions)}
    for entry, line in files.entries("milder.yml"):
        files.require(entry, ("complaint", SAYS), "milder.yml", line)
        files.add_phrases(milder, entry["complaint"], entry, SAYS, "milder.yml")
    context = files.load("context.yml")
    for kind in context:
        files.add_phrases(cues, kind, context, kind, "context.yml")
    words = mentions.words | milder.words | cues.words
    spelling = SpellingBook(words, files.lines("common_words.txt"))
    return RedFlagKnowledge(symptoms, mentions, milder, cues, files.thresholds(), spelling)


def read_lines(folder: Path) -> list[Line]:
    """The example lines of all writers in a folder, one file a writer."""
    # Only training needs these, and they bring scikit-learn.
    from bot.safety.detector.training import Line  # noqa: PLC0415

    lines: list[Line] = []
    for file in sorted(folder.glob("*.tsv")):
        for number, row in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            parts = row.split("\t")
            if len(parts) != 3 or parts[0] not in LABELS or not parts[2].strip():
                raise RedFlagDataError(
                    f"{file}, line {number}: write label, kind and message with a tab between; "
                    f"the label is one of {', '.join(LABELS)}"
                )
            lines.append(Line(cast("Any", parts[0]), parts[1], parts[2], file.stem))
    return lines


def read_ordinary_messages(folders: Iterable[Path]) -> list[str]:
    """Example questions of the assistant's other content: none of them may raise an alarm."""
    messages: dict[str, None] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.yml")):
            for intent in YAML(typ="safe").load(file.read_text(encoding="utf-8")).get("nlu") or ():
                rows = str(intent.get("examples", "")).splitlines()
                messages.update({row[2:].strip(): None for row in rows if row.startswith("- ")})
    return list(messages)


class _Files:
    """The YAML files of one folder; errors name file and line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lists = self.load("lists.yml")

    def load(self, name: str) -> Any:
        """A YAML file, with the places of its lines."""
        path = self._folder / name
        try:
            return YAML().load(path.read_text(encoding="utf-8"))
        except OSError as problem:
            raise RedFlagDataError(f"{path} cannot be read ({problem.strerror})") from problem
        except YAMLError as problem:
            mark = getattr(problem, "problem_mark", None)
            line = mark.line + 1 if mark else "?"
            raise RedFlagDataError(
                f"{path}, line {line}: not readable as YAML; check the spaces at the line's "
                f"start, and put quotes around text that starts with a sign"
            ) from problem

    def entries(self, name: str) -> Iterator[tuple[Any, int]]:
        """The entries of a list file with their lines."""
        content: Any = self.load(name)
        for index, entry in enumerate(content):
            yield entry, content.lc.item(index)[0] + 1

    def symptoms(self, mentions: PhraseBook) -> Iterator[Symptom]:
        """The symptoms of both tiers; their phrases go into the book."""
        for tier, name in TIER_FILES.items():
            for entry, line in self.entries(name):
                self.require(entry, SYMPTOM_KEYS, name, line)
                symptom = entry["symptom"]
                for kind in (SAYS, NAMES, UNCLEAR):
                    self.add_phrases(mentions, f"{symptom}:{kind}", entry, kind, name)
                yield Symptom(
                    name=symptom,
                    tier=tier,
                    understood=entry["understood"],
                    source=entry["source"],
                    mild_is_small=bool(entry.get("mild", False)),
                    crisis=bool(entry.get("crisis", False)),
                )

    def require(self, entry: Any, keys: tuple[str, ...], name: str, line: int) -> None:
        """Raises RedFlagDataError unless an entry has all keys."""
        missing = [key for key in keys if key not in entry]
        if missing:
            raise RedFlagDataError(
                f"{self._folder / name}, line {line}: add the line “{missing[0]}: …” to this entry"
            )

    def add_phrases(self, book: PhraseBook, label: str, entry: Any, key: str, name: str) -> None:
        """Adds the phrases under a key of an entry to a book."""
        phrases: Any = entry.get(key) or []
        for index, phrase in enumerate(phrases):
            try:
                book.add(label, str(phrase), self._lists)
            except PhraseError as problem:
                line = phrases.lc.item(index)[0] + 1
                raise RedFlagDataError(
                    f"{self._folder / name}, line {line}: {problem}"
                ) from problem

    def thresholds(self) -> Thresholds:
        """The numbers of quantities.yml."""
        content = self.load("quantities.yml")
        numbers = {}
        for field in fields(Thresholds):
            try:
                numbers[field.name] = float(content[field.name]["value"])
            except (KeyError, TypeError, ValueError) as problem:
                raise RedFlagDataError(
                    f"{self._folder / 'quantities.yml'}: write “{field.name}: "
                    f"{{value: <number>, source: …}}”"
                ) from problem
        return Thresholds(**numbers)

    def lines(self, name: str) -> list[str]:
        """The lines of a text file that are not remarks."""
        text = (self._folder / name).read_text(encoding="utf-8")
        return [line for line in text.splitlines() if line and not line.startswith("#")]
