"""The check of content: each slip is found, with its line and what to do about it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.answer_rules import PLACEHOLDERS
from bot.content.checker import FEWEST_EXAMPLES, check_content
from bot.settings.clinic import load_clinic
from bot.settings.paths import DATA_DIR, DOMAIN_FILE

EXAMPLES = "\n".join(f"      - how is it number {n}" for n in range(FEWEST_EXAMPLES))
FORTY_WORDS = "Cool water calms most itches well. " * 7
TOPIC = f"""version: "3.1"

nlu:
  - intent: skin/hives
    examples: |
      - Why do I get hives?
{EXAMPLES}

responses:
  utter_skin/hives:
    - text: |-
        Call {{care_team_phone}}. {FORTY_WORDS}
      metadata:
        title: "Why do I get hives?"
        sources: [nci_skin]
        reviewed: "2026-11-28"
"""
TEXT_LINE = 5 + 1 + FEWEST_EXAMPLES + 1 + 4
ANSWER_LINE = TEXT_LINE - 1


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("faq", "conversation", "vocabulary"):
        (tmp_path / name).mkdir()
    (tmp_path / "sources.yml").write_text(
        "nci_skin: {title: Skin, body: NCI, url: https://www.cancer.gov/skin}\n", encoding="utf-8"
    )
    (tmp_path / "faq" / "skin.yml").write_text(TOPIC, encoding="utf-8")
    return tmp_path


def lines_of(data: Path) -> list[tuple[int, str]]:
    return [(p.place.line, p.what) for p in check_content(data)]


def test_the_projects_own_content_has_no_slip() -> None:
    assert check_content() == []


def test_braces_that_are_known_are_the_words_of_a_clinic() -> None:
    assert {*load_clinic().words(), "fever_threshold"} == PLACEHOLDERS


def test_a_new_topic_needs_nothing_outside_its_file(data: Path) -> None:
    assert check_content(data) == []


def test_the_place_is_named_from_the_projects_folder_and_the_help_follows(tmp_path: Path) -> None:
    shutil.copytree(DATA_DIR, tmp_path / "data")
    file = tmp_path / "data" / "faq" / "skin.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("{care_team_phone}", "{care_team_fone}", 1),
        encoding="utf-8",
    )
    (problem,) = check_content(tmp_path / "data", DOMAIN_FILE)
    assert str(problem).startswith(f"{file}, line ")
    assert "{care_team_fone} would stay in braces\n    Known are: care_team_hours" in str(problem)


@pytest.mark.parametrize(
    ("right", "slip", "line", "what"),
    [
        ("    examples: |", "\texamples: |", 5, "a tab at the start"),
        ("      - how is it number 3", "      -\thow is it number 3", 10, "a tab at the start"),
        (
            'title: "Why do I get hives?"',
            "title: Hives: why me?",
            TEXT_LINE + 2,
            "a colon where YAML expects none",
        ),
        (
            'title: "Why do I get hives?"',
            'title: "Why do I get hives?',
            TEXT_LINE + 2,
            "opened here and never closed",
        ),
        (
            'title: "Why do I get hives?"',
            'title: "Why do I get "hives"?"',
            TEXT_LINE + 2,
            "text goes on after a closing quotation mark",
        ),
        (
            'reviewed: "2026-11-28"',
            'reviewed: "2026-11-28"\n        reviewed: "2026-11-29"',
            TEXT_LINE + 5,
            "reviewed stands here and in line",
        ),
        ("sources: [nci_skin]", "sources: [nci_skin", TEXT_LINE + 4, "a comma is missing"),
        ("      - how is it number 3", "      how is it number 3", 10, "does not begin with `- `"),
        ("intent: skin/hives", "intent: skin/hifes", 6, "skin/hifes has examples but no answer"),
        (
            "intent: skin/hives",
            "intent: skin/hifes",
            ANSWER_LINE,
            "has an answer but no examples",
        ),
        ("utter_skin/hives", "utter_skim/hives", ANSWER_LINE, "belongs to no group of topics"),
        ("{care_team_phone}", "{phone}", TEXT_LINE, "{phone} would stay in braces"),
        ("[nci_skin]", "[nci_skn]", TEXT_LINE + 3, "the source 'nci_skn' is not in sources.yml"),
        ("[nci_skin]", "[]", ANSWER_LINE, "no source is named"),
        ('        reviewed: "2026-11-28"\n', "", ANSWER_LINE, "of the last check is missing"),
        ('"2026-11-28"', '"28.11.2026"', TEXT_LINE + 4, "28.11.2026, is in another form"),
        ('"2026-11-28"', '"2999-01-01"', TEXT_LINE + 4, "2999-01-01, lies in the future"),
        (FORTY_WORDS, "", ANSWER_LINE, "skin/hives: it has 2 words; an answer has 40 to 120"),
        (FORTY_WORDS, FORTY_WORDS * 3, ANSWER_LINE, "an answer has 40 to 120"),
        ("{care_team_phone}", "us", ANSWER_LINE, "does not say whom to call"),
        ("calms most", "555-9999 calms", TEXT_LINE, "the phone number 555-9999 is typed in"),
        ("calms most", "+44 20 7946 0000 calms", TEXT_LINE, "+44 20 7946 0000 is typed in"),
        ("calms most", "(call 911) calms", TEXT_LINE, "the phone number 911 is typed in"),
        ("calms most", "(call 116 123) calms", TEXT_LINE, "116 123 is typed in"),
        ("reviewed:", "waiting: true\n        reviewed:", ANSWER_LINE, "stand only together"),
        ("sources:", "source:", ANSWER_LINE, "the metadata has 'source'"),
        ('"Why do I get hives?"', '"Hives"', ANSWER_LINE, "is no short question"),
        ('"Why do I get hives?"', '"Why hives?"', ANSWER_LINE, "not among the topic's examples"),
        ("      - how is it number 3\n", "", 6, f"has {FEWEST_EXAMPLES} examples"),
    ],
)
def test_slips_in_a_topic(data: Path, right: str, slip: str, line: int, what: str) -> None:
    assert right in TOPIC
    text = TOPIC.replace(right, slip, 1)
    if "has 20 examples" in what:
        text = text.replace("      - how is it number 4\n", "")
        what = f"has {FEWEST_EXAMPLES - 1} examples"
    (data / "faq" / "skin.yml").write_text(text, encoding="utf-8")
    found = lines_of(data)
    assert any(at == line and what in said for at, said in found), found


VARIANT = """    - condition:
        - type: slot
          name: {name}
          value: {value}
      text: "Call {{care_team_phone}}. {words}"
      metadata: {{sources: [nci_skin], reviewed: "2026-11-28"}}
"""


@pytest.mark.parametrize(
    ("variants", "problems"),
    [
        ([("treatment_type", "car_t")], []),
        ([("treatment_type", "car_t"), ("treatment_type", "bcg")], []),
        ([("treatment_type", "car_t")] * 2, ["skin/hives: a second one for car_t"]),
        ([("treatment_type", "cart")], ["skin/hives: the condition is not understood"]),
        ([("age", "car_t")], ["skin/hives: the condition is not understood"]),
    ],
)
def test_variants_for_a_treatment(
    data: Path, variants: list[tuple[str, str]], problems: list[str]
) -> None:
    added = "".join(
        VARIANT.format(name=name, value=value, words=FORTY_WORDS) for name, value in variants
    )
    (data / "faq" / "skin.yml").write_text(TOPIC + added, encoding="utf-8")
    assert [what for _, what in lines_of(data)] == problems


def test_an_example_of_two_topics_names_both_places(data: Path) -> None:
    other = TOPIC.replace("hives", "bumps").replace("how is it number", "what about")
    other = other.replace("what about 7", "How is it number 7!")
    (data / "faq" / "bumps.yml").write_text(other, encoding="utf-8")
    (found,) = check_content(data)
    assert "'how is it number 7' is an example of skin/hives and of skin/bumps" in found.what
    assert "bumps.yml, line 14" in found.what


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("nci_skin: {body: NCI}", "the source nci_skin is not whole"),
        ("nci_skin: {title: Skin, link: https://x.org}", "the source nci_skin is not whole"),
        ("nci_skin: {title: Skin, url: www.cancer.gov}", "nci_skin: www.cancer.gov is no address"),
        ('nci_skin: {title: Skin, reviewed: "May 2025"}', "nci_skin: May 2025 is no date"),
        (
            'nci_skin: {title: Skin, reviewed: "2999-01-01"}',
            "nci_skin: 2999-01-01 lies in the future",
        ),
    ],
)
def test_slips_in_the_sources(data: Path, entry: str, what: str) -> None:
    (data / "sources.yml").write_text(entry + "\n", encoding="utf-8")
    assert (1, what) in lines_of(data)


@pytest.mark.parametrize(
    "words",
    [
        "for 24 to 48 hours",
        "100.4 °F (38.0 °C)",
        "1,000 to 2,000 people",
        "5 to 10 days, 2 to 3 weeks",
        "in 2024 and 2025-2026",
        "from 0.5 to 1.5, and 9.11",
        "about 911,000 people",
    ],
)
def test_other_numbers_are_no_phone_numbers(data: Path, words: str) -> None:
    text = TOPIC.replace("calms most", f"{words} calms")
    (data / "faq" / "skin.yml").write_text(text, encoding="utf-8")
    assert check_content(data) == []


def test_a_file_that_cannot_be_read_is_reported_alone(data: Path) -> None:
    (data / "sources.yml").write_text("nci_skin: {title: Skin\n", encoding="utf-8")
    (data / "faq" / "skin.yml").write_text(TOPIC.replace("{care_team_phone}", "{x}"))
    (found,) = check_content(data)
    assert found.place.path.name == "sources.yml"


def test_bytes_that_are_no_utf8_are_found_with_their_line(data: Path) -> None:
    (data / "faq" / "skin.yml").write_bytes(TOPIC.encode() + b"# caf\xe9\n")
    (found,) = check_content(data)
    assert (found.place.line, found.what) == (TOPIC.count("\n") + 1, "a character is not UTF-8")
