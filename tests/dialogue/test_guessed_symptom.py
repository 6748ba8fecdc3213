"""A symptom that was only guessed, and whose question is passed over."""

from __future__ import annotations

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.triage_turn import put_again, take_turn

GUESSED = Message("mine seems larger", ("swelling",), takes_over=True)
NAMED = Message("my ankle is swollen", ("swelling",), takes_over=True)


def passed_over_once(first: Message, reader: Reader) -> Triage:
    """The triage after a report, and a question of the patient's that was answered elsewhere."""
    asked = take_turn(Triage(), first, reader).triage
    question = Message("what is keytruda?", asks_clearly=True)
    turn = put_again(take_turn(asked, question, reader).triage, question, reader)
    assert turn.says == "question"
    return turn.triage


@pytest.mark.parametrize(
    "second",
    [
        Message("what is car-t?", asks_clearly=True),
        Message("massage?", is_unclear=True),
        Message("who pays for it", is_unclear=True),
    ],
)
def test_a_guess_that_is_passed_over_twice_falls(reader: Reader, second: Message) -> None:
    turn = take_turn(passed_over_once(GUESSED, reader), second, reader)
    assert turn.says is None
    assert (turn.triage.question, turn.triage.cases) == (None, ())
    assert put_again(turn.triage, second, reader).says is None


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        # what was named stays
        (NAMED, Message("what is car-t?", asks_clearly=True), "call_now"),
        # an answer counts
        (GUESSED, Message("no"), "question"),
        (GUESSED, Message("yes"), "emergency"),
    ],
)
def test_what_does_not_fall(reader: Reader, first: Message, second: Message, says: str) -> None:
    turn = take_turn(passed_over_once(first, reader), second, reader)
    turn = turn if turn.says else put_again(turn.triage, second, reader)
    assert turn.says == says
