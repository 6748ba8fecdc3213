"""Fixtures that many tests need."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer

from bot.content.red_flags import load_safety_settings
from bot.run import environment
from bot.safety import SafetySettings
from bot.settings.paths import ROOT
from bot.store.database import conversations_database, conversations_reader, records_database
from tests.safety.trained import trained_settings
from tests.servers import Website, running_assistant
from tests.workers import FilesAndServers

EXAMPLE_CLINIC = Path(__file__).with_name("example_clinic.yml")

os.environ["BOT_CLINIC"] = str(EXAMPLE_CLINIC)
environment.prepare()

# Files that take minutes begin first, so that no worker is left alone with one at the end.
_LONGEST_FIRST = (
    "staff/test_a_nurses_day.py",
    # The first of those that go to one worker together (see workers.py).
    "faults/test_edge.py",
    "web/test_accessibility.py",
    "understanding/test_figures.py",
    "faults/test_run.py",
    "staff/test_access.py",
    "faults/test_privacy.py",
    "actions/test_notifier.py",
    "staff/test_in_browser.py",
    "conversations/test_conversations.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {ROOT / "tests" / name: place for place, name in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndServers | None:
    return FilesAndServers(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """The modules and tests of now stay to the end: to look through them for garbage, again and
    again, takes some seconds of every worker."""
    gc.freeze()


@pytest.fixture
def own_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Real SQLite databases of this test alone, in the folder that is given back."""
    monkeypatch.setenv("BOT_RECORDS_URL", f"sqlite:///{tmp_path / 'records.db'}")
    monkeypatch.setenv("BOT_CONVERSATIONS_URL", f"sqlite:///{tmp_path / 'conversations.db'}")
    yield tmp_path
    for database in (records_database(), conversations_database(), conversations_reader()):
        database.dispose()


@pytest.fixture(scope="session")
def clinic_site() -> Iterator[Website]:
    """A clinic's own website, which may embed the widget of ``assistant_address``."""
    with Website().serving() as site:
        yield site


@pytest.fixture(scope="session")
def assistant_address(clinic_site: Website) -> Iterator[str]:
    """The address of a whole assistant, started as `make run` does it."""
    clinic_yaml = (ROOT / "clinic.yml").read_text(encoding="utf-8")
    allowed = f'allowed_origins: ["{clinic_site.address}"]'
    assert "allowed_origins: []" in clinic_yaml
    with running_assistant(clinic_yaml.replace("allowed_origins: []", allowed)) as address:
        yield address


@pytest.fixture(scope="session")
def rules_alone() -> SafetySettings:
    """What is left when the detector's file is missing."""
    return load_safety_settings(38.0)


@pytest.fixture(scope="session")
def settings() -> SafetySettings:
    """Rules and trained detector."""
    return trained_settings()
