"""The records' database: engine, sessions, tables made when missing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, declarative_base

from bot.store.addresses import records_url

Base: Any = declarative_base()
_SQLITE_WAIT_SECONDS = 5
_SQLITE_PAUSE_SECONDS = 0.02


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of an address, with the tables of this package created."""
    place = make_url(url)
    # The parameters of a failed statement may hold a patient's words; errors are logged without.
    if place.get_backend_name() != "sqlite":
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
    else:
        engine = create_engine(
            url,
            hide_parameters=True,
            connect_args={"timeout": _SQLITE_WAIT_SECONDS, "check_same_thread": False},
        )
        event.listen(engine, "connect", _use_write_ahead_log)
    _create_missing_tables(engine)
    return engine


def _create_missing_tables(engine: Engine) -> None:
    """Makes what is missing. The assistant and the action server may both do so at the same
    moment; who comes second finds one more table there each time, and looks again."""
    for _ in Base.metadata.sorted_tables:
        try:
            return Base.metadata.create_all(engine)
        except DBAPIError as error:
            if "already exists" not in str(error.orig):
                raise
    return Base.metadata.create_all(engine)


def _use_write_ahead_log(connection: Any, _record: Any) -> None:
    """Readers and one writer do not block each other; a commit survives the process.

    Of several who change a new file's mode at once SQLite refuses some at once, whatever the
    time-out of the connection, so they try again as long as that.
    """
    give_up = time.monotonic() + _SQLITE_WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
        time.sleep(_SQLITE_PAUSE_SECONDS)


@contextmanager
def records() -> Iterator[Session]:
    """A session that commits at the end, or rolls back and passes the error on."""
    with Session(engine_for(records_url())) as session, session.begin():
        yield session


def utc_now() -> datetime:
    """The time in UTC, without a zone: not every database keeps one."""
    return datetime.now(timezone.utc).replace(tzinfo=None)
