"""A start looks for slips in content that is new, and not again in what was in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import checked
from bot.run import checked_content
from bot.run.checked_content import refuse_new_slips
from bot.run.content_commands import ContentError
from bot.settings.paths import MODELS_DIR


@pytest.fixture
def looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each look for slips found in the project's only file of content; a slip is "slip"."""
    content = tmp_path / "data" / "answers.yml"
    content.parent.mkdir()
    content.write_text("in order", encoding="utf-8")
    found: list[str] = []

    def look() -> None:
        found.append(content.read_text(encoding="utf-8"))
        if found[-1] == "slip":
            raise ContentError("answers.yml, line 1: a slip")

    monkeypatch.setattr(checked_content, "refuse_slips", look)
    monkeypatch.setattr(checked_content, "ROOT", tmp_path)
    monkeypatch.setattr(checked_content, "MODELS_DIR", tmp_path)
    monkeypatch.setattr(checked_content, "DATA_DIR", content.parent)
    monkeypatch.setattr(checked_content, "_files", lambda: iter([content]))
    return found


def test_what_was_in_order_is_not_looked_at_again(looked: list[str]) -> None:
    refuse_new_slips()
    refuse_new_slips()
    assert looked == ["in order"]


def test_what_is_new_is_looked_at(looked: list[str], tmp_path: Path) -> None:
    refuse_new_slips()
    (tmp_path / "data" / "answers.yml").write_text("in order, too", encoding="utf-8")
    refuse_new_slips()
    assert looked == ["in order", "in order, too"]


def test_copies_of_the_project_share_what_was_in_order(looked: list[str], tmp_path: Path) -> None:
    answers = tmp_path / "data" / "answers.yml"
    for words in ("in order", "in order there", "in order", "in order there"):
        answers.write_text(words, encoding="utf-8")
        refuse_new_slips()
    assert looked == ["in order", "in order there"]


def test_a_slip_is_refused_at_every_start(looked: list[str], tmp_path: Path) -> None:
    refuse_new_slips()
    (tmp_path / "data" / "answers.yml").write_text("slip", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(ContentError):
            refuse_new_slips()
    assert looked == ["in order", "slip", "slip"]


def test_content_code_and_domain_count() -> None:
    files = {path.name for path in checked_content._files()}
    assert {"domain.yml", "skin.yml", "talk.yml", "checker.py", "phrases.py"} <= files


def test_topics_and_all_content_are_remembered_apart() -> None:
    """In one file each would forget what the other found, and every start check both again."""
    assert checked._KNOWN.parent == MODELS_DIR
    assert checked._KNOWN.name != checked_content._FILE
