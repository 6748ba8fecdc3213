"""What the staff page reads and marks, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.store.database import conversations_database, records, utc_now
from bot.store.records import FeedbackRow, Notice, RedFlagEvent, UnansweredQuestion
from bot.store.staff_records import (
    NoticeState,
    mark_questions,
    mark_red_flag,
    open_questions,
    red_flags,
)
from bot.store.tables import messages
from tests.store.conftest import Addresses

NOW = utc_now().replace(microsecond=0)


@pytest.fixture(autouse=True)
def _own(addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_RECORDS_URL", addresses.records)
    monkeypatch.setenv("BOT_CONVERSATIONS_URL", addresses.conversations)


def add(table: Any, conversation: str = "web-1", at: datetime = NOW, **values: Any) -> int:
    row = {"at": at, "channel": "web", "conversation": conversation, **values}
    with records() as session:
        return int(session.execute(insert(table).values(**row)).inserted_primary_key[0])


def flag(minutes: int = 0, conversation: str = "web-1", tier: str = "call_now") -> int:
    at = NOW - timedelta(minutes=minutes)
    values = {"tier": tier, "findings": ["fever"], "milliseconds": 90.0}
    return add(RedFlagEvent, conversation, at, **values)


def test_the_newest_red_flags_come_first() -> None:
    old, new = flag(9), flag(1)
    assert [one.id for one in red_flags(only_open=True, most=10)] == [new, old]
    assert [one.id for one in red_flags(only_open=True, most=1)] == [new]


def test_a_red_flag_stands_with_its_own_notices_alone() -> None:
    """Also beside one of the same second, tier and conversation."""
    mine, other, another = flag(1), flag(1), flag(5)
    notice(mine, "webhook", 1, None)
    notice(mine, "email", 4, NOW)
    notice(other, "webhook", 7, NOW)
    found = {one.id: one.notices for one in red_flags(only_open=True, most=10)}
    assert found == {
        mine: (NoticeState("webhook", 1, True), NoticeState("email", 4, False)),
        other: (NoticeState("webhook", 7, False),),
        another: (),
    }


def notice(
    red_flag: int | None, method: str, tries: int, due: datetime | None, conversation: str = "web-1"
) -> None:
    values = {"method": method, "conversation": conversation, "content": {}, "tries": tries}
    with records() as session:
        session.execute(insert(Notice).values(**values, due=due, red_flag=red_flag))


def test_notices_of_what_was_erased_stand_with_no_red_flag_that_gets_its_number() -> None:
    """SQLite gives the number of a last row that was deleted once more."""
    id_ = flag()
    notice(None, "webhook", 1, None, "erased")
    notice(id_, "email", 1, None, "erased")
    assert [one.notices for one in red_flags(only_open=True, most=10)] == [()]


def test_what_is_dealt_with_is_dealt_with_once() -> None:
    id_ = flag()
    assert mark_red_flag(id_, "Ada", "x" * 2000)
    assert not mark_red_flag(id_, "Bob", "again")
    assert not mark_red_flag(id_ + 1, "Bob", "there is none")
    assert red_flags(only_open=True, most=10) == []
    (done,) = red_flags(only_open=False, most=10)
    assert (done.handled_by, done.note) == ("Ada", "x" * 1000)


def said(conversation: str, turn: str, text: str, topics: list[str], minutes: int) -> None:
    row = {
        "conversation": conversation, "turn": turn, "channel": "web",
        "at": NOW - timedelta(minutes=minutes),
    }  # fmt: skip
    with conversations_database().begin() as connection:
        connection.execute(insert(messages).values(**row, position=0, sender="user", text=text))
        connection.execute(
            insert(messages).values(
                **row, position=1, sender="bot", text="…", content={"topics": topics}
            )
        )


def test_a_thumb_down_stands_with_the_question_before_it_masked() -> None:
    said("web-1", "a", "my skin itches, mail bob@x.org", ["skin/causes"], 9)
    said("web-1", "b", "and my hair", ["hair/loss"], 5)
    said("web-2", "c", "somebody else", ["skin/causes"], 4)
    said("web-1", "d", "later", ["skin/causes"], -5)
    add(FeedbackRow, topic="skin/causes", helpful=True)
    id_ = add(FeedbackRow, topic="skin/causes", helpful=False)
    add(FeedbackRow, "web-3", topic="skin/causes", helpful=False)
    (question,) = open_questions()
    assert question.text == "my skin itches, mail [e-mail]"
    assert (question.topic, question.key) == ("skin/causes", f"feedback-{id_}")


def test_questions_are_marked_by_their_keys() -> None:
    ids = [add(UnansweredQuestion, text=f"May {word} vote?", offered=[]) for word in ("I", "he")]
    keys = [question.key for question in open_questions()]
    assert keys == [f"unanswered-{id_}" for id_ in ids]
    assert mark_questions([keys[0], "feedback-77", "rubbish", "unanswered-x"], "Ada", "why") == 1
    assert [question.key for question in open_questions()] == keys[1:]
