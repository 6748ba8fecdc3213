"""Reading the lists, and what happens when they or the detector are wrong."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.red_flag_files import RedFlagDataError, read_lines, read_ordinary_messages
from bot.content.red_flags import load_detector, load_safety_settings
from bot.safety import SafetySettings, assess
from bot.settings.paths import DETECTOR_FILE, RED_FLAG_DIR


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A copy of the lists that a test may spoil."""
    folder = tmp_path / "red_flags"
    shutil.copytree(RED_FLAG_DIR, folder, ignore=shutil.ignore_patterns("examples"))
    return folder


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("emergency.yml", "- fainted", "- (fainted", r"emergency.yml, line \d+: .*no partner"),
        ("call_now.yml", "- radiating heat", "- <nothing> hot", r"line \d+: .*no list “nothing”"),
        ("call_now.yml", "  source: CDC", "  origin: CDC", r"line \d+: add the line “source: …”"),
        ("temperatures.yml", "value: 38.0", "value: warm", "missing or no number"),
        ("quantities.yml", "plausible: [50, 100]", "plausible: 50", "missing or no number"),
        ("combinations.yml", "[low_sugar]", "[sugar_low]", r"line \d+: “sugar_low” is no symptom"),
        ("milder.yml", "complaint: nausea", "complain: nausea", "add the line “complaint: …”"),
        ("slips.yml", "- self_harm", "- selfharm", "slips.yml: “selfharm” is no symptom"),
        ("slips.yml", "typed: [wana", "type: [wana", r"line \d+: add the line “typed: …”"),
        ("slips.yml", "typed: [wana", "typed: [wnt", r"line \d+: “wnt” stands there twice"),
        ("slips.yml", "- (clothes", "- clothes)", r"slips.yml, line \d+: .*no partner"),
        ("lists.yml", "cannot:", "cannot: [", "not readable as YAML"),
    ],
)
def test_a_mistake_names_file_line_and_way_out(
    file: str, old: str, new: str, told: str, lists: Path
) -> None:
    _replace(lists / file, old, new)
    with pytest.raises(RedFlagDataError, match=told):
        load_safety_settings(38.0, lists)


def test_a_missing_file_is_named(lists: Path) -> None:
    (lists / "context.yml").unlink()
    with pytest.raises(RedFlagDataError, match=r"context\.yml cannot be read"):
        load_safety_settings(38.0, lists)


def test_a_new_phrase_counts_at_once(lists: Path) -> None:
    _replace(lists / "call_now.yml", "    - (burning|boiling) up\n", "    - glowing like a lamp\n")
    changed = load_safety_settings(38.0, lists)
    assert assess("I am glowing like a lamp", changed).symptoms == ("fever",)


def test_every_symptom_has_a_source_and_words_for_the_patient(rules_alone: SafetySettings) -> None:
    for symptom in rules_alone.knowledge.symptoms.values():
        assert symptom.source
        assert symptom.understood
        assert symptom.tier in ("emergency", "call_now")


def _cut_short(file: Path) -> None:
    file.write_bytes(DETECTOR_FILE.read_bytes()[:5000])


def _no_archive(file: Path) -> None:
    file.write_text("nothing")


def _leave_missing(_: Path) -> None:
    pass


@pytest.mark.parametrize("spoil", [_cut_short, _no_archive, _leave_missing])
def test_without_a_good_detector_file_rules_work_alone(
    spoil: Callable[[Path], None],
    settings: SafetySettings,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert settings.detector is not None
    file = tmp_path / "detector.npz"
    spoil(file)
    with caplog.at_level(logging.WARNING):
        loaded = load_safety_settings(38.0, detector_file=file)
    assert loaded.detector is None
    assert "Rules alone" in caplog.text
    assert assess("temp 39.5", loaded).outcome == "urgent"


def test_a_detector_made_from_other_lists_is_not_used(
    settings: SafetySettings, lists: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert settings.detector is not None
    _replace(lists / "call_now.yml", "- symptom: thirst", "- symptom: dryness")
    changed = load_safety_settings(38.0, lists)
    assert load_detector(DETECTOR_FILE, changed.knowledge) is None
    assert "other lists" in caplog.text


@pytest.mark.parametrize("row", ["urgent\tfever\thot", "none\tfever", "none\tfever\t ", "none"])
def test_a_wrong_example_line_is_named(row: str, tmp_path: Path) -> None:
    (tmp_path / "writer.tsv").write_text(f"none\tordinary\thello\n{row}\n", encoding="utf-8")
    with pytest.raises(RedFlagDataError, match=r"writer\.tsv, line 2: write label"):
        read_lines(tmp_path)


def test_ordinary_messages_are_the_examples_of_the_other_content(tmp_path: Path) -> None:
    (tmp_path / "faq.yml").write_text(
        "nlu:\n  - intent: a/b\n    examples: |\n      - one\n      - two\n      - one\n"
    )
    (tmp_path / "rules.yml").write_text("rules: []\n")
    assert read_ordinary_messages([tmp_path]) == ["one", "two"]
