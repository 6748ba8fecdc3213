"""What is told by the way behind an answer, and is not refused."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.asides import aside
from bot.dialogue.reading import read_message
from bot.dialogue.situation import Situation, Understood

TALK = Situation(date(2026, 11, 29), answered=("managing/diet",))
NOTHING = Situation(date(2026, 11, 29))


@pytest.mark.parametrize(
    ("text", "is_aside"),
    [
        ("he never liked carrots", True),
        ("ok i put the list by the phone", True),
        ("they are four and seven", True),
        ("my daughter cooks", True),
        ("i need a sick note", False),
        ("we want to move house", False),
        ("she hates soup, what else", False),
        ("is she fussy?", False),
        ("why so", False),
        ("parking permit", False),
        ("my neighbour across the road grows all sorts of lovely carrots", False),
    ],
)
def test_what_is_told_by_the_way_is_heard(text: str, is_aside: bool) -> None:
    reading = read_message(text, context_knowledge())
    found = aside(reading, TALK, Understood("out_of_scope"))
    assert (found is not None and found.action == "remark") is is_aside


@pytest.mark.parametrize(
    ("situation", "understood"),
    [
        (NOTHING, Understood("out_of_scope")),
        (TALK, Understood("care_team_only")),
        (TALK, Understood("out_of_scope", is_alarm=True)),
    ],
)
def test_nothing_is_by_the_way_without_a_talk_or_beside_an_alarm(
    situation: Situation, understood: Understood
) -> None:
    reading = read_message("he never liked carrots", context_knowledge())
    assert aside(reading, situation, understood) is None
