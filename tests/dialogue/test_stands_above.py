"""What is named behind an answer in which it stands: message → whether that answer is meant."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.reading import read_message
from bot.dialogue.situation import Situation, Understood
from bot.dialogue.stands_above import of_what_stands_above

TOPIC = "managing/own_vaccines"
ANSWERS = {
    TOPIC: "Live vaccines, such as measles or chickenpox, are usually avoided.",
    "crs/symptoms": "CRS can feel like the flu.",
    "skin/symptoms": "A rash can look like measles.",
}
UNCLEAR = Understood("out_of_scope")


def meant(text: str, understood: Understood = UNCLEAR, topic: str = TOPIC) -> tuple[str, ...]:
    situation = Situation(date(2026, 11, 30), answered=(topic,) if topic else ())
    reading = read_message(text, context_knowledge())
    found = of_what_stands_above(reading, situation, understood, lambda one: ANSWERS[one])
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


def test_what_is_urgent_or_follows_no_answer_is_not_bent() -> None:
    assert meant("and measles", Understood("out_of_scope", is_alarm=True)) == ()
    assert meant("and measles", topic="") == ()


def test_another_topic_is_meant_only_where_its_answer_names_it() -> None:
    assert meant("and measles", Understood("crs/symptoms", ("crs/symptoms",))) == (TOPIC,)
    assert meant("and measles", Understood("skin/symptoms", ("skin/symptoms",))) == ()
    assert meant("and measles", Understood("x", in_context=(("crs/symptoms", 0.6),))) == (TOPIC,)
    assert meant("and measles", Understood("x", in_context=(("skin/symptoms", 0.4),))) == ()
    # In its context it is likeliest about the answer above.
    in_context = ((TOPIC, 0.9), ("skin/symptoms", 0.1))
    assert meant("and measles", Understood("x", ("skin/symptoms",), in_context)) == (TOPIC,)
