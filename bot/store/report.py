"""What happened in a time: figures for staff, from the records. No text but masked questions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import select

from bot.store.database import records
from bot.store.records import FeedbackRow, RedFlagEvent, TurnRow, UnansweredQuestion

# What masking leaves in place of a name, an address or a number is no word of a question.
_MASK = re.compile(r"\[[a-z-]+\]|#")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Times:
    """Milliseconds that patients waited: how many values, their median, and the longest."""

    count: int
    median: float | None
    longest: float | None

    @classmethod
    def of(cls, milliseconds: Iterable[float | None]) -> Times:
        """Counts also the rows without a time, which older versions wrote."""
        rows = list(milliseconds)
        known = [value for value in rows if value is not None]
        return cls(len(rows), median(known) if known else None, max(known, default=None))


@dataclass(frozen=True)
class Asked:
    """An unanswered question, masked. ``times``: how often it was asked in the same words;
    ``offered``: topics that came close; ``ids``: its rows."""

    text: str
    times: int
    last: datetime
    channels: tuple[str, ...]
    offered: tuple[str, ...]
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Votes:
    """How often an answer was said to help, and not to help."""

    helpful: int
    unhelpful: int


@dataclass(frozen=True)
class Day:
    """Turns by kind, red flags by tier, and the median time to answer in milliseconds. None of the
    days between the first and the last is left out."""

    day: date
    kinds: Mapping[str, int]
    tiers: Mapping[str, int]
    milliseconds: float | None


@dataclass(frozen=True)
class Report:
    """What happened since ``since`` (UTC)."""

    since: datetime
    turns: Times
    conversations: int
    kinds: Mapping[str, int]
    channels: Mapping[str, int]
    tiers: Mapping[str, Times]
    symptoms: Mapping[str, Times]
    unanswered: Sequence[Asked]
    feedback: Mapping[str, Votes]
    days: Sequence[Day]


def report_since(since: datetime, buttons: Collection[str] = ()) -> Report:
    """Reads the records. ``buttons``: what stands on buttons, which is no question of a patient.

    Raises SQLAlchemyError or OSError where the records cannot be read.
    """
    turns = _rows(TurnRow, since)
    flags = _rows(RedFlagEvent, since)
    return Report(
        since=since,
        turns=Times.of(turn.milliseconds for turn in turns),
        conversations=len({turn.conversation for turn in turns}),
        kinds=_counted(turn.kind for turn in turns),
        channels=_counted(turn.channel for turn in turns),
        tiers=_times((flag.tier, flag.milliseconds) for flag in flags),
        symptoms=_times((name, flag.milliseconds) for flag in flags for name in flag.findings),
        unanswered=_asked(_rows(UnansweredQuestion, since), buttons),
        feedback=_votes(_rows(FeedbackRow, since)),
        days=_days(turns, flags),
    )


def is_question(text: str, buttons: Collection[str] = ()) -> bool:
    """Whether a masked text has a word of its own, and is not what stands on a button."""
    return bool(_WORD.search(_MASK.sub("", text))) and _key(text) not in set(map(_key, buttons))


def _rows(table: Any, since: datetime) -> list[Any]:
    columns = [column for column in table.__table__.columns]
    with records() as session:
        return list(session.execute(select(*columns).where(table.at >= since).order_by(table.id)))


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def _times(pairs: Iterable[tuple[str, float | None]]) -> dict[str, Times]:
    values: dict[str, list[float | None]] = defaultdict(list)
    for name, milliseconds in pairs:
        values[name].append(milliseconds)
    ordered = sorted(values.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {name: Times.of(found) for name, found in ordered}


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _asked(rows: Iterable[Any], buttons: Collection[str]) -> list[Asked]:
    same: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if is_question(row.text, buttons):
            same[_key(row.text)].append(row)
    found = [
        Asked(
            text=group[-1].text,
            times=len(group),
            last=max(row.at for row in group),
            channels=tuple(sorted({row.channel for row in group})),
            offered=tuple(dict.fromkeys(topic for row in group for topic in row.offered)),
            ids=tuple(row.id for row in group),
        )
        for group in same.values()
    ]
    return sorted(found, key=lambda asked: (-asked.times, -asked.last.timestamp()))


def _votes(rows: Iterable[Any]) -> dict[str, Votes]:
    by_topic: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in rows:
        by_topic[row.topic][bool(row.helpful)] += 1
    ordered = sorted(by_topic.items(), key=lambda pair: (-pair[1][False], pair[0]))
    return {topic: Votes(votes[True], votes[False]) for topic, votes in ordered}


def _days(turns: Iterable[Any], flags: Iterable[Any]) -> list[Day]:
    turns_of: dict[date, list[Any]] = defaultdict(list)
    flags_of: dict[date, list[Any]] = defaultdict(list)
    for turn in turns:
        turns_of[turn.at.date()].append(turn)
    for flag in flags:
        flags_of[flag.at.date()].append(flag)
    return [
        Day(
            day,
            _counted(turn.kind for turn in turns_of[day]),
            _counted(flag.tier for flag in flags_of[day]),
            Times.of(turn.milliseconds for turn in turns_of[day]).median,
        )
        for day in _from_first_to_last({*turns_of, *flags_of})
    ]


def _from_first_to_last(days: Collection[date]) -> list[date]:
    if not days:
        return []
    first, last = min(days), max(days)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
