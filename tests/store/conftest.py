"""The same tests on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings.clinic import Clinic, Notify, load_clinic
from bot.store import record_rows
from bot.store.archive import Archive
from bot.store.database import (
    Database,
    conversations_database,
    conversations_reader,
    database_at,
    records_database,
)
from tests.store.postgres import Postgres, binaries, missing, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if binaries() is None:
        missing()
    with running_postgres() as server:
        yield server


@dataclass(frozen=True)
class Addresses:
    """The databases of one test, and a folder of its own."""

    conversations: str
    records: str
    folder: Path
    is_sqlite: bool

    @property
    def file(self) -> Path:
        """Of the conversations, where they are SQLite."""
        return self.folder / "conversations.db"

    def database(self, seconds: float = 2.0) -> Database:
        return Database("conversations", self.conversations, seconds)


@pytest.fixture(params=["sqlite", "postgresql"])
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> Addresses:
    if request.param == "sqlite":
        return sqlite_addresses(tmp_path)
    postgres: Postgres = request.getfixturevalue("postgres")
    return Addresses(postgres.new_database(), postgres.new_database(), tmp_path, False)


def sqlite_addresses(folder: Path) -> Addresses:
    conversations, records = (
        f"sqlite:///{folder / f'{name}.db'}" for name in ("conversations", "records")
    )
    return Addresses(conversations, records, folder, True)


@pytest.fixture
def files(tmp_path: Path) -> Addresses:
    """For what only files can suffer."""
    return sqlite_addresses(tmp_path)


@pytest.fixture
def in_use(addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> Iterator[Addresses]:
    """The databases of this test are those of the process."""
    yield from _used(addresses, monkeypatch)


@pytest.fixture
def files_in_use(files: Addresses, monkeypatch: pytest.MonkeyPatch) -> Iterator[Addresses]:
    yield from _used(files, monkeypatch)


def _used(addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> Iterator[Addresses]:
    monkeypatch.setenv("BOT_CONVERSATIONS_URL", addresses.conversations)
    monkeypatch.setenv("BOT_RECORDS_URL", addresses.records)
    yield addresses
    for database in (records_database(), conversations_database(), conversations_reader()):
        database.dispose()
    database_at.cache_clear()


@pytest.fixture
def archive(in_use: Addresses) -> Iterator[Archive]:
    archive = Archive(in_use.folder)
    archive.start()
    yield archive
    archive.stop()


@pytest.fixture
def notifying(monkeypatch: pytest.MonkeyPatch) -> Clinic:
    clinic = load_clinic().copy(update={"notify": Notify(webhook="http://127.0.0.1:9/")})
    monkeypatch.setattr(record_rows, "clinic", lambda: clinic)
    return clinic
