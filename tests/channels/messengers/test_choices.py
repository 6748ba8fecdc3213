"""bot/channels/messengers/choices.py: what can be typed for a choice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.channels.messengers.choices import LabelledChoices, hint_for, labelled
from bot.channels.messengers.message import Button
from bot.channels.replies import Reply
from bot.content.triage import load_triage
from bot.dialogue.triage_state import label_of
from bot.store.kept_values import KeptValues

YES_NO = [Button("Yes", "yes"), Button("No", "no")]
CHECK = Reply("Now?", kind="check")
TRIAGE = Reply("How many?", kind="question", asks="diarrhea/1")
QUESTIONS = {
    label_of((name, place)): question
    for name, symptom in load_triage().symptoms.items()
    for place, question in enumerate(symptom.questions)
}


@pytest.fixture
def choices(tmp_path: Path) -> LabelledChoices:
    return LabelledChoices(KeptValues(tmp_path / "choices.jsonl", 10, 60))


@pytest.mark.parametrize(
    ("reply", "labels", "hint"),
    [
        (CHECK, ["1", "2"], "utter_answer_with_number"),
        (Reply("Did you mean?", kind="offer"), ["1", "2"], "utter_answer_with_number"),
        (TRIAGE, ["A", "B"], "utter_answer_with_letter"),
        (Reply("When was it?", asks="time"), ["A", "B"], "utter_answer_with_letter"),
    ],
)
def test_what_asks_to_learn_something_has_letters(
    reply: Reply, labels: list[str], hint: str
) -> None:
    buttons = labelled(reply, YES_NO)
    assert [button.label for button in buttons] == labels
    assert hint_for(buttons) == hint


@pytest.mark.parametrize(
    ("reply", "text", "chosen"),
    [
        *((CHECK, text, "yes") for text in ("1", " 1. ", "(1)", "01")),
        *((CHECK, text, "no") for text in ("2", "2)")),
        *((CHECK, text, None) for text in (
            "3", "0", "39", "1 hour", "да 1", "yes", "", "11111", "a", "²")),
        *((TRIAGE, text, "yes") for text in ("A", "a", " a. ", "(A)")),
        *((TRIAGE, text, "no") for text in ("b", "B)")),
        *((TRIAGE, text, None) for text in ("1", "2", "c", "ab", "a b", "a bit", "à", "2 b", "")),
    ],
)  # fmt: skip
def test_a_label_stands_for_its_choice(
    reply: Reply, text: str, chosen: str | None, choices: LabelledChoices
) -> None:
    choices.offer("a", labelled(reply, YES_NO))
    assert choices.chosen("a", text) == chosen
    assert choices.chosen("b", text) is None


def test_a_reply_without_choices_ends_the_earlier_ones(choices: LabelledChoices) -> None:
    choices.offer("a", labelled(CHECK, YES_NO))
    choices.offer("a", [])
    assert choices.chosen("a", "1") is None


def test_choices_that_were_kept_as_a_list_are_numbered(tmp_path: Path) -> None:
    kept = KeptValues(tmp_path / "choices.jsonl", 10, 60)
    kept.put("a", json.dumps(["yes", "no"]))
    assert [LabelledChoices(kept).chosen("a", text) for text in ("1", "2", "3", "a")] == [
        "yes", "no", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("label", QUESTIONS)
def test_a_bare_number_is_no_choice_of_any_question(label: str, choices: LabelledChoices) -> None:
    buttons = [Button(one.title, one.title) for one in QUESTIONS[label].buttons]
    choices.offer("a", labelled(Reply("?", kind="question", asks=label), buttons))
    for number in range(13):
        assert choices.chosen("a", str(number)) is None
    assert choices.chosen("a", "b") == buttons[1].payload
