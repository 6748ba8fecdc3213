"""Faults 4, 5, 12, 16, 22, 32 and 33 on PostgreSQL: not there yet when the server starts, frozen,
dropped, refusing to write, with a cut row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from bot.store.claim import claim_database
from tests.faults.assistant import CANARY, QUESTION, RED_FLAG, Server, running, wait_until
from tests.faults.harm import kept_anywhere
from tests.faults.test_start import assert_sentence, outcome
from tests.store.postgres import Postgres, binaries, missing, running_postgres

CUT_CONNECTIONS = (
    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
    "and datname in ('conversations', 'records')"
)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    if binaries() is None:
        missing()
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[Server]:
    """Started while its databases do not exist."""
    variables = {
        f"BOT_{name.upper()}_URL": f"postgresql://bot@127.0.0.1:{postgres.port}/{name}"
        for name in ("conversations", "records")
    }
    server = Server(tmp_path_factory.mktemp("postgres"), variables=variables)
    with running(server) as started:
        yield started


def rows(postgres: Postgres, database: str, query: str) -> list[tuple[Any, ...]]:
    address = f"postgresql://bot@127.0.0.1:{postgres.port}/{database}"
    connection = psycopg2.connect(address, connect_timeout=30)
    try:
        cursor = connection.cursor()
        cursor.execute(query)
        return list(cursor.fetchall())
    finally:
        connection.close()


def red_flags(postgres: Postgres) -> int:
    return len(rows(postgres, "records", "select 1 from red_flag_events where tier <> 'check'"))


def test_the_databases_come_after_the_server(server: Server, postgres: Postgres) -> None:
    """Fault 5. This is the first test of the module: it makes the databases."""
    patient = server.patient()
    patient.assert_red()
    patient.assert_answered(f"{QUESTION} {CANARY}")
    assert not server.health()["stores"]
    for name in ("conversations", "records"):
        postgres.execute(f"CREATE DATABASE {name}")
    server.settle()
    assert red_flags(postgres) == 1
    assert patient.history() == [RED_FLAG, f"{QUESTION} {CANARY}"]


def test_a_frozen_server(server: Server, postgres: Postgres) -> None:
    """Fault 4: connections stay open and say nothing."""
    patient = server.patient()
    patient.assert_answered("what is car-t before")
    server.settle()
    before = red_flags(postgres)
    postgres.freeze()
    try:
        patient.assert_red()
        patient.assert_answered("what is car-t meanwhile")
        newcomer = server.patient()
        newcomer.assert_red()
        wait_until(lambda: not server.health()["stores"])
        assert server.get("/health/live") == 200
    finally:
        postgres.thaw()
    server.settle()
    assert red_flags(postgres) == before + 2
    assert patient.history() == ["what is car-t before", RED_FLAG, "what is car-t meanwhile"]


def test_its_connections_are_cut(server: Server, postgres: Postgres) -> None:
    patient = server.patient()
    for _ in range(3):
        postgres.execute(CUT_CONNECTIONS)
        patient.assert_red()
        patient.assert_answered()
    server.settle()
    assert patient.history() == [RED_FLAG, QUESTION] * 3


def test_a_database_is_dropped_and_made_anew(server: Server, postgres: Postgres) -> None:
    patient = server.patient()
    postgres.execute("DROP DATABASE records WITH (FORCE)")
    patient.assert_red()
    wait_until(lambda: not server.health()["stores"])
    postgres.execute("CREATE DATABASE records")
    server.settle()
    assert red_flags(postgres) == 1


def test_it_refuses_every_write(server: Server, postgres: Postgres) -> None:
    """Fault 4, as with a full disk or a stand-by: reads go on, what is kept waits in order."""
    patient = server.patient()
    patient.assert_answered("what is car-t before the refusal")
    server.settle()
    before = red_flags(postgres)
    set_read_only(postgres, "on")
    try:
        patient.assert_red()
        patient.assert_answered("what is car-t during the refusal")
        wait_until(lambda: not server.health()["stores"])
        newcomer = server.patient()
        newcomer.assert_red()
    finally:
        set_read_only(postgres, "off")
    server.settle()
    assert red_flags(postgres) == before + 2
    said = ["what is car-t before the refusal", RED_FLAG, "what is car-t during the refusal"]
    assert patient.history() == said
    assert newcomer.history() == [RED_FLAG]


def set_read_only(postgres: Postgres, value: str) -> None:
    for name in ("conversations", "records"):
        postgres.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {value}")
    postgres.execute(CUT_CONNECTIONS)


def test_a_conversation_is_deleted_while_the_database_is_away(
    server: Server, postgres: Postgres
) -> None:
    """Faults 16 and 22."""
    secret = "deletemeonpostgres"
    patient = server.patient()
    patient.say(f"{QUESTION} {secret}")
    server.settle()
    postgres.freeze()
    try:
        patient.assert_red(f"{RED_FLAG} {secret}")
        assert patient.http.delete("/session").status_code == 202
        assert patient.send(QUESTION).status_code == 401
    finally:
        postgres.thaw()
    server.settle()
    for table, column in (("messages", "text"), ("events", "data")):
        query = f"select 1 from {table} where {column} like '%{secret}%'"
        assert rows(postgres, "conversations", query) == []
    assert kept_anywhere(server.state / "journal", secret) == []
    assert rows(postgres, "records", "select reference from erasures")


def test_a_row_is_cut_and_the_server_is_killed(server: Server, postgres: Postgres) -> None:
    """Faults 12 and 32: what was acknowledged is there; a cut row costs one patient the past."""
    unlucky, lucky = server.patient(), server.patient()
    unlucky.say(f"{QUESTION} unlucky")
    lucky.say(f"{QUESTION} lucky")
    server.settle()
    lucky.assert_red()
    server.kill()
    address = f"postgresql://bot@127.0.0.1:{postgres.port}/conversations"
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute("update events set data = left(data, 40) where data like '%unlucky%'")
        assert cursor.rowcount
        connection.commit()
    server.start()
    server.wait_for_model()
    unlucky.assert_answered()
    unlucky.assert_red()
    server.settle()
    assert lucky.history() == [f"{QUESTION} lucky", RED_FLAG]
    assert "A stored conversation cannot be read" in server.output


def test_another_server_has_the_databases(postgres: Postgres, tmp_path: Path) -> None:
    """Fault 38, with folders of their own."""
    address = postgres.new_database()
    first = claim_database("conversations", address)
    assert first is not None
    with first:
        second = Server(tmp_path, variables={"BOT_CONVERSATIONS_URL": address})
        said = ("Another server", "BOT_CONVERSATIONS_URL", "choose another database")
        assert_sentence(outcome(second, "serve"), *said)
