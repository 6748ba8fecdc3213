"""What is named behind an answer in which it stands: message → whether that answer is meant."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.reading import read_message
from bot.dialogue.situation import Situation, Understood
from bot.dialogue.stands_above import of_what_stands_above

ANSWER = "Live vaccines, such as measles or chickenpox, are usually avoided."
TOPIC = "managing/own_vaccines"
UNCLEAR = Understood("out_of_scope")


def meant(text: str, understood: Understood = UNCLEAR, topic: str = TOPIC) -> tuple[str, ...]:
    situation = Situation(date(2026, 11, 30), answered=(topic,) if topic else ())
    reading = read_message(text, context_knowledge())
    found = of_what_stands_above(reading, situation, understood, ANSWER)
    return found.topics if found else ()


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("and measles", True),
        ("what about chickenpox?", True),
        ("measles too?", True),
        # Not named there, nothing named, a question of its own, or a statement.
        ("and rabies", False),
        ("and then", False),
        ("and why", False),
        ("and measles in my grandson who is four", False),
        ("measles", False),
        ("and keytruda", False),
    ],
)
def test_which_answer_is_meant(text: str, is_meant: bool) -> None:
    assert meant(text) == ((TOPIC,) if is_meant else ())


def test_what_is_clear_or_urgent_or_follows_no_answer_is_not_bent() -> None:
    assert meant("and measles", Understood("crs/symptoms", ("crs/symptoms",))) == ()
    assert meant("and measles", Understood("out_of_scope", is_alarm=True)) == ()
    assert meant("and measles", Understood("x", in_context=(("crs/symptoms", 0.6),))) == ()
    assert meant("and measles", Understood("x", in_context=(("crs/symptoms", 0.4),))) == (TOPIC,)
    assert meant("and measles", topic="") == ()
