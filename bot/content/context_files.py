"""phrases.yml of bot/data/context: read, checked, and turned into what the dialogue knows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.content.english import load_english
from bot.content.entries import (
    MAPPING,
    TEXT,
    TEXTS,
    WHOLE_NUMBER,
    EntryError,
    Schema,
    check_all,
    read_checked,
)
from bot.content.errors import DataError
from bot.content.faq_files import Place
from bot.content.limits import load_limits
from bot.content.loaded import Loaded
from bot.content.red_flag_files import read_common_words
from bot.content.subject_files import load_follow_ups
from bot.content.vocabulary import read_names
from bot.dialogue.context_knowledge import NEAR, REFUSED, ContextKnowledge, Drug, TimePhrase
from bot.safety.rules.phrases import PhraseBook, PhraseError
from bot.safety.rules.spelling import SpellingBook
from bot.settings.paths import CONTEXT_DIR, RED_FLAG_DIR, TRIAGE_DIR, VOCABULARY_DIR

# Sections of phrases.yml whose phrases have a name each, how their label begins, and the names that
# the dialogue asks for.
_NAMED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "asks": ("ask", ()),
    "expect": ("expect", ("now", "open", "first_days", "later")),
    "facts": ("fact", ("takes", "visit")),
    "whose": ("whose", ()),
    "treatments": ("kind", ()),
    "choices": ("choice", ("last", "other")),
    "phases": ("phase", ("before", "first_days", "weeks", "over")),
    "today": ("today", ("better", "same", "worse")),
    "not_taken": ("not", ()),
    "cries": ("cry", ()),
    "settled": ("settled", ("told", "answered", "seen", "long_ago", "gone", "not")),
    "near_a_refusal": (NEAR, ()),
    "answers_where_refused": (REFUSED, ()),
}
_PLAIN = {
    "fillers": "filler",
    "fact_fillers": "fact_filler",
    "corrections": "correction",
    "not_that": "not_that",
    "one_of": "one_of",
    "unsure": "unsure",
    "strangers": "stranger",
    "about_the_writer": "about_the_writer",
    "beside_it": "beside_it",
    "ended": "ended",
    "feels_well": "feels_well",
    "asks_leave": "asks_leave",
    "fears": "fear",
    "onsets": "onset",
    "details": "detail",
    "mild_signs": "mild_sign",
    "wide_signs": "wide_sign",
    "scan_findings": "scan_finding",
    "not_asked": "not_asked",
    "asks_number": "asks_number",
    "deaths": "death",
    "personal": "personal",
    "partings": "parting",
    "unhelpful": "unhelpful",
    "decisions": "decides",
    "asides": "aside",
    "wishes": "wish",
}
_WORDS, _TIMES_IN_WORDS = "treatment_words", "time_words"
_BYSTANDER = "bystander"
_PICTURES = "pictures"
_ENDS = ("unfinished_ends", "unfinished_ends_of_two")
_PHRASES = Schema(
    {
        **dict.fromkeys((*_NAMED, "times", _WORDS, _TIMES_IN_WORDS, _PICTURES), MAPPING),
        **dict.fromkeys((*_PLAIN, *_ENDS), TEXTS),
    }
)
_TIME = Schema({"says": TEXTS}, dict.fromkeys(("days", "number"), WHOLE_NUMBER))
_DAYS = ("today", "yesterday", "tomorrow")
_COUNTED = ("days_ago", "weeks_ago", "months_ago", "in_days", "in_weeks", "in_months")
_CHOICES = re.compile(r"([(\[])([^()\[\]]*)([)\]])")
# A name so much like an earlier one of its drug is a misspelling of it.
_MISSPELT = 0.8


class ContextDataError(DataError):
    """A file of bot/data/context is wrong; says where and how to correct it."""


def load_context(
    folder: Path = CONTEXT_DIR,
    vocabulary: Path = VOCABULARY_DIR,
    red_flags: Path = RED_FLAG_DIR,
    triage: Path = TRIAGE_DIR,
) -> ContextKnowledge:
    """Reads phrases.yml and follow_ups.yml of a folder, the treatments and drugs, the common words,
    and of the triage its limits and who speaks for somebody else.

    Raises:
        DataError: if something cannot be read, with file, line and how to fix it.
    """
    path = folder / "phrases.yml"
    content = read_checked(path, _check_phrases, ContextDataError)
    book = _phrases(content, path)
    words = triage / "words.yml"
    _add_all(
        book, _BYSTANDER, read_checked(words, _check_bystander, ContextDataError)[_BYSTANDER], words
    )
    _add_kinds(book, vocabulary / "treatment.yml")
    drugs = _add_drugs(book, vocabulary / "drug.yml")
    return ContextKnowledge(
        phrases=book,
        drugs=drugs,
        times={
            name: TimePhrase(entry.get("days", 0), entry.get("number", 0))
            for name, entry in content["times"].items()
        },
        sorts=tuple(content["asks"]),
        people=tuple(content["whose"]),
        treatment_words=content[_WORDS],
        time_words=content[_TIMES_IN_WORDS],
        unfinished_ends=frozenset(content["unfinished_ends"]),
        unfinished_ends_of_two=frozenset(content["unfinished_ends_of_two"]),
        follow_ups=load_follow_ups(folder / "follow_ups.yml", content["asks"]),
        spelling=SpellingBook(book.words, read_common_words(red_flags)),
        limits=load_limits(triage),
        english=load_english(triage),
        pictures={str(said): tuple(map(str, signs)) for said, signs in content[_PICTURES].items()},
    )


def _phrases(content: Any, path: Path) -> PhraseBook:
    """The phrases of phrases.yml, each labelled with its kind and name."""
    book = PhraseBook()
    for section, (kind, _) in _NAMED.items():
        for name, phrases in content[section].items():
            _add_all(book, f"{kind}:{name}", phrases, path)
    for section, kind in _PLAIN.items():
        _add_all(book, kind, content[section], path)
    for name, entry in content["times"].items():
        _add_all(book, f"time:{name}", entry["says"], path)
    return book


# What the dialogue knows about context, in use.
context_knowledge = Loaded(
    lambda folders: load_context(
        folders.context, folders.vocabulary, folders.red_flags, folders.triage
    )
)


def places_of_kinds(folder: Path) -> Iterator[tuple[Place, str]]:
    """Where phrases.yml names which kind of treatment."""
    content = read_checked(path := folder / "phrases.yml", _check_phrases, ContextDataError)
    for section in (content["treatments"], content[_WORDS]):
        for kind in section:
            yield Place(path, section.lines[kind]), str(kind)


def _check_phrases(content: Any) -> None:
    """Raises EntryError for a slip in phrases.yml."""
    _PHRASES.check(content, 1)
    for section, (_, needed) in _NAMED.items():
        check_all(content[section], TEXTS)
        _refuse_missing(content[section], needed, content.lines[section])
    for name, entry in content["times"].items():
        _TIME.check(entry, content["times"].lines[name])
    for section, needed in ((_WORDS, ()), (_TIMES_IN_WORDS, (*_DAYS, *_COUNTED))):
        check_all(content[section], TEXT)
        _refuse_missing(content[section], needed, content.lines[section])
    times = content[_TIMES_IN_WORDS]
    for name in _COUNTED:
        if "{n}" not in times[name]:
            raise EntryError(times.lines[name], "put {n} where the number stands")


def _check_bystander(content: Any) -> None:
    """Raises EntryError where words.yml of the triage does not have the list; that of the rest is
    checked with the triage."""
    MAPPING.check("the file", content, 1)
    if _BYSTANDER not in content:
        raise EntryError(1, f"add the list “{_BYSTANDER}”")
    TEXTS.check(f"“{_BYSTANDER}”", content[_BYSTANDER], content.lines[_BYSTANDER])


def _refuse_missing(section: Any, needed: Iterable[str], line: int) -> None:
    missing = [name for name in needed if name not in section]
    if missing:
        raise EntryError(line, f"add “{missing[0]}: …” here; the assistant asks for it by its name")


def _add_all(book: PhraseBook, label: str, phrases: Any, path: Path) -> None:
    for phrase, line in zip(phrases, phrases.lines, strict=True):
        try:
            book.add(label, _CHOICES.sub(_longest_first, str(phrase)), {})
        except PhraseError as problem:
            raise ContextDataError(f"{path}, line {line}: {problem}") from problem


def _longest_first(choices: re.Match[str]) -> str:
    """ "(go|go away)": of choices that begin alike the first is taken, and must be the longer."""
    options = sorted(choices[2].split("|"), key=lambda option: -len(option.split()))
    return f"{choices[1]}{'|'.join(options)}{choices[3]}"


def _add_kinds(book: PhraseBook, path: Path) -> None:
    """Adds each kind of treatment by each of its names; what is of no one kind has none."""
    for one in read_names(path):
        if one.kind is not None:
            for alias in (one.name, *one.words):
                _add_name(book, f"kind:{one.kind}", alias, path, one.line)


def _add_drugs(book: PhraseBook, path: Path) -> dict[str, Drug]:
    """Adds each name of each drug → the drugs, as each name shows them."""
    drugs = {}
    for one in read_names(path):
        names = [one.name, *one.words]
        for place, alias in enumerate(names):
            drug = Drug(one.name, one.kind, _shown(alias, names[:place]))
            drugs[drug.shown] = drug
            _add_name(book, f"drug:{drug.shown}", alias, path, one.line)
    return drugs


def _add_name(book: PhraseBook, label: str, name: str, path: Path, line: int) -> None:
    try:
        book.add(label, name.replace("-", " "), {})
    except PhraseError as problem:
        raise ContextDataError(f"{path}, line {line}: {problem}") from problem


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
