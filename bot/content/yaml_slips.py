"""What is wrong with a YAML file, in words that say how to fix it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.content.faq_files import Place, compose


@dataclass(frozen=True)
class Problem:
    """Something in a content file that must be put right.

    ``what``: what is wrong; ``help``: how to put it right.
    """

    place: Place
    what: str
    help: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n    {self.help}"


_NEVER_CLOSED = (
    "a quotation mark is opened here and never closed",
    "Close it, or put the whole text in the other kind of quotation mark.",
)
_BEGINS_WITH_QUOTE = re.compile(r"""\s*(?:- )?(?:[\w/]+: )(["'])""")
# What the parser says → what it means and how to fix it, the first that fits.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        r"mapping values are not allowed",
        "there is a colon where YAML expects none",
        'Put the text in quotes ("like: this"), or write |- after the first colon and the text '
        "on the next line, further in.",
    ),
    (r"unexpected end of stream", *_NEVER_CLOSED),
    (
        r"expected <block end>, but found '<scalar>'|expected ',' or",
        "text goes on after a closing quotation mark or bracket, or a comma is missing",
        "A quotation mark inside quotes ends them: use the other kind outside ('He said \"yes\"').",
    ),
    (
        r"could not find expected ':'",
        "a line is neither `name: value` nor text that belongs to the line above",
        "Put a colon and a space after the name, or move the line in as far as its neighbours.",
    ),
    (
        r"expected <block end>|did not find expected",
        "this line is not as far in as the others of its list or group",
        "Move it in or out with spaces until it stands exactly below them.",
    ),
    (
        r"found unknown escape character",
        "a backslash stands in double quotes",
        "Leave it out, or use single quotes.",
    ),
    (
        r"undefined alias|expected alphabetic or numeric",
        "a text begins with * or &, which YAML reads as a sign",
        "Put the text in quotes.",
    ),
    (
        r"cannot start any token",
        "a text begins with a character that YAML keeps for itself (@, `, %)",
        "Put the text in quotes.",
    ),
)


def slips(path: Path) -> list[Problem]:
    """What keeps a file from being read, or makes YAML read something else than it says."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return [
            Problem(Place(path, line), "a character is not UTF-8", "Save the file again as UTF-8.")
        ]
    found = list(_tabs(path, text)) if "\t" in text else []
    if found:
        return found
    with contextlib.suppress(yaml.YAMLError):
        return list(_twice(path, compose(text)))
    # What is wrong is explained in the words of the loader in Python.
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return [_explained(path, error)]
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        return [
            Problem(
                Place(path, line),
                "there is a character that cannot be seen",
                "Delete it; often it came along when text was pasted.",
            )
        ]
    return list(_twice(path, node))


def _tabs(path: Path, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line[: len(line) - len(line.lstrip())] or re.match(r"\s*-\t", line):
            yield Problem(
                Place(path, number),
                "there is a tab at the start of the line",
                "Replace it by spaces, as many as the lines around it have.",
            )


def _explained(path: Path, error: yaml.MarkedYAMLError) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if "unexpected end of stream" in said and error.context_mark:
        mark = error.context_mark
    place = Place(path, mark.line + 1 if mark else 1)
    open_quote = _open_quote(path, place.line)
    if open_quote is not None:
        return Problem(Place(path, open_quote), *_NEVER_CLOSED)
    for pattern, what, help_text in _MEANINGS:
        if re.search(pattern, said):
            return Problem(place, what, help_text)
    return Problem(place, f"YAML cannot read this: {said.strip()}", "Compare with another topic.")


def _open_quote(path: Path, before: int) -> int | None:
    """The line, at most ``before``, whose value begins with a quotation mark that the line does not
    close. YAML reads on to the next one, lines below, and complains there."""
    lines = path.read_text(encoding="utf-8").split("\n")[:before]
    for number, line in enumerate(lines, start=1):
        begun = _BEGINS_WITH_QUOTE.match(line)
        if begun and line.rstrip().count(begun[1]) == 1:
            return number
    return None


def _twice(path: Path, node: yaml.Node | None) -> Iterator[Problem]:
    """Names that stand twice in one group: YAML would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in first:
                yield Problem(
                    Place(path, line),
                    f"{key.value} stands here and in line {first[key.value]}",
                    "Only the last would count. Join the two, or rename one.",
                )
            first[key.value] = line
            yield from _twice(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(path, item)
