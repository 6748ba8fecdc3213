"""Second messages after an answer, from which the topic classifier and the context learn."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.errors import DataError
from bot.content.faq_files import Place
from bot.content.yaml_slips import Problem
from bot.settings.paths import CONTEXT_DIR

FOLLOW_UPS_FILE = CONTEXT_DIR / "examples" / "follow_ups.tsv"
SMALL_TALK, OUT_OF_SCOPE = "smalltalk", "out_of_scope"
_REMARK = "remark"  # the intent
_COLUMNS = 4


class FollowUpError(DataError):
    """A line of follow_ups.tsv is wrong; says which, and how to correct it."""


@dataclass(frozen=True)
class FollowUp:
    """A message that was written after an answer.

    Attributes:
        topic: what had been answered.
        text: the message.
        right: topics that it asks about, the best first; or SMALL_TALK or OUT_OF_SCOPE alone.
        writer: who wrote it, so that nobody is judged by what was learned from himself.
    """

    topic: str
    text: str
    right: tuple[str, ...]
    writer: str


def read_follow_ups(path: Path = FOLLOW_UPS_FILE) -> tuple[FollowUp, ...]:
    """The file's examples. Raises FollowUpError for a line that is ill-formed."""
    return tuple(_examples(path))


def behind_title(title: str, text: str) -> str:
    """A message behind the question that was answered before it, as the classifier reads it."""
    return f"{title} {text}"


def examples_behind_titles(
    follow_ups: tuple[FollowUp, ...], titles: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Examples for the topic classifier: the message behind the title, and its best label. Small
    talk behind an answer is a remark: of which other kind it might be, the file does not say."""
    return [
        (
            behind_title(titles[one.topic], one.text),
            _REMARK if one.right[0] == SMALL_TALK else one.right[0],
        )
        for one in follow_ups
        if one.topic in titles
    ]


def problems_of_follow_ups(path: Path, topics: Collection[str]) -> Iterator[Problem]:
    """What must be put right in the file; ``topics``: those that have an answer."""
    known = {*topics, SMALL_TALK, OUT_OF_SCOPE}
    for place, columns in _rows(path):
        one = _follow_up(columns)
        if one is None:
            yield _ill_formed(place)
            continue
        for name in (one.topic, *one.right):
            if name not in known:
                yield Problem(
                    place,
                    f"there is no topic {name}",
                    "Write its id as it stands in bot/data/faq, or delete the line.",
                )


def _examples(path: Path) -> Iterator[FollowUp]:
    for place, columns in _rows(path):
        one = _follow_up(columns)
        if one is None:
            raise FollowUpError(str(_ill_formed(place)))
        yield one


def _rows(path: Path) -> Iterator[tuple[Place, list[str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield Place(path, number), [column.strip() for column in line.split("\t")]


def _follow_up(columns: list[str]) -> FollowUp | None:
    if len(columns) != _COLUMNS or not all(columns):
        return None
    topic, text, right, writer = columns
    return FollowUp(topic, text, tuple(one.strip() for one in right.split(",")), writer)


def _ill_formed(place: Place) -> Problem:
    return Problem(
        place,
        f"there should be {_COLUMNS} columns",
        "Write topic, message, what it asks about and writer, with a tab between them.",
    )
