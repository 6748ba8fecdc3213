"""bot/store/writer.py: an entry that is refused, or a database that fails."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError

from bot.store.schema import SchemaTooNewError
from bot.store.writer import is_refusal

WAIT_SECONDS = 60.0


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        (IntegrityError("", {}, Exception()), True),
        (DataError("", {}, Exception()), True),
        (StatementError("", "", {}, ValueError()), True),
        (ValueError(), True),
        (KeyError("x"), True),
        (OperationalError("", {}, sqlite3.OperationalError("database is locked")), False),
        (OperationalError("", {}, sqlite3.OperationalError("disk I/O error")), False),
        (OSError("no space"), False),
        (SchemaTooNewError("newer"), False),
    ],
)
def test_what_is_the_entrys_fault(error: Exception, refused: bool) -> None:
    assert is_refusal(error) is refused
