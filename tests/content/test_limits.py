"""limits.yml: the numbers that a clinician may judge."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.context_files import context_knowledge
from bot.content.full_check import slips_of_lists
from bot.content.limits import LIMITS_FILE, LimitsError, load_limits
from bot.content.loaded import Folders
from bot.content.triage import load_triage
from bot.settings.paths import DATA_DIR, TRIAGE_DIR

# What stands there, what stands there instead, and what is said about it.
MISTAKES: list[tuple[str, str, str]] = [
    ("value: 37.5", "value: warm", "line 13: “value” should be a number above 0"),
    ("value: 37.5", "value: 0", "line 13: “value” should be a number above 0"),
    ("limit: first_days", "limit: first_weeks", "line 16: “first_weeks” is unknown; known are"),
    ("limit: first_days", "limit: cell_therapy_days", "“cell_therapy_days” stands twice"),
    ("  source: UK helplines\n", "", "add the line “source: …”"),
    ("- limit: no_fever", "- limits: no_fever", "add the line “limit: …”"),
]


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES)
def test_a_mistake_is_reported(tmp_path: Path, old: str, new: str, expected: str) -> None:
    folder = tmp_path / "triage"
    shutil.copytree(TRIAGE_DIR, folder)
    file = folder / LIMITS_FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LimitsError) as error:
        load_limits(folder)
    assert f"{file}" in str(error.value)
    assert expected in str(error.value)


def test_a_number_that_is_missing_is_reported(tmp_path: Path) -> None:
    text = (TRIAGE_DIR / LIMITS_FILE).read_text(encoding="utf-8")
    last = text.index("- limit: cell_therapy_days")
    (tmp_path / LIMITS_FILE).write_text(text[:last], encoding="utf-8")
    with pytest.raises(LimitsError, match="add an entry “limit: cell_therapy_days”"):
        load_limits(tmp_path)


def test_the_content_check_reads_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA_DIR, data)
    file = data / TRIAGE_DIR.name / LIMITS_FILE
    file.write_text(file.read_text(encoding="utf-8").replace("value: 2", "value: two"), "utf-8")
    assert any(
        "“value” should be a number above 0" in slip for slip in slips_of_lists(Folders(data))
    )


def test_triage_and_context_go_by_the_same_numbers() -> None:
    assert load_triage().limits == context_knowledge().limits == load_limits()
