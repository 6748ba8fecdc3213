"""What is heard instead of an answer to the open question, after which it is put once more."""

from __future__ import annotations

import pytest

from bot.dialogue.asked_back import asks_about_the_question
from bot.dialogue.reports import Reader
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.triage_turn import take_turn

RASH = Message("a rash", ("rash",), takes_over=True)
LOW = Message("low mood", ("mood",), takes_over=True)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what do you mean", True),
        ("I don't really understand the question", True),
        ("why are you asking me that", True),
        ("can you put it in simple words", True),
        ("pardon?", True),
        ("why?", True),
        ("what does faint mean", True),
        ("what is a swollen throat", True),
        # these say or ask something else
        ("why is my arm red", False),
        ("sorry, it is my arm", False),
        ("what is CAR-T", False),
        ("what is the best cream for it", False),
        ("what can I put on it", False),
        ("faint", False),
        ("I don't understand a word and my chest hurts so much now, help", False),
        ("no", False),
    ],
)
def test_a_message_asks_about_the_question(reader: Reader, text: str, asks: bool) -> None:
    knowledge = reader.rules.knowledge
    question = knowledge.symptoms["rash"].questions[0]
    assert asks_about_the_question(reader.said(text), question, knowledge) is asks


@pytest.mark.parametrize(
    ("report", "talk"),
    [
        (RASH, [("what do you mean", "question", "asked back"), ("no", "question", "")]),
        (RASH, [("why do you ask", "question", "asked back"), ("yes", "emergency", "")]),
        # explained once; then it is no answer, as ever
        (RASH, [("define faint", "question", "asked back"), ("define faint", "question", ""),
                ("define faint", "emergency", "")]),
        (RASH, [("on my left arm", "question", "told"), ("no", "question", "")]),
        (RASH, [("about a week", "question", "told"), ("on my arm", "question", "told")]),
        (RASH, [("is there a bus to the clinic", "question", "unclear")]),
        # asking why is neither yes nor no to the question about suicide, and an answer is
        (LOW, [("why do you ask", "question", "asked back"), ("no", "question", "")]),
        (LOW, [("what do you mean", "question", "asked back"), ("sometimes", "crisis", "")]),
    ],
)  # fmt: skip
def test_what_was_heard_is_kept_with_the_question(
    reader: Reader, report: Message, talk: list[tuple[str, str, str]]
) -> None:
    triage = take_turn(Triage(), report, reader).triage
    for text, says, heard in talk:
        turn = take_turn(triage, Message(text, is_unclear=True), reader)
        assert (turn.says, turn.triage.heard) == (says, heard), text
        triage = turn.triage
        assert Triage.from_json(triage.as_json(), reader.rules.knowledge) == triage


def test_an_alarm_is_no_question_about_the_question(reader: Reader) -> None:
    triage = take_turn(Triage(), RASH, reader).triage
    alarm = Message("what do you mean", ("breathlessness",), alarm="emergency")
    assert take_turn(triage, alarm, reader).triage.question is None
