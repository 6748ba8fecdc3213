"""bot/run/server.py: what is found out when the server is made, before a patient writes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.errors import DataError
from bot.content.languages import language_words
from bot.content.red_flag_talk import safety_talk
from bot.run.server import create_server
from bot.settings.paths import LANGUAGES_DIR, MODELS_DIR, RED_FLAG_DIR


@pytest.fixture
def nothing_read() -> Iterator[None]:
    """As in a new process, and afterwards again."""
    for read in (safety_talk, language_words):
        read.cache_clear()
    yield
    for read in (safety_talk, language_words):
        read.cache_clear()


@pytest.mark.usefixtures("nothing_read")
@pytest.mark.parametrize(
    ("folder", "used_by", "file", "old", "new"),
    [
        (RED_FLAG_DIR, "bot.content.red_flag_talk.RED_FLAG_DIR", "talk.yml", "worse:", "worst:"),
        (LANGUAGES_DIR, "bot.content.languages.LANGUAGES_DIR", "es/urgent.yml", "check:", "chek:"),
    ],
)
def test_a_slip_in_what_every_reply_needs_is_named(
    folder: Path,
    used_by: str,
    file: str,
    old: str,
    new: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(used_by, copy)
    with pytest.raises(DataError, match=rf"{copy / file}, line \d+: add .*{old}"):
        create_server(MODELS_DIR / "assistant.tar.gz", 0)
