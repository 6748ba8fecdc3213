"""follow_ups.yml of bot/data/context: which answer a short question is about after which other."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from bot.content.entries import (
    ENTRIES,
    MAPPING,
    TEXT,
    TEXTS,
    EntryError,
    Schema,
    check_all,
    read_checked,
)
from bot.content.errors import DataError
from bot.content.faq_files import Place
from bot.dialogue.context_knowledge import ANY, SAME, FollowUps, Subject
from bot.settings.placed_yaml import PlacedDict

_FILE = Schema(
    {"subjects": ENTRIES, "defaults": MAPPING}, {"not_guessed": TEXTS, "only_for": MAPPING}
)
_SUBJECT = Schema(
    {"subject": TEXT, "kind": TEXT, "topics": TEXTS, "asks": MAPPING},
    {"after": MAPPING, "treatment": TEXT, "then": TEXTS, "lists": MAPPING},
)
_EMPTY = PlacedDict()


class FollowUpsError(DataError):
    """follow_ups.yml is wrong; says where and how to correct it."""


def load_follow_ups(path: Path, sorts: Collection[str]) -> FollowUps:
    """Reads follow_ups.yml. ``sorts``: the sorts of short questions that phrases.yml has.

    Raises:
        FollowUpsError: with file, line and how to correct it.
    """
    content = read_checked(path, lambda content: _check(content, sorts), FollowUpsError)
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
    only_for = {topic: frozenset(kinds) for topic, kinds in content.get("only_for", {}).items()}
    not_guessed = frozenset(content.get("not_guessed", ()))
    return FollowUps(subjects, content["defaults"], not_guessed, only_for)


def places_of_topics(path: Path) -> Iterator[tuple[Place, str]]:
    """Where which topic is named."""
    content = _read(path)
    for entry in content["subjects"]:
        yield from _listed(path, entry["topics"])
        yield from _listed(path, entry.get("then", ()))
        for topics in entry.get("lists", {}).values():
            yield from _listed(path, topics)
        yield from _keys(path, entry.get("lists", _EMPTY))
        for asks in (entry["asks"], *entry.get("after", {}).values()):
            yield from _answers(path, asks)
    for asks in content["defaults"].values():
        yield from ((place, topic) for place, topic in _answers(path, asks) if topic != SAME)


def places_of_kinds(path: Path) -> Iterator[tuple[Place, str]]:
    """Where which kind of treatment is named."""
    for entry in _read(path)["subjects"]:
        if "treatment" in entry:
            yield Place(path, entry.lines["treatment"]), entry["treatment"]


def _read(path: Path) -> Any:
    return read_checked(path, lambda content: _FILE.check(content, 1), FollowUpsError)


def _listed(path: Path, topics: Any) -> Iterator[tuple[Place, str]]:
    return ((Place(path, line), topic) for topic, line in _with_lines(topics))


def _keys(path: Path, entry: PlacedDict) -> Iterator[tuple[Place, str]]:
    return ((Place(path, entry.lines[topic]), topic) for topic in entry)


def _answers(path: Path, asks: PlacedDict) -> Iterator[tuple[Place, str]]:
    return ((Place(path, asks.lines[sort]), topic) for sort, topic in asks.items())


def _check(content: Any, sorts: Collection[str]) -> None:
    """Raises EntryError for a slip in follow_ups.yml."""
    _FILE.check(content, 1)
    subjects, defaults = content["subjects"], content["defaults"]
    if ANY not in defaults:
        raise EntryError(content.lines["defaults"], f"add the default “{ANY}: …”")
    for entry, line in zip(subjects, subjects.lines, strict=True):
        _SUBJECT.check(entry, line)
        _check_subject(entry, sorts, defaults)
    _refuse_twice(subjects)
    for kind, asks in defaults.items():
        _check_asks(asks, kind, sorts, defaults.lines[kind])
    listed = {topic for entry in subjects for topic in entry["topics"]}
    for topic, line in _with_lines(content.get("not_guessed", ())):
        if topic not in listed:
            raise EntryError(line, f"`not_guessed` names {topic}, which no subject lists")
    _check_only_for(content.get("only_for", _EMPTY), listed, subjects)


def _check_only_for(only_for: PlacedDict, listed: Collection[str], subjects: Any) -> None:
    check_all(only_for, TEXTS)
    known = {entry.get("treatment") for entry in subjects}
    for topic, kinds in only_for.items():
        if topic not in listed:
            raise EntryError(
                only_for.lines[topic], f"`only_for` names {topic}, which no subject lists"
            )
        for kind, line in _with_lines(kinds):
            if kind not in known:
                raise EntryError(line, f"`only_for`: there is no subject about “{kind}”")


def _check_subject(entry: PlacedDict, sorts: Collection[str], kinds: Collection[str]) -> None:
    name = entry["subject"]
    if entry["kind"] not in kinds:
        raise EntryError(entry.lines["kind"], f"{name}: there is no default “{entry['kind']}”")
    _check_asks(entry["asks"], name, sorts, entry.lines["asks"])
    check_all(entry.get("lists", _EMPTY), TEXTS)
    after = entry.get("after", _EMPTY)
    for topic, asks in after.items():
        _check_asks(asks, name, sorts, after.lines[topic])
        if topic not in entry["topics"]:
            raise EntryError(
                after.lines[topic], f"{name}: `after` names {topic}, which is not among its topics"
            )


def _check_asks(asks: Any, name: str, sorts: Collection[str], line: int) -> None:
    MAPPING.check(f"“{name}”", asks, line)
    check_all(asks, TEXT)
    for sort in asks:
        if sort not in sorts:
            raise EntryError(asks.lines[sort], f"{name}: phrases.yml has no sort “{sort}”")


def _refuse_twice(subjects: Any) -> None:
    seen: set[str] = set()
    for entry in subjects:
        for topic, line in _with_lines(entry["topics"]):
            if topic in seen:
                raise EntryError(line, f"{topic} stands in two subjects; move one to `then`")
            seen.add(topic)


def _with_lines(listed: Any) -> Iterator[tuple[str, int]]:
    return zip(listed, getattr(listed, "lines", ()), strict=True)
