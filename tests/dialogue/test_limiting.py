""" "Just the toes", "normal": a no to other signs, and no answer to what holds their words."""

from __future__ import annotations

import pytest

from bot.dialogue.limiting import button_of_limit, only_limits
from bot.dialogue.reports import Reader

STIFF, FEVER_SIGNS, THERMOMETER = ("joint_pain", 1), ("belly_pain", 1), ("fever", 1)
WHAT_CAN_YOU_DO, DANGER = ("joint_pain", 2), ("belly_pain", 0)


@pytest.mark.parametrize(
    ("question", "text", "button"),
    [
        (FEVER_SIGNS, "just after meals", "No"),
        (FEVER_SIGNS, "it's only at night", "No"),
        (FEVER_SIGNS, "normal", "No"),
        (STIFF, "just my left knee", "No"),
        (THERMOMETER, "normal", "36 to 37.4 C (97 to 99.4 F)"),
        (THERMOMETER, "it says normal", "36 to 37.4 C (97 to 99.4 F)"),
        # a word of the question, a question for danger, a number, or another kind of answer
        (STIFF, "just in the morning", None),
        (STIFF, "just a bit stiff", None),
        (DANGER, "just after meals", None),
        (THERMOMETER, "just a bit warm", None),
        (WHAT_CAN_YOU_DO, "normal", None),
        (FEVER_SIGNS, "normal for me since the operation last year", None),
        (FEVER_SIGNS, "is that normal?", None),
        (FEVER_SIGNS, "the pain is just after meals", None),
        (FEVER_SIGNS, "no", None),
    ],
)
def test_the_button_of_a_limit(
    question: tuple[str, int], text: str, button: str | None, reader: Reader
) -> None:
    knowledge = reader.rules.knowledge
    asked = knowledge.symptoms[question[0]].questions[question[1]]
    place = button_of_limit(reader.said(text), asked, knowledge)
    assert (None if place is None else asked.buttons[place].title) == button


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("just the tiredness", True),
        ("only sad", True),
        ("normal", True),
        ("everything is normal", True),
        ("my knee, just the left one", False),
        ("just now it started to bleed and i feel faint", False),
        ("", False),
    ],
)
def test_what_only_limits(text: str, limits: bool, reader: Reader) -> None:
    assert only_limits(reader.said(text), reader.rules.knowledge) == limits


@pytest.mark.parametrize(
    ("text", "well"), [("that's all", True), ("it's all over", False), ("just that", True)]
)
def test_all_over_is_no_all(text: str, well: bool, reader: Reader) -> None:
    assert reader.said(text).well == well
