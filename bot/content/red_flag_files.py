"""The files of bot/data/red_flags: read, checked, and turned into what the safety layer knows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar, cast

from bot.content.entries import (
    ENTRIES,
    TEXT,
    TEXTS,
    Schema,
    check_all,
    keep_place,
    placed,
    read_checked,
)
from bot.content.errors import DataError
from bot.content.loaded import Loaded
from bot.content.openings import OPENINGS_FILE, check_openings, read_openings
from bot.content.red_flag_numbers import read_lab_tests, read_measures, read_temperatures
from bot.content.red_flag_schemas import (
    BESIDE,
    COMBINATION,
    CONTEXT,
    HARMLESS,
    MENTIONS,
    MILDER,
    OTHERS,
    SIGNS_OF_NUMBERS,
    SYMPTOM,
    check_lab_tests,
    check_quantities,
    check_slips,
    check_temperatures,
    read_symptom,
    refuse_no_symptom,
)
from bot.safety.detector.lines import Line
from bot.safety.finding import Tier
from bot.safety.rules.harmless import HarmlessWordings
from bot.safety.rules.knowledge import (
    SAYS,
    Combination,
    RedFlagKnowledge,
    Symptom,
)
from bot.safety.rules.lab_results import ABNORMAL, UNLESS, LabTests
from bot.safety.rules.phrases import PhraseBook, PhraseError
from bot.safety.rules.slips import Slips
from bot.safety.rules.spelling import SpellingBook
from bot.safety.rules.temperatures import TemperatureRules
from bot.settings.paths import RED_FLAG_DIR
from bot.settings.placed_yaml import load_placed

TIER_FILES: Mapping[Tier, str] = {"emergency": "emergency.yml", "call_now": "call_now.yml"}
T = TypeVar("T")
LABELS = ("emergency", "call_now", "none", "check")
# Beside bot/data/red_flags: the example questions there must never raise an alarm.
ORDINARY_FOLDERS = ("faq", "conversation")


class RedFlagDataError(DataError):
    """The content of bot/data/red_flags is wrong; says where and how to fix it."""


def load_knowledge(data_dir: Path = RED_FLAG_DIR) -> RedFlagKnowledge:
    """Reads all lists of a folder.

    Raises:
        RedFlagDataError: if something cannot be read, with file, line and how to fix it.
    """
    files = RedFlagFiles(data_dir)
    mentions, cues, namings = PhraseBook(), PhraseBook(), PhraseBook()
    symptoms = files.symptoms(mentions, namings)
    milder = files.named_phrases("milder.yml", "complaint", MILDER)
    beside = files.named_phrases("beside.yml", "sign", BESIDE)
    context = files.load("context.yml", lambda content: CONTEXT.check(content, 1))
    for kind in context:
        files.add_phrases(cues, kind, context, kind, "context.yml")
    words = mentions.words | milder.words | beside.words | cues.words
    return RedFlagKnowledge(
        symptoms=symptoms,
        mentions=mentions,
        namings=namings,
        milder=milder,
        beside=beside,
        combinations=tuple(files.combinations(symptoms, beside.labels)),
        cues=cues,
        temperatures=files.temperatures(),
        measures=files.numbers(
            "quantities.yml", read_measures, lambda content: check_quantities(content, symptoms)
        ),
        spelling=SpellingBook(words, files.lines("common_words.txt")),
        signs=files.signs(),
        harmless=files.harmless(symptoms),
        slips=files.slips(symptoms),
        others=files.named_phrases("others.yml", "says_that", OTHERS),
        amounts=files.named_phrases("amounts.yml", "says_that", OTHERS),
        lab_tests=files.lab_tests(),
        openings=read_openings(files.load(OPENINGS_FILE, check_openings)),
        figures=files.named_phrases("figures_of_speech.yml", "says_that", OTHERS),
    )


# The lists in use.
red_flag_knowledge = Loaded(lambda folders: load_knowledge(folders.red_flags))


def read_lines(folder: Path) -> list[Line]:
    """The example lines of all writers in a folder, one file a writer."""
    return [
        line
        for file in sorted(folder.glob("*.tsv"))
        for line in lines_of(file, file.stem, RedFlagDataError)
    ]


def lines_of(file: Path, writer: str, error: type[DataError]) -> Iterator[Line]:
    """The example lines of a file. Raises ``error`` for a line that is not written so."""
    for number, row in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        parts = row.split("\t")
        if len(parts) != 3 or parts[0] not in LABELS or not parts[2].strip():
            raise error(
                f"{file}, line {number}: write label, kind and message with a tab between; "
                f"the label is one of {', '.join(LABELS)}"
            )
        yield Line(cast("Any", parts[0]), parts[1], parts[2], writer)


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
        self._lists = self.load("lists.yml", lambda content: check_all(content, TEXTS))

    def load(self, name: str, check: Callable[[Any], None]) -> Any:
        """A YAML file in which ``check`` found no slip, with the places of its lines."""
        return read_checked(self._folder / name, check, RedFlagDataError)

    def placed(self, name: str) -> AbstractContextManager[None]:
        """What is wrong with an entry of a file is said with the file's name and the line."""
        return placed(self._folder / name, RedFlagDataError)

    def entries(self, name: str, key: str, schema: Schema) -> Iterator[tuple[Any, int]]:
        """The entries of a list file with their lines; what stands under ``key`` is the name of an
        entry, which no other has."""
        content = self.load(name, lambda content: ENTRIES.check("the file", content, 1))
        places: dict[str, str] = {}
        for entry, line in zip(content, content.lines, strict=True):
            with self.placed(name):
                schema.check(entry, line)
                keep_place(places, key, entry[key], name, line)
            yield entry, line

    def symptoms(self, mentions: PhraseBook, namings: PhraseBook) -> dict[str, Symptom]:
        """The symptoms of both tiers by name; their phrases, and those by which they are named to
        the patient, go into the books."""
        found: dict[str, Symptom] = {}
        places: dict[str, str] = {}
        for tier, name in TIER_FILES.items():
            for entry, line in self.entries(name, "symptom", SYMPTOM):
                symptom = entry["symptom"]
                with self.placed(name):
                    keep_place(places, "symptom", symptom, name, line)
                for kind in MENTIONS:
                    self.add_phrases(mentions, f"{symptom}:{kind}", entry, kind, name)
                for words in entry.get("named") or {}:
                    self.add_phrases(namings, f"{symptom}:{words}", entry["named"], words, name)
                found[symptom] = read_symptom(entry, tier)
        for one in found.values():
            others = [("when_over", one.when_over), ("when_small", one.when_small)]
            others += [("guessed_of_much", name) for name in sorted(one.guessed_of_much)]
            for key, other in others:
                if other and other not in found:
                    place = self._folder / places[one.name]
                    raise RedFlagDataError(f"{place}: “{other}” is no symptom; correct `{key}`")
        return found

    def named_phrases(self, name: str, key: str, schema: Schema) -> PhraseBook:
        """A list of entries with phrases under ``says``, labelled with what stands under a key."""
        book = PhraseBook()
        for entry, _ in self.entries(name, key, schema):
            self.add_phrases(book, entry[key], entry, SAYS, name)
        return book

    def harmless(self, known: Collection[str]) -> HarmlessWordings:
        """The wordings of harmless.yml, which may name the symptoms that are known."""
        symptoms: dict[str, frozenset[str]] = {}
        says, unless = PhraseBook(), PhraseBook()
        for entry, line in self.entries("harmless.yml", "wording", HARMLESS):
            with self.placed("harmless.yml"):
                refuse_no_symptom(entry["symptoms"], known, line)
            symptoms[entry["wording"]] = frozenset(entry["symptoms"])
            self.add_phrases(says, entry["wording"], entry, SAYS, "harmless.yml")
            self.add_phrases(unless, entry["wording"], entry, "unless", "harmless.yml")
        return HarmlessWordings(says, symptoms, unless)

    def slips(self, known: Collection[str]) -> Slips:
        """The mistyped short words of slips.yml, read in phrases of symptoms that are known."""
        content = self.load("slips.yml", check_slips)
        with self.placed("slips.yml"):
            refuse_no_symptom(content["read_in"], known, content.lines["read_in"])
        meant, unless = dict[str, tuple[str, ...]](), PhraseBook()
        for entry in content["words"]:
            meant |= {str(typed): tuple(str(entry["means"]).split()) for typed in entry["typed"]}
            self.add_phrases(unless, entry["means"], entry, "unless", "slips.yml")
        return Slips(meant, frozenset(content["read_in"]), unless)

    def combinations(
        self, symptoms: Collection[str], beside: Collection[str]
    ) -> Iterator[Combination]:
        """The rows of combinations.yml, which may name symptoms and signs, and add a symptom."""
        known = {*symptoms, *beside, *SIGNS_OF_NUMBERS}
        for entry, line in self.entries("combinations.yml", "name", COMBINATION):
            groups = tuple(frozenset(group) for group in entry["groups"])
            with self.placed("combinations.yml"):
                named = frozenset[str]().union(*groups)
                refuse_no_symptom(named, known, line, ", and no sign of beside.yml")
                refuse_no_symptom([entry["adds"]] if "adds" in entry else [], symptoms, line)
            yield Combination(entry["name"], groups, entry["source"], entry.get("adds", ""))

    def temperatures(self) -> TemperatureRules:
        """How body temperatures are recognised and judged."""
        return self.numbers("temperatures.yml", read_temperatures, check_temperatures)

    def signs(self) -> dict[str, str]:
        """The words for which pictures stand."""
        content = self.load("signs.yml", lambda content: check_all(content, TEXT))
        return {str(sign): str(word) for sign, word in content.items()}

    def numbers(self, name: str, read: Callable[[Any], T], check: Callable[[Any], None]) -> T:
        """A file with numbers, as ``read`` makes it; what it cannot read is reported."""
        content = self.load(name, check)
        try:
            return read(content)
        except (KeyError, TypeError, ValueError) as problem:
            raise RedFlagDataError(
                f"{self._folder / name}: something is missing or no number ({problem})"
            ) from problem

    def lab_tests(self) -> LabTests:
        """The blood tests of lab_results.yml."""
        name, book = "lab_results.yml", PhraseBook()
        content = self.load(name, check_lab_tests)
        for label in (ABNORMAL, UNLESS):
            self.add_phrases(book, label, content, label, name)
        for entry in content["tests"]:
            self.add_phrases(book, entry["test"], entry, "names", name)
        tests = self.numbers(name, read_lab_tests, check_lab_tests)
        return LabTests(tests, book, SpellingBook(book.words, self.lines("common_words.txt")))

    def add_phrases(self, book: PhraseBook, label: str, entry: Any, key: str, name: str) -> None:
        """Adds the phrases under a key of an entry to a book."""
        phrases: Any = entry.get(key) or []
        for index, phrase in enumerate(phrases):
            try:
                book.add(label, str(phrase), self._lists)
            except PhraseError as problem:
                place = f"{self._folder / name}, line {phrases.lines[index]}"
                raise RedFlagDataError(f"{place}: {problem}") from problem

    def lines(self, name: str) -> list[str]:
        """The lines of a text file that are not remarks."""
        text = (self._folder / name).read_text(encoding="utf-8")
        return [line for line in text.splitlines() if line and not line.startswith("#")]
