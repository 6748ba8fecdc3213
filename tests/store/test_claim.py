"""One server a database."""

from __future__ import annotations

import pytest

from bot.store import claim
from bot.store.claim import DatabaseInUseError, claim_database
from tests.store.conftest import Addresses
from tests.store.postgres import Postgres


def test_a_second_server_is_refused_until_the_first_ends(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "_PATIENCE_SECONDS", 0.3)
    address, other = postgres.new_database(), postgres.new_database()
    first = claim_database("conversations", address)
    assert first is not None
    with pytest.raises(DatabaseInUseError):
        claim_database("conversations", address)
    second = claim_database("conversations", other)
    assert second is not None
    first.close()
    third = claim_database("conversations", address)
    assert third is not None
    records = claim_database("records", address)
    assert records is not None, "both kinds may lie in one database"
    records.close()
    third.close()
    second.close()


def test_files_are_covered_by_the_state_folder(files: Addresses) -> None:
    assert claim_database("conversations", files.conversations) is None
    assert not files.file.exists()


def test_what_cannot_be_reached_keeps_nobody_from_starting() -> None:
    assert claim_database("conversations", "postgresql://bot@127.0.0.1:1/none") is None
