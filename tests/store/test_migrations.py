"""bot/store/migrations: databases of earlier versions keep their rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import create_engine, select, text

from bot.store.database import Database
from bot.store.records import Notice, RedFlagEvent
from bot.store.tables import events
from tests.store.conftest import Addresses


def test_a_database_of_before_keeps_its_rows(addresses: Addresses) -> None:
    """Rasa's own SQL store made the table, without any revision."""
    from rasa.core.tracker_store import SQLTrackerStore  # noqa: PLC0415

    engine = create_engine(addresses.conversations)
    SQLTrackerStore.Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(
            text("insert into events (sender_id, type_name, data) values ('old', 'user', '{}')")
        )
    engine.dispose()
    with addresses.database().begin() as connection:
        connection.execute(events.insert().values(sender_id="new", type_name="user", data="{}"))
        assert list(connection.scalars(select(events.c.sender_id).order_by(events.c.id))) == [
            "old",
            "new",
        ]


def test_records_of_before_keep_their_rows(addresses: Addresses) -> None:
    engine = create_engine(addresses.records)
    with engine.begin() as connection:
        connection.execute(text(
            "create table red_flag_events (id integer primary key, at timestamp not null, "
            "channel varchar(50) not null, conversation varchar(255) not null, "
            "tier varchar(20) not null, findings json not null)"
        ))  # fmt: skip
        connection.execute(text(
            "insert into red_flag_events values "
            "(1, '2026-11-01 08:00:00', 'web', 'web-1', 'call_now', '[\"fever\"]')"
        ))  # fmt: skip
    engine.dispose()
    with Database("records", addresses.records).begin() as connection:
        row = connection.execute(text("select tier, milliseconds from red_flag_events")).one()
        assert tuple(row) == ("call_now", None)
        assert connection.execute(text("select count(*) from turns")).scalar() == 0


def test_notices_of_before_find_the_red_flag_that_alone_fits(addresses: Addresses) -> None:
    database = Database("records", addresses.records)
    at = "2026-11-01T08:00:00"
    with database.begin() as connection:
        for conversation in ("web-1", "web-2", "web-2"):
            connection.execute(
                RedFlagEvent.__table__.insert().values(
                    at=datetime.fromisoformat(at), channel="web", conversation=conversation,
                    tier="call_now", findings=["fever"],
                )
            )  # fmt: skip
        for conversation in ("web-1", "web-2", "erased"):
            content = {"time": f"{at}Z", "tier": "call_now"}
            connection.execute(
                Notice.__table__.insert().values(
                    method="email", conversation=conversation, content=content, tries=1
                )
            )
        connection.execute(text("alter table notices drop column red_flag"))
        connection.execute(text("update alembic_version set version_num = 'records_0002'"))
    database.dispose()
    with Database("records", addresses.records).begin() as connection:
        found = connection.execute(select(Notice.conversation, Notice.red_flag)).all()
    assert {tuple(row) for row in found} == {("web-1", 1), ("web-2", None), ("erased", None)}
