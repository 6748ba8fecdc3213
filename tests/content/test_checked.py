"""bot/content/checked.py: content that was in order is not checked again until it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.checked import problems_of_content
from bot.content.checker import check_content
from bot.settings.paths import DOMAIN_FILE
from tests.content.copies import copy_of_some


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copy_of_some(tmp_path)


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were checked."""
    made: list[Path] = []

    def checking(data: Path, domain: Path) -> object:
        made.append(data)
        return check_content(data, domain)

    monkeypatch.setattr("bot.content.checked.check_content", checking)
    return made


def test_what_was_in_order_is_checked_once(data: Path, checks: list[Path], tmp_path: Path) -> None:
    known = tmp_path / "models" / "known"
    for _ in range(2):
        assert problems_of_content(data, DOMAIN_FILE, known) == []
    assert checks == [data]


def test_a_changed_file_is_checked_and_a_slip_is_not_forgotten(
    data: Path, checks: list[Path], tmp_path: Path
) -> None:
    known = tmp_path / "known"
    assert problems_of_content(data, DOMAIN_FILE, known) == []
    file = data / "sources.yml"
    file.write_text(file.read_text("utf-8") + "\n\tnot: yaml\n", encoding="utf-8")
    for _ in range(2):
        (problem,) = problems_of_content(data, DOMAIN_FILE, known)
        assert problem.place.path == file
    assert len(checks) == 3


def test_a_removed_file_is_noticed(data: Path, checks: list[Path], tmp_path: Path) -> None:
    known = tmp_path / "known"
    assert problems_of_content(data, DOMAIN_FILE, known) == []
    next(iter(sorted((data / "conversation").glob("*.yml")))).unlink()
    problems_of_content(data, DOMAIN_FILE, known)
    assert len(checks) == 2


def test_a_folder_that_cannot_be_written_costs_another_check(
    data: Path, checks: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    for _ in range(2):
        assert problems_of_content(data, DOMAIN_FILE, tmp_path / "file" / "known") == []
    assert len(checks) == 2
