"""bot/content/full_check.py: a slip in any list is named with file and line, without a model."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.content.full_check import slips_of_all_content, slips_of_lists
from bot.content.loaded import Folders
from bot.content.registry import PARTS, RED_FLAGS
from bot.settings.paths import DATA_DIR, ROOT, WEB_DIR

TALK, TRIAGE = "data/red_flags/talk.yml", "data/triage/skin.yml"
SPANISH, SAID = "data/languages/es/red_flags.yml", "data/languages/es/urgent.yml"
PHRASES, FOLLOW_UPS = "data/context/phrases.yml", "data/context/follow_ups.yml"
EXPECTED, MENU = "data/context/expectations.yml", "data/context/menu.yml"
DRUGS, FACTS = "data/vocabulary/drug.yml", "data/facts.yml"
# File, what is replaced, by what → what is said.
SLIPS = [
    ("data/red_flags/emergency.yml", "  crisis: true", "  crisis: no", "“crisis” should be true"),
    (TALK, "help_is_coming:", "help_comes:", "add the line “help_is_coming: …” to this entry"),
    (TRIAGE, "            mark: emergency", "            marks: emergency", "“marks” is unknown"),
    (SPANISH, "  past:", "  pasts:", "“pasts” is unknown here, do you mean “past”?"),
    (SPANISH, '"desmay*"', '"desmay(*"', "“desmay(*” is no phrase"),
    (SPANISH, "  collapse:", "  colapso:", "“colapso” is no symptom"),
    (SAID, "  welcome:", "  welcom:", "“welcom” is unknown here"),
    (MENU, "- button: ", "- buton: ", "add the line “button: …” to this entry"),
    (DRUGS, "[keytruda,", "[keytruda (new,", "has no partner"),
]
# The same of parts that nothing else needs.
SLIPS_OF_PARTS = [
    (PHRASES, "fillers:", "filers:", "add the line “fillers: …” to this entry"),
    (PHRASES, "  takes:", "  take:", "add “takes: …” here"),
    (PHRASES, "{days: 1,", "{days: one,", "“days” should be a whole number"),
    (PHRASES, "about {n} weeks ago", "about weeks ago", "put {n} where the number stands"),
    (PHRASES, "whose:", "whose: [", "not readable as YAML"),
    (FOLLOW_UPS, "  - subject: rash", "  - subjekt: rash", "add the line “subject: …”"),
    (
        FOLLOW_UPS,
        "    topics: [types/til, ",
        "    topics: types/til #",
        "“topics” should be a list",
    ),
    (EXPECTED, "  first_days:", "  first_day:", "should have texts for before, first_days"),
    (EXPECTED, 'reviewed: "2026-11-29"', "reviewed: soon", "soon is no date"),
    (MENU, "topics: [types/car_t,", "topic: [types/car_t,", "add the line “topics: …”"),
    (DRUGS, "[keytruda,", "{keytruda: 1} #", "stands under a kind of treatment already"),
    (FACTS, "about/how_it_works:\n", "about/how_it_works: this\nmore:\n", "should be a list"),
    ("web/urgent_words.yml", "- chest\n", "- chest: pain\n", "should be a text"),
    ("web/urgent_words.yml", "- chest\n", '- "+chest"\n', "“+chest” is no word"),
    ("web/texts.yml", 'title: "', 'title: [] #"', "“title” should be a text"),
]
# A name that means nothing where it stands.
UNKNOWN = [
    (MENU, "[types/car_t,", "[types/cart,", "there is no topic types/cart"),
    (FOLLOW_UPS, "[types/bcg, ", "[types/bcgs, types/bcg, ", "there is no topic types/bcgs"),
    (FOLLOW_UPS, "    then: [side_effects/overview]", "    then: [no/topic]", "no topic no/topic"),
    (FOLLOW_UPS, "{what: crs/what_is,", "{what: crs/what,", "there is no topic crs/what"),
    (FOLLOW_UPS, "[types/checkpoint_inhibitors, types/car_t,", "[types/a,", "no topic types/a"),
    (FOLLOW_UPS, "helping: managing/caregiver", "helping: managing/care", "no topic managing/care"),
    (
        FOLLOW_UPS,
        "treatment: cytokine",
        "treatment: cytokin",
        "there is no kind of treatment cytokin",
    ),
    (EXPECTED, "topic: timing/short_term", "topic: timing/short", "no topic timing/short"),
    (EXPECTED, "nci_flu", "nci_flew", "there is no source nci_flew"),
    (EXPECTED, "{care_team_phone}", "{care_team_fone}", "there is no word {care_team_fone}"),
    (EXPECTED, "bispecific:\n", "bispecifics:\n", "no kind of treatment bispecifics"),
    (PHRASES, "  bispecific: [", "  bispecifics: [", "no kind of treatment bispecifics"),
    (PHRASES, "  vaccine: a", "  vacine: a", "there is no kind of treatment vacine"),
    (DRUGS, "\nbispecific:", "\nbispecifics:", "there is no kind of treatment bispecifics"),
    (TRIAGE, "topic: skin/", "topic: skins/", "there is no topic skins/"),
    (FACTS, "about/how_it_works:", "about/how_it_work:", "there is no topic about/how_it_work"),
]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A copy of the content that a test may damage."""
    shutil.copytree(DATA_DIR, tmp_path / "data")
    (tmp_path / "web").mkdir()
    for path in WEB_DIR.glob("*.yml"):
        shutil.copy(path, tmp_path / "web")
    return Folders(tmp_path / "data", tmp_path / "web")


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_projects_own_content_has_no_slip() -> None:
    assert slips_of_all_content() == []


@pytest.mark.parametrize(("name", "old", "new", "said"), [*SLIPS_OF_PARTS, *UNKNOWN])
def test_a_slip_in_a_part_is_named(
    name: str, old: str, new: str, said: str, folders: Folders, tmp_path: Path
) -> None:
    _replace(tmp_path / name, old, new)
    parts = [part for part in PARTS if tmp_path / name in part.paths(folders)]
    (slip,) = set(slips_of_lists(folders, parts=parts))
    assert slip.startswith(f"{tmp_path / name}, line ")
    assert said in slip


@pytest.mark.parametrize(("name", "old", "new", "said"), SLIPS)
def test_a_slip_is_named_alone(
    name: str, old: str, new: str, said: str, folders: Folders, tmp_path: Path
) -> None:
    _replace(tmp_path / name, old, new)
    (slip,) = slips_of_lists(folders)
    assert slip.startswith(f"{tmp_path / name}, line ")
    assert said in slip


@pytest.mark.parametrize("name", ["red_flags/examples", "triage/examples", "languages/es"])
def test_an_example_line_that_is_none_is_named(name: str, folders: Folders) -> None:
    file = folders.data / name / "examples.tsv"
    file.write_text("urgent\tfever\thot\n", encoding="utf-8")
    (slip,) = slips_of_lists(folders)
    assert slip.startswith(f"{file}, line 1: write ")


@pytest.mark.parametrize("name", ["context/menu.yml", "red_flags/talk.yml", "facts.yml"])
def test_a_file_that_is_not_utf_8_or_gone_is_named(name: str, folders: Folders) -> None:
    file = folders.data / name
    parts = [part for part in PARTS if file in part.paths(folders) and part != RED_FLAGS]
    file.write_bytes(b"# a line\n- caf\xe9\n")
    (slip,) = slips_of_lists(folders, parts=parts)
    assert slip.startswith(f"{file}, line 2: a character is not UTF-8")
    file.unlink()
    (slip,) = slips_of_lists(folders, parts=parts)
    assert slip == f"{file} cannot be read (No such file or directory)"


def test_slips_of_several_files_are_named_together(folders: Folders, tmp_path: Path) -> None:
    for name, old, new, _ in (SLIPS[1], SLIPS[2], SLIPS[3], SLIPS[6], UNKNOWN[0]):
        _replace(tmp_path / name, old, new)
    _replace(folders.faq / "skin.yml", "{care_team_phone}", "{care_team_fone}")
    found = slips_of_all_content(folders)
    assert [slip.split(", line")[0] for slip in found] == [
        str(tmp_path / name) for name in ("data/faq/skin.yml", SAID, TALK, TRIAGE, SPANISH, MENU)
    ]


def test_a_topic_that_was_taken_out_is_missed_wherever_it_is_named(folders: Folders) -> None:
    for file in folders.faq.glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("types/bcg_at_home", "types/bcg_home"), encoding="utf-8")
    files = {Path(slip.split(", line")[0]).name for slip in slips_of_lists(folders)}
    assert files == {"menu.yml", "follow_ups.yml", "facts.yml", "expectations.yml"}


def test_a_symptom_that_was_renamed_everywhere_is_no_slip(folders: Folders) -> None:
    """The files of now are compared with each other, not with what the process read before."""
    assert list(slips_of_lists(folders)) == []
    for file in folders.data.rglob("*.yml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("thunderclap_headache", "sudden_headache"), encoding="utf-8")
    assert list(slips_of_lists(folders)) == []


def test_neither_rasa_nor_a_model_is_needed() -> None:
    code = (
        "import sys; from bot.content.full_check import slips_of_all_content;"
        "assert slips_of_all_content() == [];"
        "print({'rasa', 'spacy', 'sklearn', 'onnxruntime', 'tensorflow'} & {*sys.modules})"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
