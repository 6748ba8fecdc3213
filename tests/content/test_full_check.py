"""bot/content/full_check.py: a slip in any list is named with file and line, without a model."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.content.full_check import slips_of_all_content, slips_of_lists
from bot.settings.paths import DATA_DIR, DOMAIN_FILE, ROOT

TALK, TRIAGE = "red_flags/talk.yml", "triage/skin.yml"
SPANISH, SAID = "languages/es/red_flags.yml", "languages/es/urgent.yml"
# File, what is replaced, by what → what is said.
SLIPS = [
    ("red_flags/emergency.yml", "  crisis: true", "  crisis: no", "“crisis” should be true or"),
    (TALK, "help_is_coming:", "help_comes:", "add the line “help_is_coming: …” to this entry"),
    (TRIAGE, "            mark: emergency", "            marks: emergency", "“marks” is unknown"),
    (SPANISH, "  past:", "  pasts:", "“pasts” is unknown here, do you mean “past”?"),
    (SPANISH, '"desmay*"', '"desmay(*"', "“desmay(*” is no phrase"),
    (SPANISH, "  collapse:", "  colapso:", "“colapso” is no symptom"),
    (SAID, "  welcome:", "  welcom:", "“welcom” is unknown here"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(DATA_DIR, tmp_path / "data")
    return tmp_path / "data"


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_projects_own_content_has_no_slip() -> None:
    assert slips_of_all_content() == []


@pytest.mark.parametrize(("name", "old", "new", "said"), SLIPS)
def test_a_slip_is_named_alone(name: str, old: str, new: str, said: str, data: Path) -> None:
    _replace(data / name, old, new)
    (slip,) = slips_of_lists(data)
    assert slip.startswith(f"{data / name}, line ")
    assert said in slip


@pytest.mark.parametrize("name", ["red_flags/examples/wrong.tsv", "triage/examples/wrong.tsv"])
def test_an_example_line_that_is_none_is_named(name: str, data: Path) -> None:
    (data / name).write_text("urgent\tfever\thot\n", encoding="utf-8")
    (slip,) = slips_of_lists(data)
    assert slip.startswith(f"{data / name}, line 1: write ")


def test_slips_of_several_files_are_named_together(data: Path) -> None:
    for name, old, new, _ in (SLIPS[1], SLIPS[2], SLIPS[3], SLIPS[6]):
        _replace(data / name, old, new)
    _replace(data / "faq" / "skin.yml", "{care_team_phone}", "{care_team_fone}")
    found = slips_of_all_content(data, DOMAIN_FILE)
    assert [slip.split(", line")[0] for slip in found] == [
        str(data / name) for name in ("faq/skin.yml", SAID, TALK, TRIAGE, SPANISH)
    ]


def test_a_symptom_that_was_renamed_everywhere_is_no_slip(data: Path) -> None:
    """The files of now are compared with each other, not with what the process read before."""
    assert list(slips_of_lists(data)) == []
    for file in data.rglob("*.yml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("thunderclap_headache", "sudden_headache"), encoding="utf-8")
    assert list(slips_of_lists(data)) == []


def test_neither_rasa_nor_a_model_is_needed() -> None:
    code = (
        "import sys; from bot.content.full_check import slips_of_all_content;"
        "assert slips_of_all_content() == [];"
        "print({'rasa', 'spacy', 'sklearn', 'onnxruntime', 'tensorflow'} & {*sys.modules})"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
