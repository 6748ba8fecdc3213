"""Mistakes in bot/data/triage are reported with file, line and how to correct them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.triage import TriageDataError, load_triage
from bot.content.triage_model import read_examples
from bot.content.triage_page import page
from bot.settings.paths import DOCS_DIR, TRIAGE_DIR
from tests.data.content import TOPICS

# File, what is replaced, by what → what the error says.
MISTAKES = [
    ("skin.yml", "    understood: a rash\n", "", "add the line “understood: …”"),
    ("skin.yml", "- rash*\n", "- (rash\n", "the sign ( has no partner"),
    ("skin.yml", "- rash*\n", "- <rashes>\n", "there is no list “rashes”"),
    ("skin.yml", "facts: [breath, throat", "facts: [breathing, throat", "no fact “breathing”"),
    ("skin.yml", "mark: emergency", "mark: urgent", "`mark` is one of self_care, call_today"),
    ("skin.yml", "button: Small, team has seen it", "button: Small, and seen by all of the team",
     "at most 30 characters"),
    ("skin.yml", "How much skin has the rash?", "How much? " * 30, "at most 200 characters"),
    ("skin.yml", 'short: "A swelling face', 'short: "Is there, or was there, a swelling face',
     "`short` is the question in fewer letters than `ask`"),
    ("skin.yml", "action: self_care", "action: nothing", "`action` is one of"),
    ("skin.yml", "symptom: itch\n", "symptom: rash\n", "stands here twice"),
    ("bowel.yml", "measure: stools", "measure: poos", "`measure` is one of"),
    ("bowel.yml", '- "1-4"', '- "one"', "write values as “4-7”"),
    ("bowel.yml", "after_cell_therapy: raised", "after_cell_therapy: often", "“raised” or “any”"),
    ("bowel.yml", "symptom: diarrhea", "symptom: [diarrhea", "not readable as YAML"),
    ("measures.yml", "vomits: [", "vomit: [", "“vomit” is unknown here; known are stools"),
    ("measures.yml", "one: [a, an, one]\n", "", "“one” is missing"),
    ("measures.yml", "one: [a, an, one]", "one: a", "line 26: “one” should be a list of words"),
    ("measures.yml", "couple: 2", "couple: two", "“vague” should be words with a number above 0"),
    ("facts.yml", "fever:\n", "fever: []\nfever_old:\n", "add the list “fever: …”"),
    # Each of these once took a danger sign or its wording away, and nobody was told.
    ("skin.yml", "            mark: emergency", "            marks: emergency",
     "line 28: “marks” is unknown here, do you mean “mark”?"),
    ("skin.yml", "facts: [breath, throat", "fact: [breath, throat", "“fact” is unknown here, do"),
    ("skin.yml", "facts: [breath, throat_swelling, faint, spots_not_fading]", "facts: breath",
     "“facts” should be a list"),
    ("skin.yml", "  - symptom: rash\n", "  - symptom: rash\n    crysis: true\n",
     "line 6: “crysis” is unknown here, do you mean “crisis”?"),
    ("mood_sleep.yml", "crisis: true", "crisis: no", "line 8: “crisis” should be true or false"),
    ("bowel.yml", "- one_thing: true", "- one_thing: off", "“one_thing” should be true or false"),
    ("bowel.yml", "measure: stools", "measures: stools", "“measures” is unknown here, do you mean"),
    ("skin.yml", "      - rash*\n", "      - rash: spots\n", "an entry of “says” should be a text"),
    ("skin.yml", "        buttons:\n", "        buttons: none\n        button:\n", "unknown here"),
    ("skin.yml", "  - symptom: rash\n", "  - rash\n  - symptom: rash\n", "lines of “name: value”"),
    ("skin.yml", "  - symptom: rash\n", "  - symptom: rash\n    topic: skin/x\n",
     'line 8: the key "topic" stands twice'),
    ("red_flags.yml", "collapse: [", "colapse: [", "“colapse” is no symptom of bot/data/red_flags"),
    ("red_flags.yml", "seizure: [seizure, tremor_handwriting, confusion_words_icans]",
     "seizure: seizure", "“seizure” should be a list"),
    ("lists.yml", "pain_words:\n", "pain_words: ache\npains:\n", "“pain_words” should be a list"),
    ("words.yml", "relative: ", "relativ: []\nrelative: ", "“relativ” is unknown here, do you"),
    ("words.yml", "coping: ", "coping: fine\ncope: ", "“cope” is unknown here, do you mean"),
    ("glands.yml", "      unless:\n", "      unles:\n", "add the line “unless: …”"),
    ("glands.yml", "red_flags: [steroids_stopped]", "red_flags: [steroids]",
     "“steroids” is no symptom of bot/data/red_flags"),
    ("glands.yml", "- (5|6|7|8|9|10|11) am", "- (5|6|7|8|9|10|11 am", "has no partner"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), MISTAKES)
def test_a_mistake_is_reported(
    tmp_path: Path, name: str, old: str, new: str, expected: str
) -> None:
    folder = tmp_path / "triage"
    shutil.copytree(TRIAGE_DIR, folder)
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TriageDataError) as error:
        load_triage(folder)
    assert expected in str(error.value)
    assert f"{file}, line " in str(error.value)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(TriageDataError, match="cannot be read"):
        load_triage(tmp_path)


def test_every_symptom_has_examples_of_several_voices() -> None:
    knowledge = load_triage()
    rows = read_examples(TRIAGE_DIR / "examples", knowledge)
    for symptom in knowledge.symptoms:
        texts = {text for name, _, text in rows if name == symptom}
        assert len(texts) >= 24, symptom


def test_examples_show_the_actions_of_their_symptom() -> None:
    knowledge = load_triage()
    for name, action, text in read_examples(TRIAGE_DIR / "examples", knowledge):
        if name != "none":
            grades = {grade.action for grade in knowledge.symptoms[name].grades}
            assert action == "ask" or action in grades, text


@pytest.mark.parametrize(
    "line", ["rash\tcall_now", "rashes\task\tx", "rash\tsoon\tx", "rash\task\t "]
)
def test_a_wrong_example_is_reported(tmp_path: Path, line: str) -> None:
    file = tmp_path / "skin.tsv"
    file.write_text(f"rash\task\ti have a rash\n{line}\n", encoding="utf-8")
    with pytest.raises(TriageDataError, match="line 2: write symptom, action and text"):
        read_examples(tmp_path, load_triage())


def test_every_topic_beside_the_advice_exists() -> None:
    topics = {symptom.topic for symptom in load_triage().symptoms.values()}
    assert topics <= set(TOPICS)


def test_the_page_for_sign_off_is_up_to_date() -> None:
    """After a change of bot/data/triage: python -m bot content triage."""
    assert (DOCS_DIR / "triage.md").read_text(encoding="utf-8") == page(load_triage())
