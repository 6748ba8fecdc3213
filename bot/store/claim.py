"""One server a PostgreSQL database: a second would not see what the first has in its memory."""

from __future__ import annotations

import logging
import time

from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

logger = logging.getLogger(__name__)

# Any numbers that no one else locks by; both kinds may lie in one database.
_LOCKS = {"conversations": 20_221_129, "records": 20_221_130}
_CONNECT_SECONDS = 2
# A server that was killed and is started again waits for PostgreSQL to notice the end of the first.
_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.2


class DatabaseInUseError(RuntimeError):
    """Another server uses the database."""


def claim_database(name: str, url: str) -> Connection | None:
    """Claims a PostgreSQL database for this process → a connection; closing it, or the end of the
    process, ends the claim. None: it is SQLite, which the state folder's lock covers, or it cannot
    be reached, which must not keep a server from answering patients.

    Args:
        name: conversations or records.

    Raises:
        DatabaseInUseError: where another server has it.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return None
    engine = create_engine(
        address,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"connect_timeout": _CONNECT_SECONDS},
    )
    try:
        connection = engine.connect()
        if _is_claimed_within_patience(connection, _LOCKS[name]):
            return connection
        connection.close()
    except SQLAlchemyError as error:
        logger.warning("A database could not be claimed: %s", type(error).__name__)
        return None
    raise DatabaseInUseError


def _is_claimed_within_patience(connection: Connection, lock: int) -> bool:
    end = time.monotonic() + _PATIENCE_SECONDS
    query = f"SELECT pg_try_advisory_lock({lock}, hashtext(current_schema()))"
    while True:
        if connection.exec_driver_sql(query).scalar():
            return True
        if time.monotonic() > end:
            return False
        time.sleep(_PAUSE_SECONDS)
