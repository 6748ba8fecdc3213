"""The files of bot/data/red_flags: read, checked, and turned into what the safety layer knows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml

from bot.content.errors import DataError
from bot.content.red_flag_numbers import read_measures, read_temperatures
from bot.safety.detector.lines import Line
from bot.safety.finding import Tier
from bot.safety.rules.harmless import HarmlessWordings
from bot.safety.rules.knowledge import (
    ALWAYS,
    NAMES,
    SAYS,
    UNCLEAR,
    Combination,
    RedFlagKnowledge,
    Symptom,
)
from bot.safety.rules.phrases import PhraseBook, PhraseError
from bot.safety.rules.slips import Slips
from bot.safety.rules.spelling import SpellingBook
from bot.safety.rules.temperatures import TemperatureRules
from bot.settings.paths import RED_FLAG_DIR
from bot.settings.placed_yaml import load_placed

TIER_FILES: Mapping[Tier, str] = {"emergency": "emergency.yml", "call_now": "call_now.yml"}
SYMPTOM_KEYS = ("symptom", "understood", "source")
# Levels of quantities.yml that combinations.yml may name.
SIGNS_OF_NUMBERS = frozenset({"low_pressure"})
T = TypeVar("T")
LABELS = ("emergency", "call_now", "none", "check")
# Beside bot/data/red_flags: the example questions there must never raise an alarm.
ORDINARY_FOLDERS = ("faq", "conversation")


class RedFlagDataError(DataError):
    """The content of bot/data/red_flags is wrong; says where and how to mend it."""


@lru_cache(maxsize=1)
def red_flag_knowledge() -> RedFlagKnowledge:
    """The project's own lists, read once for a process. Raises RedFlagDataError."""
    return load_knowledge(RED_FLAG_DIR)


def load_knowledge(data_dir: Path = RED_FLAG_DIR) -> RedFlagKnowledge:
    """Reads all lists of a folder.

    Raises:
        RedFlagDataError: if something cannot be read, with file, line and how to mend it.
    """
    files = RedFlagFiles(data_dir)
    mentions, cues = PhraseBook(), PhraseBook()
    symptoms = {symptom.name: symptom for symptom in files.symptoms(mentions)}
    milder = files.named_phrases("milder.yml", "complaint")
    beside = files.named_phrases("beside.yml", "sign")
    context = files.load("context.yml")
    for kind in context:
        files.add_phrases(cues, kind, context, kind, "context.yml")
    words = mentions.words | milder.words | beside.words | cues.words
    return RedFlagKnowledge(
        symptoms=symptoms,
        mentions=mentions,
        milder=milder,
        beside=beside,
        combinations=tuple(files.combinations({*symptoms, *beside.labels})),
        cues=cues,
        temperatures=files.checked("temperatures.yml", read_temperatures),
        measures=files.checked("quantities.yml", read_measures),
        spelling=SpellingBook(words, files.lines("common_words.txt")),
        signs={str(sign): str(word) for sign, word in files.load("signs.yml").items()},
        harmless=files.harmless(symptoms),
        slips=files.slips(symptoms),
    )


def load_temperatures(data_dir: Path = RED_FLAG_DIR) -> TemperatureRules:
    """How body temperatures are recognised and judged. Raises RedFlagDataError."""
    return RedFlagFiles(data_dir).checked("temperatures.yml", read_temperatures)


def read_lines(folder: Path) -> list[Line]:
    """The example lines of all writers in a folder, one file a writer."""
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


def read_common_words(data_dir: Path) -> list[str]:
    """Single English words, names among them."""
    return RedFlagFiles(data_dir).lines("common_words.txt")


def read_drug_names(folder: Path) -> list[str]:
    """The drugs' names with their misspellings: Italian as they look, they say no language."""
    content = load_placed((folder / "drug.yml").read_text(encoding="utf-8"))
    drugs = [drug for kind in content.values() for drug in kind.items()]
    return [name for drug, names in drugs for name in (drug, *names)]


def read_ordinary_messages(folders: Iterable[Path]) -> list[str]:
    """Example questions of the assistant's other content: none of them may raise an alarm."""
    messages: dict[str, None] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.yml")):
            for intent in load_placed(file.read_text(encoding="utf-8")).get("nlu") or ():
                rows = str(intent.get("examples", "")).splitlines()
                messages.update({row[2:].strip(): None for row in rows if row.startswith("- ")})
    return list(messages)


class RedFlagFiles:
    """The YAML files of one folder; errors name file and line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lists = self.load("lists.yml")

    def load(self, name: str) -> Any:
        """A YAML file, with the places of its lines."""
        path = self._folder / name
        try:
            return load_placed(path.read_text(encoding="utf-8"))
        except OSError as problem:
            raise RedFlagDataError(f"{path} cannot be read ({problem.strerror})") from problem
        except yaml.YAMLError as problem:
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
            yield entry, content.lines[index]

    def symptoms(self, mentions: PhraseBook) -> Iterator[Symptom]:
        """The symptoms of both tiers; their phrases go into the book."""
        for tier, name in TIER_FILES.items():
            for entry, line in self.entries(name):
                self.require(entry, SYMPTOM_KEYS, name, line)
                symptom = entry["symptom"]
                for kind in (SAYS, NAMES, UNCLEAR, ALWAYS):
                    self.add_phrases(mentions, f"{symptom}:{kind}", entry, kind, name)
                yield Symptom(
                    name=symptom,
                    tier=tier,
                    understood=entry["understood"],
                    source=entry["source"],
                    mild_is_small=bool(entry.get("mild", False)),
                    crisis=bool(entry.get("crisis", False)),
                    overdose=bool(entry.get("overdose", False)),
                    is_sure=bool(entry.get("sure", False)),
                    is_lasting=bool(entry.get("lasting", False)),
                    when_over=str(entry.get("when_over", "")),
                )

    def named_phrases(self, name: str, key: str) -> PhraseBook:
        """A list of entries with phrases under ``says``, labelled with what stands under a key."""
        book = PhraseBook()
        for entry, line in self.entries(name):
            self.require(entry, (key, SAYS), name, line)
            self.add_phrases(book, entry[key], entry, SAYS, name)
        return book

    def harmless(self, known: Collection[str]) -> HarmlessWordings:
        """The wordings of harmless.yml, which may name the symptoms that are known."""
        symptoms: dict[str, frozenset[str]] = {}
        unless = PhraseBook()
        for entry, line in self.entries("harmless.yml"):
            self.require(entry, ("wording", "symptoms", "source"), "harmless.yml", line)
            unknown = sorted({*entry["symptoms"]} - {*known})
            if unknown:
                raise RedFlagDataError(
                    f"{self._folder / 'harmless.yml'}, line {line}: “{unknown[0]}” is no symptom"
                )
            symptoms[entry["wording"]] = frozenset(entry["symptoms"])
            self.add_phrases(unless, entry["wording"], entry, "unless", "harmless.yml")
        return HarmlessWordings(self.named_phrases("harmless.yml", "wording"), symptoms, unless)

    def slips(self, known: Collection[str]) -> Slips:
        """The mistyped short words of slips.yml, read in phrases of symptoms that are known."""
        content = self.load("slips.yml")
        self.require(content, ("read_in", "words"), "slips.yml", 1)
        unknown = sorted({*content["read_in"]} - {*known})
        if unknown:
            raise RedFlagDataError(f"{self._folder / 'slips.yml'}: “{unknown[0]}” is no symptom")
        meant: dict[str, tuple[str, ...]] = {}
        unless = PhraseBook()
        for entry, line in zip(content["words"], content["words"].lines, strict=True):
            self.require(entry, ("means", "typed"), "slips.yml", line)
            for typed in map(str, entry["typed"]):
                if typed in meant:
                    raise RedFlagDataError(
                        f"{self._folder / 'slips.yml'}, line {line}: “{typed}” stands there twice"
                    )
                meant[typed] = tuple(str(entry["means"]).split())
            self.add_phrases(unless, entry["means"], entry, "unless", "slips.yml")
        return Slips(meant, frozenset(content["read_in"]), unless)

    def combinations(self, known: Collection[str]) -> Iterator[Combination]:
        """The rows of combinations.yml, which may name the symptoms and signs that are known."""
        for entry, line in self.entries("combinations.yml"):
            self.require(entry, ("name", "groups", "source"), "combinations.yml", line)
            groups = tuple(frozenset(group) for group in entry["groups"])
            unknown = sorted({*frozenset().union(*groups)} - {*known, *SIGNS_OF_NUMBERS})
            if unknown:
                raise RedFlagDataError(
                    f"{self._folder / 'combinations.yml'}, line {line}: “{unknown[0]}” is no "
                    f"symptom, and no sign of beside.yml"
                )
            yield Combination(entry["name"], groups, entry["source"], entry.get("adds", ""))

    def checked(self, name: str, read: Callable[[Any], T]) -> T:
        """A file with numbers, as ``read`` makes it; what it cannot read is reported."""
        try:
            return read(self.load(name))
        except (KeyError, TypeError, ValueError) as problem:
            raise RedFlagDataError(
                f"{self._folder / name}: something is missing or no number ({problem})"
            ) from problem

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
                line = phrases.lines[index]
                raise RedFlagDataError(
                    f"{self._folder / name}, line {line}: {problem}"
                ) from problem

    def lines(self, name: str) -> list[str]:
        """The lines of a text file that are not remarks."""
        text = (self._folder / name).read_text(encoding="utf-8")
        return [line for line in text.splitlines() if line and not line.startswith("#")]
