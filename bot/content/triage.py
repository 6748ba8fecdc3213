"""The files of bot/data/triage: read, checked, and turned into what the dialogue asks by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from bot.content.english import ENGLISH_FILE, load_english
from bot.content.entries import ENTRIES, MAPPING, TEXTS, Schema, check_all, placed, read_checked
from bot.content.errors import DataError
from bot.content.limits import LIMITS_FILE, load_limits
from bot.content.loaded import Loaded
from bot.content.measure_words import MeasureWordsError, read_measure_words
from bot.content.mere_facts import read_mere_facts
from bot.content.red_flag_files import read_common_words, red_flag_knowledge
from bot.content.red_flag_schemas import refuse_no_symptom
from bot.content.relations import RELATIONS_FILE, KnownNames, load_relations
from bot.content.triage_schemas import ADVICE, BUTTON, GRADE, LABELLED, QUESTION, SYMPTOM, WORDS
from bot.dialogue.measures import MEASURES, MeasureWords
from bot.dialogue.suicide_question import SUICIDE_ANSWERS
from bot.dialogue.triage_knowledge import (
    ACTIONS,
    BOTH,
    FACT,
    Action,
    Advice,
    Button,
    Grade,
    MereFact,
    Question,
    Range,
    TriageKnowledge,
    TriageSymptom,
    own_part,
)
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.phrases import PhraseBook, PhraseError
from bot.safety.rules.spelling import SpellingBook
from bot.settings.paths import RED_FLAG_DIR, TRIAGE_DIR

RED_FLAGS_FILE, MEASURES_FILE = "red_flags.yml", "measures.yml"
OF_MANY_SYMPTOMS = ("facts.yml", "lists.yml", "words.yml", ENGLISH_FILE, LIMITS_FILE)
SHARED_FILES = (*OF_MANY_SYMPTOMS, MEASURES_FILE, RED_FLAGS_FILE, RELATIONS_FILE)
LONGEST_QUESTION, LONGEST_BUTTON, MOST_QUESTIONS = 200, 30, 3


class TriageDataError(DataError):
    """The content of bot/data/triage is wrong; says where and how to correct it."""


def load_triage(
    folder: Path = TRIAGE_DIR,
    red_flags: RedFlagKnowledge | None = None,
    red_flag_dir: Path = RED_FLAG_DIR,
) -> TriageKnowledge:
    """Reads all files of a folder. Raises TriageDataError: file, line and how to correct it.

    ``red_flags``: the lists of ``red_flag_dir`` as they were read; those in use where not given.
    """
    return _Loader(folder, red_flags or red_flag_knowledge(), red_flag_dir).load()


# The triage in use.
triage_knowledge = Loaded(
    lambda folders: load_triage(folders.triage, red_flag_knowledge(), folders.red_flags)
)


class _Loader:
    """Reads the files of one folder; errors name file and line."""

    def __init__(self, folder: Path, red_flags: RedFlagKnowledge, red_flag_dir: Path) -> None:
        self._folder, self._red_flags, self._red_flag_dir = folder, red_flags, red_flag_dir
        lists = (red_flag_dir / "lists.yml", folder / "lists.yml")
        self._lists = {k: v for path in lists for k, v in self._read_lists(path).items()}
        self._reports, self._parts = PhraseBook(), PhraseBook()
        self._mere_facts: dict[str, MereFact] = {}

    def load(self) -> TriageKnowledge:
        facts = self._read_lists(self._folder / "facts.yml")
        for name in facts:
            self._add(self._parts, f"{FACT}:{name}", facts, name, self._folder / "facts.yml")
        symptoms = {one.name: one for one in self._symptoms(facts)}
        path = self._folder / "words.yml"
        words = self._read(path, lambda content: WORDS.check(content, 1))
        books = {name: self._book(words, labels, path) for name, labels in LABELLED.items()}
        books["about_suicide"] = self._book(words["about suicide"], SUICIDE_ANSWERS, path)
        books["healthy"] = healthy = PhraseBook()
        for name in words["healthy"]:
            if name not in facts:
                raise _error(path, words["healthy"], f"there is no fact “{name}” in facts.yml")
            self._add(healthy, f"{FACT}:{name}", words["healthy"], name, path)
        books |= {"reports": self._reports, "parts": self._parts}
        known = {word for book in books.values() for word in book.words}
        names = KnownNames(symptoms, facts, self._red_flags.symptoms)
        return TriageKnowledge(
            symptoms,
            **books,
            spelling=SpellingBook(known, self._right_words()),
            measures=self._measures(),
            limits=load_limits(self._folder),
            english=load_english(self._folder),
            relations=load_relations(self._folder, names),
            beside_yes=frozenset(words["beside a yes"]),
            beside_no=frozenset(words["beside a no"]),
            beside_details=frozenset(words["beside details"]),
            same_as=self._same_as(symptoms),
            mere_facts=self._mere_facts,
            unimproved_after_days=float(words["unimproved after days"]),
        )

    def _book(self, entry: Any, labels: Iterable[str], path: Path) -> PhraseBook:
        book = PhraseBook()
        for label in labels:
            self._add(book, label, entry, label, path)
        return book

    def _measures(self) -> MeasureWords:
        path = self._folder / MEASURES_FILE
        content = self._read(path, lambda content: MAPPING.check("the file", content, 1))
        try:
            return read_measure_words(content, self._red_flags.temperatures)
        except MeasureWordsError as problem:
            line = content.lines.get(problem.key, content.line)
            raise TriageDataError(f"{path}, line {line}: {problem}") from problem

    def _same_as(self, symptoms: Collection[str]) -> Mapping[str, frozenset[str]]:
        content = self._read_lists(path := self._folder / RED_FLAGS_FILE)
        for red_flag, names in content.items():
            with placed(path, TriageDataError):
                line, known = content.lines[red_flag], self._red_flags.symptoms
                refuse_no_symptom([red_flag], known, line, " of bot/data/red_flags")
            if unknown := set(names) - set(symptoms):
                raise TriageDataError(
                    f"{path}, line {content.lines[red_flag]}: “{min(unknown)}” is no symptom of "
                    f"the triage; take one that stands in a file beside this one"
                )
        return {red_flag: frozenset(names) for red_flag, names in content.items()}

    def _read(self, path: Path, check: Callable[[Any], None]) -> Any:
        return read_checked(path, check, TriageDataError)

    def _read_lists(self, path: Path) -> Any:
        """A file of lists, each under a name."""
        return self._read(path, lambda content: check_all(content, TEXTS))

    def _symptoms(self, facts: Mapping[str, Any]) -> Iterator[TriageSymptom]:
        seen: set[str] = set()
        for path in sorted(self._folder.glob("*.yml")):
            if path.name in SHARED_FILES:
                continue
            content = self._read(path, lambda content: ENTRIES.check("the file", content, 1))
            for entry in content:
                symptom = _Entry(path, entry, facts).symptom()
                if symptom.name in seen:
                    raise _error(path, entry, f"“{symptom.name}” stands here twice; merge the two")
                seen.add(symptom.name)
                self._add(self._reports, symptom.name, entry, "says", path)
                self._add_own_parts(symptom.name, entry, path)
                yield symptom
            with placed(path, TriageDataError):
                self._mere_facts |= read_mere_facts(content, self._lists, self._red_flags.symptoms)

    def _add_own_parts(self, name: str, entry: Any, path: Path) -> None:
        for q, question in enumerate(entry["questions"]):
            for b, button in enumerate(question["buttons"]):
                for p, phrase in enumerate(button.get("said") or []):
                    label = own_part(name, q, b, p)
                    self._add_phrase(self._parts, label, phrase, button["said"], p, path)

    def _add(self, book: PhraseBook, label: str, entry: Any, key: str, path: Path) -> None:
        phrases = entry.get(key)
        if not phrases:
            raise _error(path, entry, f"add the list “{key}: …” with at least one phrase")
        with placed(path, TriageDataError):
            TEXTS.check(f"“{key}”", phrases, entry.lines[key])
        for index, phrase in enumerate(phrases):
            self._add_phrase(book, label, phrase, phrases, index, path)

    def _add_phrase(
        self, book: PhraseBook, label: str, phrase: Any, rows: Any, index: int, path: Path
    ) -> None:
        try:
            book.add(label, str(phrase), self._lists)
        except PhraseError as problem:
            raise TriageDataError(f"{path}, line {rows.lines[index]}: {problem}") from problem

    def _right_words(self) -> set[str]:
        """Words that are right as they are, beside those of the triage's own phrases."""
        known = self._red_flags
        common = read_common_words(self._red_flag_dir)
        return {*common, *known.mentions.words, *known.milder.words, *known.cues.words}


class _Entry:
    """One symptom of a file, checked."""

    def __init__(self, path: Path, entry: Any, facts: Mapping[str, Any]) -> None:
        self._path, self._entry, self._facts = path, entry, facts

    def symptom(self) -> TriageSymptom:
        entry = self._entry
        self._check(SYMPTOM, entry)
        grades = tuple(self._grade(row) for row in entry["grades"])
        if not 1 <= len(entry["questions"]) <= MOST_QUESTIONS:
            raise _error(self._path, entry, f"write one to {MOST_QUESTIONS} questions")
        return TriageSymptom(
            name=entry["symptom"],
            group=self._path.stem,
            understood=entry["understood"],
            topic=entry["topic"],
            crisis=entry.get("crisis", False),
            after_cell_therapy=self._after_cell_therapy(),
            unmeasured_after_cell_therapy=entry.get("unmeasured_after_cell_therapy", False),
            questions=tuple(self._question(*one) for one in enumerate(entry["questions"])),
            grades=grades,
            advice=self._advice({grade.action for grade in grades}),
        )

    def _after_cell_therapy(self) -> Any:
        value = self._entry.get("after_cell_therapy", "")
        if value not in ("", "raised", "any"):
            raise _error(self._path, self._entry, "`after_cell_therapy` is “raised” or “any”")
        return value

    def _question(self, place: int, row: Any) -> Question:
        self._check(QUESTION, row)
        if len(row["ask"]) > LONGEST_QUESTION:
            raise _error(self._path, row, f"a question has at most {LONGEST_QUESTION} characters")
        if len(short := row.get("short", "")) >= len(row["ask"]):
            raise _error(self._path, row, "`short` is the question in fewer letters than `ask`")
        measure = row.get("measure", "")
        if measure and measure not in MEASURES:
            raise _error(self._path, row, f"`measure` is one of {', '.join(sorted(MEASURES))}")
        buttons = tuple(self._button(place, b, one) for b, one in enumerate(row["buttons"]))
        if len(buttons) < 2 or all(button.mark for button in buttons):
            raise _error(self._path, row, "write two buttons or more, one of them without a mark")
        flags = (row.get(flag, False) for flag in ("one_thing", "now_unanswered"))
        return Question(row["ask"], buttons, short, measure, *flags)

    def _button(self, question: int, place: int, row: Any) -> Button:
        self._check(BUTTON, row)
        title = str(row["button"])
        if len(title) > LONGEST_BUTTON:
            raise _error(self._path, row, f"a button has at most {LONGEST_BUTTON} characters")
        named = [one for name in row.get("facts") or [] for one in name.split(BOTH)]
        if unknown := [name for name in named if name not in self._facts]:
            raise _error(self._path, row, f"there is no fact “{unknown[0]}” in facts.yml")
        said = range(len(row.get("said") or []))
        parts = [
            BOTH.join(f"{FACT}:{one}" for one in name.split(BOTH))
            for name in row.get("facts") or []
        ]
        parts += [own_part(self._entry["symptom"], question, place, p) for p in said]
        values = tuple(self._range(value, row) for value in row.get("values") or [])
        mark = self._action(row, "mark") if "mark" in row else None
        return Button(title, mark, tuple(parts), values)

    def _range(self, text: str, row: Any) -> Range:
        start, dash, end = str(text).partition("-")
        try:
            limits = Range(float(start) if start else None, float(end) if end else None)
        except ValueError:
            limits = Range(None, None)
        if not dash or limits == Range(None, None):
            raise _error(self._path, row, "write values as “4-7”, “7-” or “-36” (the end excluded)")
        return limits

    def _grade(self, row: Any) -> Grade:
        self._check(GRADE, row)
        return Grade(row["words"], self._action(row, "action"), row["source"])

    def _advice(self, actions: set[Action]) -> Advice:
        advice = self._entry["advice"]
        needed = {"call_today": "tell", "self_care": "care"}
        for action in ("call_today", "self_care"):
            if action in actions and not advice.get(needed[action]):
                problem = f"{action} is possible, so write `advice` with “{needed[action]}: …”"
                raise _error(self._path, self._entry, problem)
        self._check(ADVICE, advice)
        return Advice(*(advice.get(key, "") for key in ("tell", "care", "urgent", "source")))

    def _action(self, row: Any, key: str) -> Action:
        if row[key] not in ACTIONS:
            raise _error(self._path, row, f"`{key}` is one of {', '.join(ACTIONS)}")
        return cast("Action", row[key])

    def _check(self, schema: Schema, row: Any) -> None:
        with placed(self._path, TriageDataError):
            schema.check(row, getattr(row, "line", getattr(self._entry, "line", 1)))


def _error(path: Path, row: Any, problem: str) -> TriageDataError:
    return TriageDataError(f"{path}, line {getattr(row, 'line', '?')}: {problem}")
