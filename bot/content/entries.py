"""What an entry of a content file may hold.

A misspelt name, a text in the place of a list or "no" in the place of "false" is ordinary YAML, and
takes away what was to be said; so each entry is compared with its schema when it is read.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.content.errors import DataError
from bot.settings.placed_yaml import PlacedDict, PlacedList, load_placed


class EntryError(ValueError):
    """Something is wrong with an entry; the message says how to fix it, ``line`` where."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


@contextmanager
def placed(file: Path, error: type[DataError]) -> Iterator[None]:
    """What is wrong with an entry of a file is said with the file and the line."""
    try:
        yield
    except EntryError as problem:
        raise error(f"{file}, line {problem.line}: {problem}") from problem


def read_checked(path: Path, check: Callable[[Any], None], error: type[DataError]) -> Any:
    """A YAML file in which ``check`` found no slip, with the places of its lines. Raises ``error``
    with file, line and how to fix it."""
    try:
        content = load_placed(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise error(f"{path} cannot be read ({problem.strerror})") from problem
    except UnicodeDecodeError as problem:
        line = path.read_bytes()[: problem.start].count(b"\n") + 1
        raise error(f"{path}, line {line}: a character is not UTF-8; save it as UTF-8") from problem
    except yaml.YAMLError as problem:
        raise error(f"{path}, {yaml_problem(problem)}") from problem
    with placed(path, error):
        check(content)
    return content


@dataclass(frozen=True)
class Kind:
    """What may stand under a name.

    Attributes:
        should_be: in words, for who must fix it.
        fits: whether a value is so.
        each: of a list, what each of its entries is.
    """

    should_be: str
    fits: Callable[[Any], bool]
    each: Kind | None = None

    def check(self, name: str, value: Any, line: int) -> None:
        """Raises EntryError unless the value is of this kind."""
        if not self.fits(value):
            raise EntryError(line, f"{name} should be {self.should_be}")
        if self.each is not None:
            for entry, place in zip(value, value.lines, strict=True):
                self.each.check(f"an entry of {name}", entry, place)


def _is_text(value: Any) -> bool:
    is_scalar = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return is_scalar and bool(str(value).strip())


def _is_list(value: Any) -> bool:
    return isinstance(value, PlacedList)


def list_of(each: Kind) -> Kind:
    """A list on one line that is not empty."""
    return Kind(
        "a list, such as [one, other]", lambda value: _is_list(value) and len(value) > 0, each
    )


def one_of(values: Collection[str]) -> Kind:
    """One of some words."""
    return Kind(" or ".join(sorted(values)), lambda value: value in values)


ANYTHING = Kind("anything", lambda _: True)
TEXT = Kind("a text, in quotes where a colon stands in it", _is_text)
FLAG = Kind("true or false", lambda value: isinstance(value, bool))
WHOLE_NUMBER = Kind(
    "a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)
)
TEXTS = Kind("a list, each entry on a line of its own after “- ”", _is_list, TEXT)
GROUPS = Kind("a list of lists", _is_list, Kind("a list, such as [one, other]", _is_list, TEXT))
ENTRIES = Kind("a list of entries, each beginning with “- ”", _is_list)
MAPPING = Kind("lines of “name: value”, further in", lambda value: isinstance(value, PlacedDict))


@dataclass(frozen=True)
class Schema:
    """The names that an entry has, and those that it may have, with what stands under them."""

    required: Mapping[str, Kind]
    optional: Mapping[str, Kind] = field(default_factory=dict)

    def check(self, entry: Any, line: int) -> None:
        """Raises EntryError unless an entry is made so."""
        if not isinstance(entry, PlacedDict):
            raise EntryError(line, "an entry should be lines of “name: value”")
        missing = [name for name in self.required if name not in entry]
        if missing:
            raise EntryError(line, f"add the line “{missing[0]}: …” to this entry")
        kinds = {**self.required, **self.optional}
        refuse_unknown(entry, kinds)
        for name, value in entry.items():
            kinds[name].check(f"“{name}”", value, entry.lines[name])


def refuse_unknown(entry: PlacedDict, known: Collection[str]) -> None:
    """Raises EntryError for a name that says nothing here."""
    for name in entry:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            hint = f", do you mean “{near[0]}”?" if near else f"; known are {', '.join(known)}"
            raise EntryError(entry.lines[name], f"“{name}” is unknown here{hint}")


def check_all(content: Any, kind: Kind) -> None:
    """Raises EntryError unless what stands under each name of a mapping is of a kind."""
    MAPPING.check("the file", content, 1)
    for name, value in content.items():
        kind.check(f"“{name}”", value, content.lines[name])


def yaml_problem(problem: yaml.YAMLError) -> str:
    """ "line …: what is wrong", in words that say how to fix it."""
    mark = getattr(problem, "problem_mark", None)
    what = str(getattr(problem, "problem", ""))
    if "stands twice" in what:
        help_text = f"{what}; only the last would count: join the two"
    else:
        help_text = (
            "not readable as YAML; check the spaces at the line's start, and put quotes around "
            "text that starts with a sign"
        )
    return f"line {mark.line + 1 if mark else '?'}: {help_text}"


def keep_place(places: dict[str, str], key: str, entry: str, name: str, line: int) -> None:
    """Raises EntryError where an entry stands somewhere already: only the last would count."""
    if entry in places:
        raise EntryError(line, f"the {key} “{entry}” stands in {places[entry]}, too; join the two")
    places[entry] = f"{name}, line {line}"


def each_once(
    content: Any, schema: Schema, key: str, names: Collection[str]
) -> Iterator[tuple[Any, int]]:
    """The entries of a file that has one for each of the names, with their lines. Raises EntryError
    for an entry beside the schema, an unknown name, one that stands twice, or one that is missing.
    """
    ENTRIES.check("the file", content, 1)
    seen: set[str] = set()
    for entry, line in zip(content, content.lines, strict=True):
        schema.check(entry, line)
        name = entry[key]
        if name not in names:
            raise EntryError(line, f"“{name}” is unknown; known are {', '.join(sorted(names))}")
        if name in seen:
            raise EntryError(line, f"“{name}” stands twice; keep one")
        seen.add(name)
        yield entry, line
    if missing := sorted({*names} - seen):
        raise EntryError(1, f"add an entry “{key}: {missing[0]}”")
