"""english.yml: small words of English by what they do in a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.context_files import context_knowledge
from bot.content.english import ENGLISH_FILE, EnglishError, load_english
from bot.content.full_check import slips_of_lists
from bot.content.loaded import Folders
from bot.content.triage import load_triage
from bot.settings.paths import DATA_DIR, TRIAGE_DIR

A_WORD = "should be one word in small letters, without an apostrophe"
# What stands there, what stands there instead, and what is said about it.
MISTAKES: list[tuple[str, str, str]] = [
    ("owning: [my, mine, ive]", "owning: [my, mine, i've]", f"an entry of “owning” {A_WORD}"),
    ("owning: [my, mine, ive]", "owning: [My, mine, ive]", f"an entry of “owning” {A_WORD}"),
    ("owning: [my, mine, ive]", "owning: [my own, ive]", f"an entry of “owning” {A_WORD}"),
    ("owning: [my, mine, ive]", "owning: my", "line 12: “owning” should be a list"),
    ("owning: [my, mine, ive]", "owning: []", "line 12: “owning” should be a list"),
    ("owning: [", "ownning: [", "add the line “owning: …”"),
    (
        "still: [still]",
        "stil: [still]\nstill: [still]",
        "“stil” is unknown here, do you mean “still”",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES)
def test_a_mistake_is_reported(tmp_path: Path, old: str, new: str, expected: str) -> None:
    text = (TRIAGE_DIR / ENGLISH_FILE).read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / ENGLISH_FILE
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(EnglishError) as error:
        load_english(tmp_path)
    assert f"{file}" in str(error.value)
    assert expected in str(error.value)


def test_the_content_check_reads_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA_DIR, data)
    file = data / TRIAGE_DIR.name / ENGLISH_FILE
    file.write_text(file.read_text(encoding="utf-8").replace("[still]", "[Still]"), "utf-8")
    assert any(A_WORD in slip for slip in slips_of_lists(Folders(data)))


def test_triage_and_context_read_the_same_words() -> None:
    assert load_triage().english == context_knowledge().english == load_english()


def test_words_that_serve_two_ends_stand_in_one_list() -> None:
    english = load_english()
    assert {"mum", "i", "our"} <= english.persons
    assert "my" not in english.writer_alone
    assert {"me", "ive"} <= english.writer_alone
    assert {"what", "should"} <= english.begins_a_question
    assert "if" not in english.begins_a_question
    assert {"what", "if"} <= english.begins_a_follow_up
