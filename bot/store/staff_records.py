"""What the staff page reads and marks: red flags, unanswered questions, answers that did not help.

No text of patients but masked questions.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.store.database import conversations_database, records, utc_now
from bot.store.masking import masked
from bot.store.records import FeedbackRow, Notice, RedFlagEvent, UnansweredQuestion
from bot.store.report import is_question
from bot.store.tables import messages

_LONGEST_NOTE = 1000
# The latest; older ones come when these are dealt with.
_MOST_QUESTIONS = 1000
_MOST_VOTES = 200
_USER = "user"


@dataclass(frozen=True)
class NoticeState:
    """A notice to the care team: webhook or email, how often it was tried, whether it is out."""

    method: str
    tries: int
    is_out: bool


@dataclass(frozen=True)
class RedFlagRow:
    """One red flag as staff see it. ``at`` is UTC; ``milliseconds`` to the first urgent words;
    ``conversation``: its id, by which it can be exported and deleted."""

    id: int
    at: datetime
    channel: str
    conversation: str
    tier: str
    symptoms: tuple[str, ...]
    milliseconds: float | None
    notices: tuple[NoticeState, ...]
    handled_at: datetime | None
    handled_by: str | None
    note: str | None


@dataclass(frozen=True)
class Question:
    """A question of a patient, masked, that was not answered well. ``topic``: the topic whose
    answer did not help; None where there was no sure answer. ``offered``: topics that came near."""

    id: int
    at: datetime
    channel: str
    text: str
    offered: tuple[str, ...]
    topic: str | None = None

    @property
    def key(self) -> str:
        """Which row it is, as a form sends it."""
        return f"{'unanswered' if self.topic is None else 'feedback'}-{self.id}"


def red_flags(only_open: bool, most: int) -> list[RedFlagRow]:
    """The latest red flags, newest first."""
    with records() as session:
        chosen = (
            select(RedFlagEvent)
            .order_by(RedFlagEvent.at.desc(), RedFlagEvent.id.desc())
            .limit(most)
        )
        if only_open:
            chosen = chosen.where(RedFlagEvent.handled_at.is_(None))
        events = session.scalars(chosen).all()
        notices = session.scalars(
            select(Notice).where(Notice.red_flag.in_([event.id for event in events]))
        ).all()
        return [_red_flag(event, notices) for event in events]


def mark_red_flag(id_: int, by: str, note: str) -> bool:
    """Marks a red flag as dealt with → whether it was still open."""
    return _mark(RedFlagEvent, [id_], by, note) > 0


def open_questions(buttons: Collection[str] = ()) -> list[Question]:
    """Unanswered questions and those whose answer did not help, that nobody has dealt with."""
    with records() as session:
        rows = session.scalars(
            select(UnansweredQuestion)
            .where(UnansweredQuestion.handled_at.is_(None))
            .order_by(UnansweredQuestion.id.desc())
            .limit(_MOST_QUESTIONS)
        ).all()
        found = [
            Question(row.id, row.at, row.channel, row.text, tuple(row.offered))
            for row in reversed(rows)
        ]
        votes = session.execute(
            select(*FeedbackRow.__table__.columns)
            .where(FeedbackRow.helpful.is_(False), FeedbackRow.handled_at.is_(None))
            .order_by(FeedbackRow.id.desc())
            .limit(_MOST_VOTES)
        ).all()
    found += [question for vote in votes if (question := _question_of(vote)) is not None]
    return [question for question in found if is_question(question.text, buttons)]


def mark_questions(keys: Sequence[str], by: str, what: str) -> int:
    """Marks questions as dealt with → how many were still open. ``keys``: see Question.key."""
    tables = {"unanswered": UnansweredQuestion, "feedback": FeedbackRow}
    count = 0
    for name, table in tables.items():
        parts = (key.partition("-") for key in keys)
        ids = [int(id_) for kind, _, id_ in parts if kind == name and id_.isdecimal()]
        count += _mark(table, ids, by, what)
    return count


def _mark(table: Any, ids: Sequence[int], by: str, note: str) -> int:
    with records() as session:
        done = session.execute(
            update(table)
            .where(table.id.in_(ids), table.handled_at.is_(None))
            .values(handled_at=utc_now(), handled_by=by, note=note[:_LONGEST_NOTE])
            .execution_options(synchronize_session=False)
        )
        return int(done.rowcount)


def _red_flag(event: Any, notices: Sequence[Any]) -> RedFlagRow:
    mine = [
        NoticeState(notice.method, notice.tries, notice.due is None)
        for notice in notices
        # Of an id that was given once more only the conversation knows which red flag was meant.
        if (notice.red_flag, notice.conversation) == (event.id, event.conversation)
    ]
    return RedFlagRow(
        event.id, event.at, event.channel, event.conversation, event.tier, tuple(event.findings),
        event.milliseconds, tuple(mine), event.handled_at, event.handled_by, event.note,
    )  # fmt: skip


def _question_of(vote: Any) -> Question | None:
    """What a patient had asked before an answer that did not help; None where it is gone."""
    before = (messages.c.conversation == vote.conversation, messages.c.at <= vote.at)
    with conversations_database().begin() as connection:
        rows = connection.execute(
            select(messages.c.turn, messages.c.content)
            .where(*before, messages.c.sender != _USER)
            .order_by(messages.c.id.desc())
            .limit(50)
        ).all()
        turn = next(
            (row.turn for row in rows if vote.topic in ((row.content or {}).get("topics") or ())),
            None,
        )
        text = turn and connection.scalar(
            select(messages.c.text).where(messages.c.turn == turn, messages.c.sender == _USER)
        )
    if not text:
        return None
    return Question(vote.id, vote.at, vote.channel, masked(text), (vote.topic,), vote.topic)
