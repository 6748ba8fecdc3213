"""python -m bot content: what staff see."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest

from bot.content.faq_files import Place
from bot.content.full_check import slips_of_all_content
from bot.content.loaded import Folders
from bot.content.yaml_slips import Problem
from bot.run.content_commands import ContentError, add_content_commands, unsigned_line
from bot.run.training import train
from bot.settings.paths import DATA_DIR, DOMAIN_FILE, FAQ_DIR


def run(*arguments: str) -> list[str]:
    """Runs a command; returns what it says."""
    said: list[str] = []
    parser = argparse.ArgumentParser()
    add_content_commands(parser, said.append)
    parsed = parser.parse_args(arguments)
    parsed.do(parsed)
    return said


@pytest.fixture
def slips(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        Problem(Place(FAQ_DIR / "skin.yml", 7), "there is a tab", "Use spaces."),
        Problem(Place(FAQ_DIR / "skin.yml", 9), "no source is named", "Add one."),
    ]
    monkeypatch.setattr("bot.content.full_check.check_content", lambda *_: found)


def test_check_says_that_all_is_well_and_what_is_not_signed() -> None:
    said = run("check")
    assert said[0] == "The content is in order."
    assert said[1] == unsigned_line()


LISTED = (
    "bot/data/faq/skin.yml, line 7: there is a tab\n    Use spaces.\n"
    "bot/data/faq/skin.yml, line 9: no source is named\n    Add one.\n"
    "2 slips in the content."
)


@pytest.mark.usefixtures("slips")
@pytest.mark.parametrize(
    "arguments", [["check"], ["review", "--out", "unused"], ["sign", "skin/onset", "--by", "Ada"]]
)
def test_slips_are_listed_with_place_and_help(arguments: list[str]) -> None:
    with pytest.raises(ContentError) as refused:
        run(*arguments)
    assert str(refused.value) == LISTED
    assert not Path("unused").exists()


def test_a_slip_in_a_red_flag_list_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA_DIR, data)
    file = data / "red_flags" / "talk.yml"
    file.write_text(file.read_text("utf-8").replace("\nworse:", "\nworser:"), encoding="utf-8")
    monkeypatch.setattr(slips_of_all_content, "__defaults__", (Folders(data), DOMAIN_FILE))
    with pytest.raises(ContentError, match=r"talk\.yml, line 1: add the line “worse: …”"):
        run("check")


@pytest.mark.usefixtures("slips")
def test_slips_are_refused_before_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.run.training.MODELS_DIR", tmp_path)
    monkeypatch.setattr("bot.run.checked_content.MODELS_DIR", tmp_path)
    with pytest.raises(ContentError, match="2 slips in the content"):
        train(lambda _: None, force=True)


def test_the_review_sheet_is_written_where_it_is_said(tmp_path: Path) -> None:
    target = tmp_path / "folder" / "review.html"
    (said,) = run("review", "--out", str(target))
    assert str(target) in said
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_an_unknown_topic_is_not_signed() -> None:
    with pytest.raises(ContentError, match="There is no answer to skin/nothing"):
        run("sign", "skin/nothing", "--by", "Ada")


def test_unsigned_answers_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.content.faq_files.unsigned_topics", lambda _: ["skin/onset"])
    line = unsigned_line()
    assert line is not None
    assert line.startswith("1 of ")
    monkeypatch.setattr("bot.content.faq_files.unsigned_topics", lambda _: [])
    assert unsigned_line() is None
