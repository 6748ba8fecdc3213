"""The schema of a database, kept by Alembic: made when missing, brought up to date when old."""

from __future__ import annotations

import logging
import threading
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

_FOLDER = Path(__file__).with_name("migrations")
# Alembic keeps what it works on in a module of its own, so only one upgrade runs in a process.
_UPGRADING = threading.Lock()


class SchemaTooNewError(RuntimeError):
    """A newer version of the assistant has made the database; the message says what to do."""


def is_current(name: str, connection: Connection) -> bool:
    """Whether a database (conversations or records) has this version's schema.

    Raises:
        SchemaTooNewError: where it has a newer one.
    """
    current = _current_revision(connection)
    known, head = _revisions(name)
    if current is not None and current not in known:
        raise SchemaTooNewError(
            f"The database of the {name} was made by a newer version of the assistant "
            f"(schema {current}). Use that version, or another database."
        )
    return current == head


def upgrade_schema(name: str, connection: Connection) -> None:
    """Brings one database to this version's schema, within the connection's transaction.

    Raises:
        SchemaTooNewError: where it already has a newer one.
    """
    if is_current(name, connection):
        return
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = _config(name)
    config.attributes["connection"] = connection
    with _UPGRADING:
        command.upgrade(config, "head")


@lru_cache(maxsize=4)
def _revisions(name: str) -> tuple[frozenset[str], str | None]:
    """The revisions that this version knows, and the last of them."""
    scripts = ScriptDirectory.from_config(_config(name))
    known = frozenset(script.revision for script in scripts.walk_revisions())
    return known, scripts.get_current_head()


def _config(name: str) -> Config:
    config = Config()
    config.set_main_option("path_separator", "os")
    # A per cent sign would be read as a reference to another option.
    for option, folder in (("script_location", _FOLDER), ("version_locations", _FOLDER / name)):
        config.set_main_option(option, str(folder).replace("%", "%%"))
    return config


def _current_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None
