"""Where and since when something is: no alarm of its own, and no reason to leave out questions."""

from __future__ import annotations

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.details import (
    asks_for_number,
    of_a_scan,
    only_says_where,
    without_since_when,
)
from bot.dialogue.reading import read_message
from bot.dialogue.situation import Meaning, Understood

UNCLEAR = Understood("out_of_scope")


@pytest.mark.parametrize(
    "text",
    [
        "perhaps a quarter of her leg",
        "roughly half of my back",
        "i guess like maybe a third of his body",
        "all over my hands as well",
        "it's everywhere now",
        "it has spread to my legs",
        "the size of a plate",
    ],
)
def test_it_only_says_where(text: str) -> None:
    assert only_says_where(read_message(text, context_knowledge()))


@pytest.mark.parametrize(
    "text",
    [
        "half my face",
        "half of my face droops",
        "my whole right side",
        "half my arm is numb",
        "all over my chest and it hurts to breathe",
        "rash all over my arms",
        "it's everywhere and i feel faint",
        "since monday",
        "i am not sure",
        "",
    ],
)
def test_it_says_more_or_something_else(text: str) -> None:
    assert not only_says_where(read_message(text, context_knowledge()))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a rash on my neck since tuesday", "a rash on my neck"),
        ("spots on my arm, they came overnight", "spots on my arm,"),
        ("my rash began two days ago", "my rash"),
        ("an itchy rash on his back", "an rash on his back"),
    ],
)
def test_since_when_is_left_out(text: str, rest: str) -> None:
    left = without_since_when(read_message(text, context_knowledge()))
    assert left is not None
    assert " ".join(left.split()) == rest
    assert len(left) == len(text), "findings keep their places"


@pytest.mark.parametrize(
    "text",
    [
        "a rash on my neck",
        "since tuesday",
        "a rash everywhere since tuesday",
        "my rash spreads since tuesday",
    ],
)
def test_nothing_is_left_out(text: str) -> None:
    assert without_since_when(read_message(text, context_knowledge())) is None


@pytest.mark.parametrize(
    "text",
    [
        "they found a nodule in my left lung",
        "two spots on the liver",
        "the pet scan had a shadow",
        "mets in her bones",
        "new lesions",
    ],
)
def test_what_a_scan_shows_is_answered_as_that(text: str) -> None:
    meaning = of_a_scan(read_message(text, context_knowledge()), UNCLEAR)
    assert meaning == Meaning("answer", ("timing/scan_looks_worse",))


@pytest.mark.parametrize(
    "text",
    [
        "spots on my legs",
        "when is my scan",
        "a mass is read at church",
        "is a shadow on my lung bad?",
    ],
)
def test_no_finding_of_a_scan_is_told(text: str) -> None:
    assert of_a_scan(read_message(text, context_knowledge()), UNCLEAR) is None


def test_an_alarm_is_no_finding_of_a_scan() -> None:
    reading = read_message("spots on my lung and i cough blood", context_knowledge())
    assert of_a_scan(reading, Understood("red_flag_emergency", is_alarm=True)) is None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what's the number for the nurse", True),
        ("which phone number does the ward have", False),
        ("when is the clinic closed", True),
        ("opening hours please", True),
        ("what number of infusions will i get", False),
        ("is my number of white cells low", False),
        ("when do the pores open", False),
    ],
)
def test_who_asks_for_the_number(text: str, asks: bool) -> None:
    assert asks_for_number(read_message(text, context_knowledge())) is asks
