"""Fixtures that many tests need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import environment
from bot.store.addresses import records_url
from bot.store.database import engine_for

environment.prepare()


@pytest.fixture
def own_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Real SQLite databases of this test alone, in the folder that is given back."""
    monkeypatch.setenv("BOT_RECORDS_URL", f"sqlite:///{tmp_path / 'records.db'}")
    monkeypatch.setenv("BOT_CONVERSATIONS_URL", f"sqlite:///{tmp_path / 'conversations.db'}")
    yield tmp_path
    engine_for(records_url()).dispose()
