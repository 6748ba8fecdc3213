"""bot/content/triage_responses.py: a question says which one it is."""

from __future__ import annotations

import pytest

from bot.channels.replies import Reply
from bot.content.response_book import ResponseBook
from bot.content.triage import triage_knowledge
from bot.content.triage_responses import TriageWords
from bot.dialogue.triage_state import Case, Triage
from bot.settings.clinic import clinic

OPEN_CASES = tuple(
    Case(name, (None,) * len(triage_knowledge().symptoms[name].questions))
    for name in ("diarrhea", "rash")
)


@pytest.mark.parametrize(
    ("triage", "name", "asks"),
    [
        (Triage(OPEN_CASES, question=("diarrhea", 1)), "utter_triage_question", "diarrhea/1"),
        (
            Triage(OPEN_CASES, question=("rash", 0), put_again=True),
            "utter_triage_question",
            "rash/0",
        ),
        (Triage(about=("diarrhea",)), "utter_triage_call_now", ""),
        (Triage(), "utter_triage_left", ""),
    ],
)
def test_what_a_reply_asks(triage: Triage, name: str, asks: str) -> None:
    message = TriageWords(ResponseBook.of_domain_file(clinic())).say(name, triage.as_json())
    assert message is not None
    assert Reply.of(message).asks == asks
