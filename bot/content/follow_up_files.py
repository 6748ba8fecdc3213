"""Second messages after an answer, from which the topic classifier and the context learn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.errors import DataError
from bot.settings.paths import CONTEXT_DIR, ROOT

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


def _examples(path: Path) -> Iterator[FollowUp]:
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != _COLUMNS or not all(columns):
            raise FollowUpError(
                f"{shown}, line {number}: there should be {_COLUMNS} columns with a tab between "
                "them: topic, message, what it asks about, writer."
            )
        topic, text, right, writer = columns
        yield FollowUp(topic, text, tuple(one.strip() for one in right.split(",")), writer)
