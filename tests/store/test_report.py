"""bot/store/report.py: figures from the records."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bot.store.database import records, utc_now
from bot.store.records import FeedbackRow, RedFlagEvent, TurnRow, UnansweredQuestion
from bot.store.report import Times, Votes, is_question, report_since

NOW = utc_now()
WHO = {"channel": "web", "conversation": "web-1"}


def add(table: Any, at: datetime = NOW, **values: Any) -> None:
    with records() as session:
        session.execute(insert(table).values(**{**WHO, "at": at, **values}))


@pytest.mark.usefixtures("own_databases")
def test_an_empty_database_gives_an_empty_report() -> None:
    found = report_since(NOW - timedelta(days=30))
    assert found.turns == Times(0, None, None)
    assert (found.kinds, found.tiers, found.unanswered, found.feedback) == ({}, {}, [], {})


@pytest.mark.usefixtures("own_databases")
def test_turns_red_flags_and_feedback_are_counted_since_the_day(own_databases: Path) -> None:
    assert own_databases
    for kind, milliseconds in (("answer", 50), ("answer", 70), ("out_of_scope", 90)):
        add(TurnRow, kind=kind, milliseconds=milliseconds)
    add(TurnRow, NOW - timedelta(days=40), kind="answer", milliseconds=10_000)
    add(RedFlagEvent, tier="emergency", findings=["chest_pain", "fever"], milliseconds=100)
    add(RedFlagEvent, tier="emergency", findings=["fever"], milliseconds=300)
    add(RedFlagEvent, tier="check", findings=[], milliseconds=None)
    for helpful in (True, False, False):
        add(FeedbackRow, topic="skin/onset", helpful=helpful)
    found = report_since(NOW - timedelta(days=30))
    assert found.kinds == {"answer": 2, "out_of_scope": 1}
    assert found.turns == Times(3, 70, 90)
    assert found.conversations == 1
    assert found.tiers == {"emergency": Times(2, 200, 300), "check": Times(1, None, None)}
    assert found.symptoms == {"fever": Times(2, 200, 300), "chest_pain": Times(1, 100, 100)}
    assert found.feedback == {"skin/onset": Votes(1, 2)}
    (day,) = found.days
    assert (day.day, day.kinds["answer"], day.tiers["emergency"]) == (NOW.date(), 2, 2)


@pytest.mark.usefixtures("own_databases")
def test_the_same_question_is_one_line() -> None:
    add(UnansweredQuestion, text="Can I eat honey?", offered=["daily_life/food"])
    add(UnansweredQuestion, text="can i eat honey", offered=["daily_life/alcohol"])
    add(UnansweredQuestion, text="What about bees", offered=[], handled_at=NOW)
    add(UnansweredQuestion, text="None of these", offered=[])
    found = report_since(NOW - timedelta(days=1), {"None of these"}).unanswered
    assert [(asked.text, asked.times) for asked in found] == [
        ("can i eat honey", 2),
        ("What about bees", 1),
    ]
    assert found[0].offered == ("daily_life/food", "daily_life/alcohol")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Can I eat honey?", True),
        ("food", True),
        ("My number is [phone], why?", True),
        ("##", False),
        ("?", False),
        ("[e-mail]", False),
        ("none of THESE.", False),
    ],
)
def test_what_is_a_question(text: str, expected: bool) -> None:
    assert is_question(text, {"None of these"}) is expected
