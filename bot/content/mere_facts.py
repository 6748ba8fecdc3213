"""`mere_fact` of a symptom in bot/data/triage: what sounds of it and only tells a fact."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.content.entries import ENTRIES, TEXTS, EntryError, Schema
from bot.content.red_flag_schemas import refuse_no_symptom
from bot.dialogue.triage_knowledge import MereFact
from bot.safety.rules.phrases import PhraseBook, PhraseError

_PHRASES = {"says": TEXTS, "unless": TEXTS}
_SCHEMA = Schema({"red_flags": TEXTS, **_PHRASES}, {"also": ENTRIES})
_ANOTHER = Schema(_PHRASES)


def read_mere_facts(
    entries: Any, lists: Mapping[str, Sequence[str]], red_flags: Collection[str]
) -> dict[str, MereFact]:
    """The facts of a file by symptom.

    Args:
        entries: its entries, one for each symptom.
        lists: what may stand in phrases as <name>.
        red_flags: names of all red flags.

    Raises:
        EntryError: where one is written wrongly.
    """
    return {
        entry["symptom"]: _fact(entry["mere_fact"], lists, red_flags)
        for entry in entries
        if "mere_fact" in entry
    }


def _fact(entry: Any, lists: Mapping[str, Sequence[str]], red_flags: Collection[str]) -> MereFact:
    _SCHEMA.check(entry, getattr(entry, "line", 1))
    refuse_no_symptom(
        entry["red_flags"], red_flags, entry.lines["red_flags"], " of bot/data/red_flags"
    )
    red_flags_guessed = frozenset(map(str, entry["red_flags"]))
    others = entry.get("also") or ()
    for other in others:
        _ANOTHER.check(other, other.line)
    also = [_mere_fact(other, lists, red_flags_guessed) for other in others]
    return replace(_mere_fact(entry, lists, red_flags_guessed), also=tuple(also))


def _mere_fact(
    entry: Any, lists: Mapping[str, Sequence[str]], red_flags: frozenset[str]
) -> MereFact:
    return MereFact(_book(entry["says"], lists), _book(entry["unless"], lists), red_flags)


def _book(phrases: Any, lists: Mapping[str, Sequence[str]]) -> PhraseBook:
    book = PhraseBook()
    for phrase, line in zip(phrases, phrases.lines, strict=True):
        try:
            book.add("", str(phrase), lists)
        except PhraseError as problem:
            raise EntryError(line, str(problem)) from problem
    return book
