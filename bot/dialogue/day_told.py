"""Which day a message tells of a treatment. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from bot.dialogue.reading import Reading
from bot.dialogue.time_words import WEEKDAYS

_NEXT, _LAST = "weekday", "last weekday"
_WEEK = len(WEEKDAYS)


def day_told(reading: Reading, today: date) -> date | None:
    """The day of the treatment that a message names; None where it names none. "On Tuesday" is the
    next one of that name, and the last one where it is told as past; never today."""
    if reading.days is None:
        return None
    times = reading.knowledge.times
    for match in reading.matches:
        if match.label.startswith("time:") and match.name in (_NEXT, _LAST):
            named = reading.words.norm(match.end - 1)
            if named in WEEKDAYS and reading.days == times[match.name].days:
                return _of_that_name(WEEKDAYS.index(named), today, is_past=match.name == _LAST)
    return today + timedelta(days=reading.days)


def _of_that_name(weekday: int, today: date, *, is_past: bool) -> date:
    ahead = (weekday - today.weekday()) % _WEEK or _WEEK
    back = (today.weekday() - weekday) % _WEEK or _WEEK
    return today + timedelta(days=-back if is_past else ahead)
