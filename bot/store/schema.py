"""The schema of a database, kept by Alembic: made when missing, brought up to date when old."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

_FOLDER = Path(__file__).with_name("migrations")


class SchemaTooNewError(RuntimeError):
    """A newer version of the assistant has made the database; the message says what to do."""


def upgrade_schema(name: str, connection: Connection) -> None:
    """Brings one database (conversations or records) to this version's schema.

    Raises:
        SchemaTooNewError: where it already has a newer one.
    """
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("version_locations", str(_FOLDER / name))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    current = _current_revision(connection)
    if current == scripts.get_current_head():
        return
    if current is not None and current not in _known_revisions(scripts):
        raise SchemaTooNewError(
            f"The database of the {name} was made by a newer version of the assistant "
            f"(schema {current}). Use that version, or another database."
        )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(config, "head")


def _current_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None


def _known_revisions(scripts: ScriptDirectory) -> set[str]:
    return {script.revision for script in scripts.walk_revisions()}
