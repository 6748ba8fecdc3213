"""Faults 16 and 28: the staff's commands delete what they should, and trying out leaves nothing."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from bot.settings.paths import ROOT
from tests.faults.assistant import (
    CANARY,
    QUESTION,
    RED_FLAG,
    Server,
    clinic_text,
    running,
    wait_until,
)

WEBHOOK = "{webhook: 'http://127.0.0.1:9/flags'}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("privacy")
    with running(Server(folder, clinic=clinic_text(notify=WEBHOOK))) as started:
        yield started


def command(server: Server, *words: str, said: str | None = None, is_refused: bool = False) -> str:
    """→ What it wrote, or why it was refused."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=ROOT, env=server.environment(), input=said,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == int(is_refused), done.stderr
    return done.stderr if is_refused else done.stdout


def conversation_of(server: Server, words: str) -> str:
    query = "select conversation from messages where text = ?"
    ((conversation,), *_) = server.rows("conversations", query, words)
    return str(conversation)


def held_in(server: Server, words: str) -> list[str]:
    """Files of the state folder with these words."""
    return [
        path.name for path in server.state.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]  # fmt: skip


@pytest.mark.parametrize("is_running", [True, False])
def test_all_of_a_patient_is_shown_and_deleted(server: Server, is_running: bool) -> None:
    mark = f"{QUESTION} {CANARY}{is_running}".lower()
    patient, other = server.patient(), server.patient()
    patient.say(mark)
    patient.assert_red()
    other.assert_red()
    server.settle()
    conversation = conversation_of(server, mark)
    if not is_running:
        server.stop()
    shown = json.loads(command(server, "privacy", "export", conversation))
    assert [m["text"] for m in shown["messages"] if m["sender"] == "user"] == [mark, RED_FLAG]
    assert [row["tier"] for row in shown["red_flag_events"]] == ["call_now"]
    assert shown["events"]
    command(server, "privacy", "delete", conversation)
    if is_running:
        server.settle()
        assert patient.http.get("/messages").status_code == 401
    assert held_in(server, mark) == []
    refused = command(server, "privacy", "export", conversation, is_refused=True)
    assert refused.startswith(f"Nothing is kept under the id {conversation}.")
    assert server.rows("records", "select count(*) from erasures")[0][0] >= 1
    if not is_running:
        server.start()
        assert patient.http.get("/messages").status_code == 401
    assert len(other.history()) == 1


def test_what_is_old_is_purged(server: Server) -> None:
    """Fault 16: `retention` of clinic.yml, 90 and 365 days; what is younger stays."""
    old, young = server.patient(), server.patient()
    before = server.tracked_texts().count(RED_FLAG)
    for patient, words in ((old, f"{QUESTION} old"), (young, f"{QUESTION} young")):
        patient.say(words)
        patient.assert_red()
    # Behind the urgent words runs a turn, which keeps its events when it ends.
    wait_until(lambda: server.tracked_texts().count(RED_FLAG) == before + 2)
    server.settle()
    conversation = conversation_of(server, f"{QUESTION} old")
    make_older(server, conversation, days=400)
    command(server, "privacy", "purge")
    assert old.history() == []
    assert young.history() == [f"{QUESTION} young", RED_FLAG]
    for table in ("red_flag_events", "turns"):
        query = f"select 1 from {table} where conversation = ?"
        assert server.rows("records", query, conversation) == []
    assert held_in(server, f"{QUESTION} old") == []


def make_older(server: Server, conversation: str, days: int) -> None:
    """As if all of a conversation had been kept so many days ago."""
    with closing(sqlite3.connect(server.state / "conversations.db", timeout=30)) as database:
        database.execute(
            "update messages set at = datetime(at, ?) where conversation = ?",
            (f"-{days} days", conversation),
        )
        database.execute(
            "update events set timestamp = timestamp - ? where sender_id = ?",
            (days * 86400, conversation),
        )
        database.commit()
    with closing(sqlite3.connect(server.state / "records.db", timeout=30)) as database:
        for table in ("red_flag_events", "turns"):
            database.execute(
                f"update {table} set at = datetime(at, ?) where conversation = ?",
                (f"-{days} days", conversation),
            )
        database.commit()


def test_trying_out_leaves_nothing_and_notifies_nobody(server: Server) -> None:
    """Fault 28."""
    before = server.rows("records", "select count(*) from notices"), server.red_flags()
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(command, server, "ask", said=f"{RED_FLAG} {CANARY}\n")
        talking = pool.submit(command, server, "shell", said=f"{RED_FLAG}\n")
        (line,) = asking.result().splitlines()
        said = talking.result()
    assert json.loads(line)["kind"] == "red_flag"
    assert "555-0100" in said
    assert (server.rows("records", "select count(*) from notices"), server.red_flags()) == before
    assert held_in(server, CANARY) == []
