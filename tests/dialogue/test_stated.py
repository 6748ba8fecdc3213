"""Whether a treatment is told of beside a question: message → True or False."""

from __future__ import annotations

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.reading import read_message


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("I had CAR-T on Monday, may I dance?", True),
        ("may i dance? i get glofitamab", True),
        ("may i dance i had car-t on monday", True),
        ("i had car-t on monday can i dance?", True),
        ("may i dance, i had car-t on monday?", True),
        ("had my car-t, where is the car park?", True),
        # Only asked about, or supposed.
        ("i get car-t?", False),
        ("can i have car-t?", False),
        ("what happens if i get car-t?", False),
        ("when i get car-t, may i dance?", False),
        ("may i dance with car-t?", False),
        ("where is the car park?", False),
    ],
)
def test_a_treatment_told_beside_a_question(text: str, is_told: bool) -> None:
    assert read_message(text, context_knowledge()).states_treatment is is_told


@pytest.mark.parametrize(
    ("text", "is_fact"),
    [
        ("am on keytruda", True),
        ("have been on opdivo since june", True),
        ("keytruda", True),
        # They ask.
        ("is avastin immunotherapy", False),
        ("is glofitamab like bcg", False),
        ("avastin, is that one", False),
        ("such as avastin, is it", False),
        ("like avastin", False),
    ],
)
def test_what_only_states_a_treatment(text: str, is_fact: bool) -> None:
    assert read_message(text, context_knowledge()).is_fact is is_fact


@pytest.mark.parametrize(
    ("text", "is_end"),
    [
        ("i stopped opdivo in june", True),
        ("my last infusion was in spring", True),
        ("immunotherapy ended last summer", True),
        ("i took opdivo, stopped in march", True),
        ("i take opdivo", False),
        ("should i stop opdivo", False),
        ("can i stop opdivo in june?", False),
        ("i stopped smoking in june", False),
        ("stopped opdivo because of a rash", False),
    ],
)
def test_what_tells_of_the_end_of_a_treatment(text: str, is_end: bool) -> None:
    assert read_message(text, context_knowledge()).is_fact_of_an_end is is_end
