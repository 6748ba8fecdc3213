"""SQLite files that could not be read as databases, put aside for whoever may rescue something.

They may hold patients' words, and nobody can delete one conversation in them; so they are kept for
a short while only.
"""

from __future__ import annotations

import logging
import os
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

logger = logging.getLogger(__name__)

_MARK = ".unreadable-"
# Long enough to notice and to rescue; a shorter retention of the clinic goes first.
MOST_DAYS = 14


def put_aside(file: Path) -> Path:
    """Moves a file, with its log, out of the way → where it lies now."""
    aside = file.with_name(f"{file.name}{_MARK}{time.time_ns()}")
    os.replace(file, aside)
    os.chmod(aside, 0o600)
    for companion in ("-wal", "-shm"):
        file.with_name(file.name + companion).unlink(missing_ok=True)
    return aside


def files_aside(file: Path | None) -> list[Path]:
    """What was put aside of a database's file, oldest first."""
    if file is None:
        return []
    return sorted(path for path in file.parent.glob(f"{file.name}{_MARK}*") if _when(path))


def delete_aside(file: Path | None, days: int, now: datetime) -> int:
    """Deletes what was put aside longer than ``days`` ago, and longer than MOST_DAYS; says what is
    left → how many files are gone."""
    gone = 0
    for path in files_aside(file):
        ends = (_when(path) or now) + timedelta(days=min(days, MOST_DAYS))
        if ends <= now:
            path.unlink(missing_ok=True)
            gone += 1
        else:
            logger.warning(
                "%s could not be read as a database and may hold patients' words. It is deleted on "
                "%s; earlier with: python -m bot privacy purge --unreadable",
                path.name,
                ends.date(),
            )
    return gone


def _when(path: Path) -> datetime | None:
    """When a file was put aside, in UTC without a zone; None where its name does not say so."""
    nanoseconds = path.name.rpartition("-")[2]
    if not nanoseconds.isdecimal():
        return None
    at = datetime.fromtimestamp(int(nanoseconds) / 1e9, timezone.utc)
    return at.replace(tzinfo=None)
