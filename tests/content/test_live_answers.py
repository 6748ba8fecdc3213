"""bot/content/live_answers.py: what the files say now, and what keeps it from being said."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.content.live_answers import (
    LiveResponses,
    UncheckedError,
    checked_responses,
    state_of_files,
)
from bot.content.response_book import ResponseBook, use_fixed_responses
from bot.settings.clinic import load_clinic, read_yaml
from bot.settings.paths import DATA_DIR, DOMAIN_FILE, FAQ_DIR

ANSWER = "utter_skin/causes"
CHANGED = "It is not your fault."


class Files:
    """A copy of the content that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        for name in ("faq", "conversation", "vocabulary"):
            shutil.copytree(DATA_DIR / name, self.data / name)
        shutil.copy(DATA_DIR / "sources.yml", self.data)
        self.faq = self.data / "faq"
        self.domain = Path(shutil.copy(DOMAIN_FILE, folder))

    def replace(self, path: Path, before: str, after: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    def said(self, of_model: Mapping[str, Any]) -> LiveResponses:
        return checked_responses(of_model, self.faq, self.domain)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture(scope="module")
def of_model() -> dict[str, Any]:
    """What a model that was trained on the present files holds."""
    found: dict[str, Any] = {}
    for path in (DOMAIN_FILE, *sorted(FAQ_DIR.glob("*.yml"))):
        content = read_yaml(path)
        assert isinstance(content, dict)
        found.update(content["responses"])
    return found


def test_unchanged_files_say_what_the_model_says(files: Files, of_model: dict[str, Any]) -> None:
    assert files.said(of_model).responses == of_model


def test_a_changed_answer_is_said(files: Files, of_model: dict[str, Any]) -> None:
    before = state_of_files(files.faq, (files.domain,))
    files.replace(files.faq / "skin.yml", "You did nothing wrong.", CHANGED)
    assert state_of_files(files.faq, (files.domain,)) != before
    said = files.said(of_model).responses
    assert said[ANSWER][0]["text"].startswith(CHANGED)
    assert {name for name in said if said[name] != of_model[name]} == {ANSWER}


def test_a_topic_that_only_the_model_has_keeps_its_answer(
    files: Files, of_model: dict[str, Any]
) -> None:
    old = {"utter_skin/old": [{"text": "Old."}]}
    assert files.said({**of_model, **old}).responses["utter_skin/old"] == [{"text": "Old."}]


def test_changed_words_of_a_fixed_response_are_said(files: Files, of_model: dict[str, Any]) -> None:
    files.replace(files.domain, "I am not sure what you mean.", "I do not quite understand.")
    said = files.said(of_model)
    assert said.fixed["utter_did_you_mean"][0]["text"].startswith("I do not quite understand.")
    book = ResponseBook.of_domain_file(load_clinic())
    try:
        use_fixed_responses(said.fixed)
        message = book.message("utter_did_you_mean")
        assert message is not None
        assert message["text"].startswith("I do not quite understand.")
    finally:
        use_fixed_responses(of_model)


@pytest.mark.parametrize(
    ("file", "before", "after", "named"),
    [
        ("faq/skin.yml", "    - text: |-\n", "\t- text: |-\n", "tab"),
        ("faq/skin.yml", "{care_team_phone}", "{care_team_fone}", "{care_team_fone}"),
        ("faq/skin.yml", "[nci_skin, ", "[nci_skinn, ", "nci_skinn"),
        ("domain.yml", "I am not sure what you mean.", "Ask {who}.", "words in braces"),
        ("domain.yml", "last_button: None of these", "last_button: None", "its words"),
        ("domain.yml", '"I am not sure what you mean. Did you mean one of these?"', '" "', "text"),
    ],
)
def test_what_is_not_in_order_is_named_and_not_said(
    files: Files, of_model: dict[str, Any], file: str, before: str, after: str, named: str
) -> None:
    path = files.domain if file == "domain.yml" else files.data / file
    files.replace(path, before, after)
    with pytest.raises(UncheckedError) as raised:
        files.said(of_model)
    assert named in str(raised.value)
    assert raised.value.files() == [path.name]


def test_an_urgent_response_keeps_its_phone_numbers(files: Files, of_model: dict[str, Any]) -> None:
    files.replace(files.domain, "{emergency_phone}", "the emergency number")
    with pytest.raises(UncheckedError, match="the words in braces have changed"):
        files.said(of_model)
