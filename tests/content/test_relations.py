"""relations.yml: what belongs to what, which a clinician may judge."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.relations import RELATIONS_FILE, RelationsError
from bot.content.triage import load_triage
from bot.settings.paths import TRIAGE_DIR

# What stands there, what stands there instead, and what is said about it.
MISTAKES: list[tuple[str, str, str]] = [
    ("itch: [rash]", "itch: [rush]", "line 8: there is no symptom “rush”; do you mean “rash”?"),
    ("itch: [rash]", "itch: rash", "“itch” should be a list"),
    ("breath: [breath_bad]", "breath: [wheeze]", "there is no fact “wheeze”"),
    ("throat_swelling: [weakness]", "throat: [weakness]", "there is no red flag “throat”"),
    ("unresponsive: [sleepiness]", "unresponsif: [sleepiness]", "there is no kind of red flag"),
    ("names: [fever, rigors", "names: [fevers, rigors", "there is no red flag “fevers”"),
    ("relation: part_of", "relation: parts_of", "“parts_of” is unknown; known are"),
    ("relation: taken_for", "relation: part_of", "“part_of” stands twice; keep one"),
    ("  names: [fever, rigors", "  pairs: [fever, rigors", "“pairs” should be lines of"),
    ("  source: judgement\n", "", "add the line “source: …”"),
]


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES)
def test_a_mistake_is_reported(tmp_path: Path, old: str, new: str, expected: str) -> None:
    folder = tmp_path / "triage"
    shutil.copytree(TRIAGE_DIR, folder)
    file = folder / RELATIONS_FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RelationsError) as error:
        load_triage(folder)
    assert f"{file}" in str(error.value)
    assert expected in str(error.value)


def test_a_relation_that_is_missing_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "triage"
    shutil.copytree(TRIAGE_DIR, folder)
    text = (folder / RELATIONS_FILE).read_text(encoding="utf-8")
    last = text.index("- relation: always_red")
    (folder / RELATIONS_FILE).write_text(text[:last], encoding="utf-8")
    with pytest.raises(RelationsError, match="add an entry “relation: always_red”"):
        load_triage(folder)


def test_what_belongs_to_what() -> None:
    relations = load_triage().relations
    assert relations.part_of["itch"] == {"rash"}
    assert relations.part_of["rash"] == frozenset()
    assert "rash" not in relations.part_of
    assert relations.graver_form["vomiting"] == {"vomiting_blood"}
    assert "hit_head" in relations.of_one_symptom
