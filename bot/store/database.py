"""A database: its engine, its schema, and whether it can be written now. SQLite or PostgreSQL."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from bot.store.addresses import conversations_url, records_url
from bot.store.schema import SchemaTooNewError, is_current, upgrade_schema
from bot.store.set_aside import MOST_DAYS, put_aside
from bot.store.sqlite_files import empty_log, exclusively, is_readable, log_ahead, make_private

logger = logging.getLogger(__name__)

# How long a statement may wait: of the writer, which nobody waits for, and of a reader.
_WRITE_SECONDS = 5.0
_READ_SECONDS = 0.5
_CONNECT_SECONDS = 2
# Any number that no one else locks by.
_SCHEMA_LOCK = 20_221_128
_NOT_A_DATABASE = ("file is not a database", "malformed", "not a database")


class Database:
    """One database by its address. The schema is made, or brought up to date, at the first use and
    again whenever the file behind the address is another one. Safe for use from several threads.
    """

    def __init__(self, name: str, url: str, seconds: float = _WRITE_SECONDS) -> None:
        """``name``: conversations or records. ``seconds``: how long a statement may wait."""
        self.name = name
        self._url = make_url(url)
        self._seconds = seconds
        self._lock = threading.RLock()
        self._engine: Engine | None = None
        self._file_id: tuple[int, int] | None = None
        self._has_schema = False

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database."""
        if self._url.get_backend_name() != "sqlite" or not self._url.database:
            return None
        return Path(self._url.database)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that commits at the end, or rolls back and passes the error on.

        Raises:
            SQLAlchemyError: where the database cannot be reached, read or written.
            SchemaTooNewError: where a newer version of the assistant has made it.
        """
        with self._usable_engine().begin() as connection:
            yield connection

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The same with SQLAlchemy's mapped classes."""
        with Session(self._usable_engine()) as session, session.begin():
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction for reads that see one state of the database, however many they are."""
        with self.begin() as connection:
            is_file = self.file is not None
            connection.exec_driver_sql(
                "BEGIN" if is_file else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
            )
            yield connection

    def can_be_written(self) -> bool:
        """Whether a write would succeed now: one is made and rolled back."""
        try:
            with self._usable_engine().connect() as connection:
                transaction = connection.begin()
                connection.execute(
                    text("INSERT INTO applied_entries (id, at) VALUES ('probe', :at)"),
                    {"at": utc_now()},
                )
                transaction.rollback()
        except (SQLAlchemyError, OSError, SchemaTooNewError):
            return False
        return True

    def check_anew(self) -> None:
        """After a failure: the next use opens new connections, and looks at file and schema again.
        Somebody may have put another database into the place of this one."""
        self.dispose()

    def tidy(self) -> None:
        """After deleting: what was deleted is not left in SQLite's log either. Where others are in
        the way for longer than a statement may wait, the next time does it."""
        if self.file is None:
            return
        try:
            with self._usable_engine().connect() as connection:
                is_empty = empty_log(connection.connection, self._seconds)
        except (SQLAlchemyError, OSError, sqlite3.Error) as error:
            logger.warning("%s cannot be tidied: %s", self.name, type(error).__name__)
            return
        if not is_empty:
            logger.warning("%s cannot be tidied: somebody reads for too long", self.name)

    def dispose(self) -> None:
        """Closes all connections; the next use opens new ones."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine, self._file_id, self._has_schema = None, None, False

    def _usable_engine(self) -> Engine:
        with self._lock:
            if self._has_schema and self._current_file_id() != self._file_id:
                logger.warning("The file of the %s is another one now.", self.name)
                self.dispose()
            if self._engine is None:
                self._engine = self._new_engine()
            if not self._has_schema:
                self._make_schema(self._engine)
                self._file_id = self._current_file_id()
                self._has_schema = True
            return self._engine

    def _new_engine(self) -> Engine:
        # The parameters of a failed statement may hold a patient's words: errors come without.
        if self.file is None:
            milliseconds = int(self._seconds * 1000)
            engine = create_engine(
                self._url,
                hide_parameters=True,
                pool_pre_ping=True,
                pool_timeout=self._seconds,
                connect_args={
                    "connect_timeout": _CONNECT_SECONDS,
                    "options": f"-c statement_timeout={milliseconds}",
                    # A server that is gone without a word is noticed within seconds.
                    "keepalives_idle": 5,
                    "keepalives_interval": 2,
                    "keepalives_count": 3,
                    "tcp_user_timeout": 10_000,
                },
            )
            event.listen(engine, "handle_error", _without_details)
            return engine
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_private(self.file)
        engine = create_engine(
            self._url,
            hide_parameters=True,
            poolclass=QueuePool,
            pool_timeout=self._seconds,
            connect_args={"timeout": self._seconds, "check_same_thread": False},
        )
        event.listen(engine, "connect", log_ahead(self._seconds))
        return engine

    def _make_schema(self, engine: Engine) -> None:
        try:
            with engine.begin() as connection:
                if is_current(self.name, connection):
                    return
            with engine.begin() as connection:
                # Several processes may start at once, and one may be killed half way.
                connection.exec_driver_sql(
                    f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})"
                    if self.file is None
                    else "BEGIN IMMEDIATE"
                )
                upgrade_schema(self.name, connection)
        except DatabaseError as error:
            if self.file is not None and any(sign in str(error.orig) for sign in _NOT_A_DATABASE):
                self._put_rubbish_aside(self.file)
            raise

    def _put_rubbish_aside(self, file: Path) -> None:
        """What is no database is kept under another name, so that the next use begins a new one."""
        self.dispose()
        with exclusively(file.with_name(f".{file.name}.lock"), self._seconds):
            if is_readable(file):
                return  # another process has begun a new one
            aside = put_aside(file)
        logger.error(
            "%s is no database: put aside as %s, for %d days at the most; a new one is begun.",
            file.name,
            aside.name,
            MOST_DAYS,
        )

    def _current_file_id(self) -> tuple[int, int] | None:
        if self.file is None:
            return None
        try:
            status = os.stat(self.file)
        except OSError:
            return None
        return status.st_dev, status.st_ino


def _without_details(context: Any) -> None:
    """PostgreSQL tells the whole row that it refused, with a patient's words in it."""
    error = context.original_exception
    error.args = (f"SQLSTATE {getattr(error, 'pgcode', None)}",)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"{type(error).__name__}: {error.args[0]}",)


@lru_cache(maxsize=32)
def database_at(name: str, url: str, seconds: float = _WRITE_SECONDS) -> Database:
    """The database of an address, one object for a process."""
    return Database(name, url, seconds)


def conversations_database() -> Database:
    """``BOT_CONVERSATIONS_URL``."""
    return database_at("conversations", conversations_url())


def records_database() -> Database:
    """``BOT_RECORDS_URL``."""
    return database_at("records", records_url())


def conversations_reader() -> Database:
    """The same as :func:`conversations_database` for reads that a patient waits for."""
    return database_at("conversations", conversations_url(), _READ_SECONDS)


@contextmanager
def records() -> Iterator[Session]:
    """A session on the records that commits at the end, or rolls back and passes the error on."""
    database = records_database()
    try:
        with database.session() as session:
            yield session
    except (SQLAlchemyError, OSError):
        database.check_anew()
        raise


def utc_now() -> datetime:
    """The time in UTC, without a zone: not every database keeps one."""
    return datetime.now(timezone.utc).replace(tzinfo=None)
