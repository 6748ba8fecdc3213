"""The records' database: engine, sessions, tables made when missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session, declarative_base

from bot.store.addresses import records_url

Base: Any = declarative_base()
_SQLITE_WAIT_SECONDS = 5


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of an address, with the tables of this package created."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True)
    else:
        engine = create_engine(
            url, connect_args={"timeout": _SQLITE_WAIT_SECONDS, "check_same_thread": False}
        )
        event.listen(engine, "connect", _use_write_ahead_log)
    Base.metadata.create_all(engine)
    return engine


def _use_write_ahead_log(connection: Any, _record: Any) -> None:
    """Readers and one writer do not block each other; a commit survives the process."""
    connection.execute("PRAGMA journal_mode=WAL")


@contextmanager
def records() -> Iterator[Session]:
    """A session that commits at the end, or rolls back and passes the error on."""
    with Session(engine_for(records_url())) as session, session.begin():
        yield session
