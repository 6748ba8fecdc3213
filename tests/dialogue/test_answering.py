"""What follows from an answer that is not clear, from a number, and from a no that comes late."""

from __future__ import annotations

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.triage_turn import take_turn

RASH = Message("a rash", ("rash",), takes_over=True)
DIARRHEA = Message("diarrhea", ("diarrhea",), takes_over=True)
LOW = Message("low mood", ("mood",), takes_over=True)


@pytest.mark.parametrize(
    ("report", "talk"),
    [
        # put once more, then as grave as before; a clear no right after is believed
        (RASH, [("yes it itches", "question"), ("yes it itches", "emergency"), ("no", "question"),
                ("no", "question")]),
        (RASH, [("yes it itches", "question"), ("no", "question"), ("yes", "call_now"),
                ("no", None)]),
        (RASH, [("yes", "emergency"), ("no", None)]),
        (RASH, [("not sure", "emergency"), ("thanks", None), ("no", None)]),
        (RASH, [("not sure", "emergency"), ("no, breathing is fine", "question")]),
        (RASH, [("no inhaler", "question"), ("no inhaler", "call_today"), ("no", "question")]),
        (RASH, [("a bit", "question"), ("in bed", "call_now")]),
        (RASH, [("define faint", "question"), ("no", "question"), ("no", "question")]),
        (RASH, [("hmm", "question"), ("hmm", "call_today"), ("yes", "emergency")]),
        # numbers count whatever was asked
        (DIARRHEA, [("7", "call_now")]),
        (DIARRHEA, [("about 8", "call_now")]),
        (DIARRHEA, [("no cramps", "question"), ("6 times", "call_now")]),
        (DIARRHEA, [("no", "question"), ("maybe 5 times since breakfast", "call_now")]),
        (DIARRHEA, [("dunno, twice?", "question"), ("no", "question"), ("no", "call_today")]),
        (DIARRHEA, [("since 8 am", "question")]),
        (DIARRHEA, [("5 days", "question")]),
        (RASH, [("chest, tummy, back", "call_now")]),
        # how long is no answer to the question about suicide
        (LOW, [("most days", "question"), ("no", "question")]),
        (LOW, [("two months", "question"), ("a month", "crisis"),
               ("no, I'd never do that", "question")]),
        (LOW, [("it crosses my mind", "crisis"), ("no", None)]),
        (LOW, [("most days", "question"), ("yes", "crisis")]),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_asked_once_more(
    reader: Reader, report: Message, talk: list[tuple[str, str | None]]
) -> None:
    triage = take_turn(Triage(), report, reader).triage
    for text, expected in talk:
        turn = take_turn(triage, Message(text, is_unclear=True), reader)
        assert turn.says == expected, text
        triage = turn.triage
        assert Triage.from_json(triage.as_json(), reader.rules.knowledge) == triage
