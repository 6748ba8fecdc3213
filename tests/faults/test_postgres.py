"""Faults 4 and 5 on PostgreSQL: frozen, gone, and not there yet when the server starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest

from tests.faults.assistant import CANARY, QUESTION, RED_FLAG, Server, running, wait_until
from tests.store.postgres import Postgres, binaries, missing, running_postgres


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
        postgres.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
            "and datname in ('conversations', 'records')"
        )
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
