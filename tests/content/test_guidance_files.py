"""expectations.yml and menu.yml: what is read, and how mistakes are reported."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.content.guidance_files import (
    PHASES,
    GuidanceError,
    expectations,
    group_of,
    load_expectations,
    load_menu,
    menu,
)
from bot.content.sources import read_sources
from bot.settings.clinic import load_clinic
from bot.settings.paths import CONTEXT_DIR
from tests.data.content import TOPICS

KINDS = ("checkpoint_inhibitor", "car_t", "bispecific", "antibody", "vaccine", "cytokine", "bcg")
_MOST_WORDS = 110


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content that a test may damage."""
    shutil.copytree(CONTEXT_DIR, tmp_path / "context")
    return tmp_path / "context"


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("kind", [*KINDS, "other", None])
@pytest.mark.parametrize("phase", PHASES)
def test_there_is_an_expectation_for_everybody(kind: str | None, phase: str) -> None:
    expected = expectations().of(kind, phase)
    assert expected.topic in TOPICS
    assert set(expected.sources) <= set(read_sources())
    # Who to call, and whom in an emergency; short enough for a phone.
    assert "{care_team_phone}" in expected.text
    assert "{emergency_phone}" in expected.text
    assert len(expected.text.split()) <= _MOST_WORDS
    known = {*load_clinic().words(), "fever_threshold"}
    assert set(re.findall(r"\{(\w+)\}", expected.text)) <= known


@pytest.mark.parametrize("word", ["harmless", "nothing to worry", "do not worry", "normal"])
def test_what_is_expected_is_never_called_harmless(word: str) -> None:
    for texts in expectations().by_kind.values():
        for expected in texts.values():
            assert word not in expected.text.lower()


def test_the_menu_leads_to_every_topic_once() -> None:
    topics = [topic for group in menu() for topic in group.topics]
    assert sorted(topics) == sorted(TOPICS)


def test_a_group_is_found_by_its_button_only() -> None:
    group = menu()[0]
    assert group_of(group.button) == group
    assert group_of(f" {group.button.upper()} ") == group
    assert group_of("daily life") is None


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (
            "expectations.yml",
            "    topic: timing/side_effects_onset\n",
            "",
            "add the line “topic: …”",
        ),
        ("expectations.yml", "  first_days:\n", "  first_day:\n", "should have texts for"),
        ("expectations.yml", "car_t:\n  before:", "car_t:\n  sometime:", "the times are"),
        ("expectations.yml", "    sources:", "    source:", "add the line “sources: …”"),
        ("menu.yml", '"Topics: daily life"', f'"Topics: {"x" * 60}"', "more than 64 bytes"),
        ("menu.yml", '"Topics: daily life"', '"Topics: your visits"', "have the same button"),
    ],
)
def test_a_mistake_is_reported(folder: Path, file: str, old: str, new: str, reason: str) -> None:
    replace_in(folder / file, old, new)
    load = load_menu if file == "menu.yml" else load_expectations
    with pytest.raises(GuidanceError, match=rf"{file}, line \d+: .*{re.escape(reason)}"):
        load(folder)
