"""What changed in a file as staff read it: without what is YAML's, the words that differ marked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Piece = tuple[str, bool]

_SIGN = re.compile(r"[-+] ")
_WORD = re.compile(r"\s+|\S+")
# The place in the file, and the mark of an item of a list.
_INDENT = re.compile(r"(?<=^[-+ ])\s*(?:- )?")
# A key over a text on several lines, or over other keys, says nothing to people.
_KEY = re.compile(r" *(?:[\w/]+:(?: \|-?)?)?")
# Lines that have less in common are two texts, and not one that was changed.
_LEAST_ALIKE = 0.4


@dataclass(frozen=True)
class Line:
    """``kind``: came, went, same, or gap between two places. ``pieces``: its words with its sign,
    and of each piece whether the other side has it differently."""

    kind: str
    pieces: tuple[Piece, ...]


def lines_of(diff: str) -> list[Line]:
    """The lines of one or more unified diffs, joined by line breaks."""
    found: list[Line] = []
    is_elsewhere = False
    for went, came, line in _runs(diff.split("\n")):
        for old, new in zip(went, came, strict=False):
            _mark(old, new)
        here = [Line("went", tuple(one)) for one in went]
        here += [Line("came", tuple(one)) for one in came]
        begins_place = line.startswith("@@")
        if not begins_place and not _KEY.fullmatch(line):
            here.append(Line("same", ((line, False),)))
        if here:
            found += [Line("gap", (("…", False),))] if is_elsewhere and found else []
            found += here
        is_elsewhere = begins_place or (is_elsewhere and not here)
    return found


def _runs(lines: Sequence[str]) -> Iterator[tuple[list[list[Piece]], list[list[Piece]], str]]:
    """Lines that went, lines that came in their place, and the line after them."""
    went: list[list[Piece]] = []
    came: list[list[Piece]] = []
    for number, whole in enumerate(lines):
        if _is_header(lines, number):
            continue
        line = whole if whole.startswith("@@") else _INDENT.sub(" ", whole, count=1)
        if line.startswith(("-", "+")):
            (went if line[0] == "-" else came).append([(line, False)])
            continue
        yield went, came, line
        went, came = [], []
    yield went, came, ""


def _is_header(lines: Sequence[str], number: int) -> bool:
    """Whether it is one of the two lines with the name of the file."""
    for first in (number, number - 1):
        here = lines[max(first, 0) : first + 3]
        starts = ("--- ", "+++ ", "@@ ")
        if len(here) == 3 and all(map(str.startswith, here, starts)):
            return True
    return False


def _mark(old: list[Piece], new: list[Piece]) -> None:
    """Cuts two lines where they differ."""
    sides = []
    for side in (old, new):
        sign = _SIGN.match(side[0][0])
        assert sign is not None
        sides.append((sign[0], _WORD.findall(side[0][0][sign.end() :])))
    (old_sign, before), (new_sign, after) = sides
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return
    old[:], new[:] = [(old_sign, False)], [(new_sign, False)]
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        for side, words in ((old, before[old_start:old_end]), (new, after[new_start:new_end])):
            if words:
                side.append(("".join(words), kind != "equal"))
