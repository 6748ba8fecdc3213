"""phrases.yml and follow_ups.yml: read, checked, and turned into what the dialogue knows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.content.errors import DataError
from bot.dialogue.context_knowledge import (
    ContextKnowledge,
    Drug,
    FollowUps,
    Subject,
    TimePhrase,
)
from bot.safety.rules.phrases import PhraseBook, PhraseError
from bot.safety.rules.spelling import SpellingBook
from bot.settings.clinic import read_yaml
from bot.settings.paths import CONTEXT_DIR, RED_FLAG_DIR, VOCABULARY_DIR

# Sections of phrases.yml whose phrases have a label each, and how the label begins.
_LABELLED = {
    "asks": "ask",
    "expect": "expect",
    "facts": "fact",
    "whose": "whose",
    "treatments": "kind",
    "choices": "choice",
    "phases": "phase",
    "today": "today",
    "cries": "cry",
}
_PLAIN = {
    "fillers": "filler",
    "fact_fillers": "fact_filler",
    "corrections": "correction",
    "not_that": "not_that",
    "one_of": "one_of",
    "unsure": "unsure",
    "onsets": "onset",
    "deaths": "death",
}
_CHOICES = re.compile(r"([(\[])([^()\[\]]*)([)\]])")
# A name so much like an earlier one of its drug is a misspelling of it.
_MISSPELT = 0.8


class ContextDataError(DataError):
    """A file of bot/data/context is wrong; says where and how to correct it."""


@lru_cache(maxsize=1)
def context_knowledge() -> ContextKnowledge:
    """The project's own, read once for a process."""
    return load_context()


def load_context(folder: Path = CONTEXT_DIR, vocabulary: Path = VOCABULARY_DIR) -> ContextKnowledge:
    """Reads phrases.yml and follow_ups.yml of a folder, and the drugs.

    Raises:
        ContextDataError: if something cannot be read, with file and entry.
    """
    path = folder / "phrases.yml"
    content = _mapping(path)
    book = PhraseBook()
    for section, kind in _LABELLED.items():
        for name, phrases in content[section].items():
            for phrase in phrases:
                _add(book, f"{kind}:{name}", phrase, path)
    for section, kind in _PLAIN.items():
        for phrase in content[section]:
            _add(book, kind, phrase, path)
    for name, entry in content["times"].items():
        for phrase in entry["says"]:
            _add(book, f"time:{name}", phrase, path)
    drugs = {}
    for drug, alias in _drug_names(vocabulary / "drug.yml"):
        drugs[drug.shown] = drug
        _add(book, f"drug:{drug.shown}", alias.replace("-", " "), vocabulary / "drug.yml")
    known = (RED_FLAG_DIR / "common_words.txt").read_text(encoding="utf-8").splitlines()
    return ContextKnowledge(
        phrases=book,
        drugs=drugs,
        times={
            name: TimePhrase(entry.get("days", 0), entry.get("number", 0))
            for name, entry in content["times"].items()
        },
        sorts=tuple(content["asks"]),
        people=tuple(content["whose"]),
        treatment_words=content["treatment_words"],
        time_words=content["time_words"],
        unfinished_ends=frozenset(content["unfinished_ends"]),
        unfinished_ends_of_two=frozenset(content["unfinished_ends_of_two"]),
        follow_ups=_follow_ups(folder / "follow_ups.yml", set(content["asks"])),
        spelling=SpellingBook(book.words, known),
    )


def _follow_ups(path: Path, sorts: set[str]) -> FollowUps:
    content = _mapping(path)
    subjects = tuple(
        Subject(
            name=entry["subject"],
            kind=entry["kind"],
            topics=tuple(entry["topics"]),
            asks=entry["asks"],
            after=entry.get("after", {}),
            treatment=entry.get("treatment"),
            then=tuple(entry.get("then", ())),
            lists={topic: tuple(listed) for topic, listed in entry.get("lists", {}).items()},
        )
        for entry in content["subjects"]
    )
    listed = [topic for subject in subjects for topic in subject.topics]
    if twice := {topic for topic in listed if listed.count(topic) > 1}:
        raise ContextDataError(f"{path}: {min(twice)} stands in two subjects; move one to `then`.")
    for subject in subjects:
        if subject.kind not in content["defaults"]:
            raise ContextDataError(f"{path}: {subject.name}: there is no default “{subject.kind}”.")
        for asks in (subject.asks, *subject.after.values()):
            _refuse_unknown(path, subject.name, asks, sorts)
        if unknown := set(subject.after) - set(subject.topics):
            raise ContextDataError(f"{path}: {subject.name}: `after` names {min(unknown)}, "
                                   "which is not among its topics.")  # fmt: skip
    for kind, asks in content["defaults"].items():
        _refuse_unknown(path, kind, asks, sorts)
    not_guessed = frozenset(content.get("not_guessed", ()))
    if unlisted := not_guessed - set(listed):
        raise ContextDataError(
            f"{path}: `not_guessed` names {min(unlisted)}, which no subject lists."
        )
    return FollowUps(subjects, content["defaults"], not_guessed)


def _refuse_unknown(path: Path, name: str, asks: Mapping[str, str], sorts: set[str]) -> None:
    if unknown := set(asks) - sorts:
        raise ContextDataError(f"{path}: {name}: phrases.yml has no sort “{min(unknown)}”.")


def _add(book: PhraseBook, label: str, phrase: object, path: Path) -> None:
    try:
        book.add(label, _CHOICES.sub(_longest_first, str(phrase)), {})
    except PhraseError as problem:
        raise ContextDataError(f"{path}: {label}: {problem}") from problem


def _longest_first(choices: re.Match[str]) -> str:
    """ "(go|go away)": of choices that begin alike the first is taken, and must be the longer."""
    options = sorted(choices[2].split("|"), key=lambda option: -len(option.split()))
    return f"{choices[1]}{'|'.join(options)}{choices[3]}"


def _drug_names(path: Path) -> Iterator[tuple[Drug, str]]:
    """Each name of each drug, with the drug as that name shows it."""
    for kind, drugs in _mapping(path).items():
        for name, aliases in drugs.items():
            names = [str(name), *map(str, aliases)]
            for place, alias in enumerate(names):
                shown = _shown(alias, names[:place])
                yield Drug(str(name), str(kind), shown), alias


def _shown(alias: str, before: Sequence[str]) -> str:
    """How a name of a drug is written back: a misspelling as what was meant, a brand with a capital
    letter, a short form in full."""
    meant = next((name for name in before if _is_misspelling(alias, name)), alias)
    generic = before[0] if before else alias
    if meant == generic or (len(meant) <= 6 and generic.startswith(meant)):
        return generic
    if any(map(str.isdigit, meant)) or meant in ("t-vec", "tvec", "t vec", "bcg"):
        return meant.upper()
    return meant[:1].upper() + meant[1:]


def _is_misspelling(alias: str, name: str) -> bool:
    near = alias[:1] == name[:1] and abs(len(alias) - len(name)) <= 1
    return near and difflib.SequenceMatcher(None, alias, name).ratio() >= _MISSPELT


def _mapping(path: Path) -> Any:
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise ContextDataError(f"{path}: should hold `name: …` entries.")
    return content
