"""bot/run/server.py: what is found out when the server is made, before a patient writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.errors import DataError
from bot.content.loaded import Content, Folders, using
from bot.run.server import create_server
from bot.settings.paths import DATA_DIR, MODELS_DIR


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("red_flags/talk.yml", "worse:", "worst:"),
        ("languages/es/urgent.yml", "check:", "chek:"),
        ("context/menu.yml", "button:", "buton:"),
        ("context/expectations.yml", "topic:", "topik:"),
        ("vocabulary/treatment.yml", "cancer vaccine: [", "cancer vaccine: 1 #"),
    ],
)
def test_a_slip_in_what_replies_need_is_named(
    file: str, old: str, new: str, tmp_path: Path
) -> None:
    folders = Folders(tmp_path / "data")
    shutil.copytree(DATA_DIR, folders.data)
    path = folders.data / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with using(Content(folders)), pytest.raises(DataError, match=rf"{path}, line \d+: "):
        create_server(MODELS_DIR / "assistant.tar.gz", 0)
