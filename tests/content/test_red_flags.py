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


CHEST_PAIN = "- symptom: chest_pain\n  understood: chest pain\n"
# Each of these once took a red flag away, lowered it or raised another, and nobody was told.
SILENT_SLIPS = [
    ("emergency.yml", "  says:", "  say:", r"line \d+: “say” is unknown here, .*mean “says”"),
    ("emergency.yml", "  names:", "  name:", r"line \d+: “name” is unknown here"),
    ("emergency.yml", "  always:", "  allways:", r"line \d+: “allways” is .*mean “always”"),
    ("emergency.yml", "  crisis: true", "  crisis: no", r"“crisis” should be true or false"),
    ("emergency.yml", "  overdose: true", "  overdose: off", r"“overdose” should be true or false"),
    ("emergency.yml", "  sure: true", '  sure: "false"', r"line 22: “sure” should be true or"),
    ("emergency.yml", "  says: []", "  says: a blow", "“says” should be a list"),
    ("emergency.yml", "  sure: true\n  says:\n", "  sure: true\n  says:\n  unclear:\n",
     r"line 23: “says” should be a list"),
    ("emergency.yml", "    - fainted\n", "    -\n", r"\d+: an entry of “says” should be a text"),
    ("emergency.yml", "    - fainted\n", "    - fainted: twice\n", "“says” should be a text"),
    ("emergency.yml", "when_over: bleeding", "when_over: bleed", r"\d+: “bleed” is no symptom"),
    ("emergency.yml", CHEST_PAIN, CHEST_PAIN.replace("chest_pain", "stroke"),
     r"line \d+: the symptom “stroke” stands in emergency.yml, line \d+, too"),
    ("call_now.yml", "- symptom: thirst\n", "- symptom: chest_pain\n",
     r"call_now.yml, line \d+: the symptom “chest_pain” stands in emergency.yml, line \d+, too"),
    ("call_now.yml", "- symptom: thirst\n", "- fever\n- symptom: thirst\n",
     r"line \d+: an entry should be lines of “name: value”"),
    ("emergency.yml", "  source: UKONS 24-hour triage tool\n",
     "  source: UKONS 24-hour triage tool\n  source: UKONS\n", r'51: the key "source" stands'),
    ("milder.yml", "  says:", "  say:", r"line \d+: add the line “says: …”"),
    ("milder.yml", "  says:", "  source: us\n  says:", r"line \d+: “source” is unknown here"),
    ("beside.yml", "  says:", "  mild: true\n  says:", r"line \d+: “mild” is unknown here"),
    ("harmless.yml", "  unless:", "  unles:", r"line \d+: “unles” is .*mean “unless”"),
    ("combinations.yml", "  adds: throat_swelling", "  add: throat_swelling", "“add” is unknown"),
    ("combinations.yml", "  adds: throat_swelling", "  adds: throat", "“throat” is no symptom"),
    ("combinations.yml", "[low_sugar]", "low_sugar", "an entry of “groups” should be a list"),
    ("context.yml", "not_negation:", "not_negations:", r"add the line “not_negation: …”"),
    ("context.yml", "not_negation:", "denies:\n  - none\nnot_negation:", "“denies” is unknown"),
    ("context.yml", "past:  ", "past: []\npasts:  ", r"line \d+: “pasts” is .*mean “past”"),
    ("lists.yml", "cannot:\n", "cannot: never\nnever:\n", "“cannot” should be a list"),
    ("signs.yml", '"🤒":', '"🤕":', r'signs.yml, line \d+: the key "🤕" stands twice'),
    ("quantities.yml", "{to: 92, symptom", "{too: 92, symptom", r"line \d+: “too” is unknown here"),
    ("quantities.yml", "{to: 92, symptom", "{symptom", r"line \d+: add “from: …” or “to: …”"),
    ("quantities.yml", "only_with: unwell, ", "only_with: ill, ", "“only_with” should be unwell"),
    ("quantities.yml", "    instrument: true", "    instrument: yes", "“instrument” should be"),
    ("quantities.yml", "symptom: sudden_breathlessness", "symptom: breathless",
     r"quantities.yml, line \d+: “breathless” is no symptom"),
    ("quantities.yml", "sign: low_pressure", "sign: low_presure", "“sign” should be low_pressure"),
    ("quantities.yml", "otherwise: diarrhea", "otherwise: diarrhoea", "“diarrhoea” is no symptom"),
    ("quantities.yml", "{from: 95, to: 100", "{form: 95, to: 100", "add the line “from: …”"),
    ("lab_results.yml", "- test: sodium", "- tests: sodium", r"line \d+: add the line “test: …”"),
    ("temperatures.yml", "not_below:", "notbelow:", r"add the line “not_below: …”"),
    ("temperatures.yml", "weather:", "wether: [sun]\nweather:", r"line \d+: “wether” is unknown"),
]  # fmt: skip


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
        (
            "slips.yml",
            "- self_harm",
            "- selfharm",
            r"slips.yml, line \d+: “selfharm” is no symptom",
        ),
        ("slips.yml", "typed: [wana", "type: [wana", r"line \d+: add the line “typed: …”"),
        ("slips.yml", "typed: [wana", "typed: [wnt", r"line \d+: “wnt” stands there twice"),
        ("slips.yml", "- (clothes", "- clothes)", r"slips.yml, line \d+: .*no partner"),
        ("lists.yml", "cannot:", "cannot: [", "not readable as YAML"),
        *SILENT_SLIPS,
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
