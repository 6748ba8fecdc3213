"""Faults 2, 4, 19, 23, 32, 33, 35, 22 and 15: the databases fail while patients write."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.assistant import (
    APOLOGY,
    CALLS,
    CANARY,
    QUESTION,
    RED_FLAG,
    Patient,
    Server,
    running,
    wait_until,
)
from tests.faults.broken_server import HANG_SECONDS, HANGS, RAISES
from tests.faults.harm import full, kept_anywhere, locked, small_disk

DATABASES = ("conversations", "records")
# A fever is asked about: whether it is there now, or how high it is.
ASKED = ("check", "question")


@pytest.fixture
def server(shared: Server) -> Server:
    shared.settle()
    return shared


def test_a_red_flag_while_an_earlier_turn_of_the_patient_hangs(server: Server) -> None:
    """Fault 2."""
    patient = server.patient()
    hanging = f"hm qhangq {CANARY} {os.getpid()}"
    before = server.red_flags()
    assert APOLOGY in patient.say(hanging)[0]["text"]
    # It still hangs.
    patient.assert_red()
    assert patient.history() == [hanging, RED_FLAG]
    wait_until(lambda: server.red_flags() == before + 1)
    # Both turns end behind the answers, in the order in which they came.
    wait_until(lambda: server.tracked_texts()[-2:] == [hanging, RED_FLAG])


@pytest.mark.parametrize("names", [("records",), ("conversations",), DATABASES])
def test_a_locked_database(server: Server, names: tuple[str, ...]) -> None:
    """Faults 4 and 19."""
    patient = server.patient()
    first = f"{QUESTION} before {''.join(names)} {CANARY}"
    patient.assert_answered(first)
    server.settle()
    before = server.red_flags()
    with ExitStack() as locks:
        for name in names:
            locks.enter_context(locked(server.state / f"{name}.db"))
        patient.assert_red()
        patient.assert_answered()
        newcomer = server.patient()
        newcomer.assert_red()
        assert not server.health()["stores"]
    server.settle()
    assert server.red_flags() == before + 2
    assert patient.history() == [first, RED_FLAG, QUESTION]
    assert newcomer.history() == [RED_FLAG]
    tracked = server.tracked_texts()
    assert tracked[tracked.index(first) :].count(RED_FLAG) == 2


def test_the_files_are_removed(server: Server) -> None:
    """Faults 19 and 33."""
    patient = server.patient()
    for name in DATABASES:
        for path in server.state.glob(f"{name}.db*"):
            path.unlink()
    patient.assert_red()
    patient.assert_answered()
    server.settle()
    assert server.red_flags() == 1
    assert server.stored_texts() == [RED_FLAG, QUESTION]


def test_the_files_are_moved_away(server: Server, tmp_path: Path) -> None:
    """Fault 33."""
    patient = server.patient()
    for path in server.state.glob("*.db*"):
        shutil.move(path, tmp_path / path.name)
    patient.assert_red()
    server.settle()
    assert server.red_flags() == 1


def test_the_files_are_replaced_by_rubbish(server: Server) -> None:
    """Fault 33: kept as they are under another name; new ones are begun."""
    patient = server.patient()
    for name in DATABASES:
        rubbish = server.state / "rubbish"
        rubbish.write_bytes(b"rubbish " * 1000)
        for companion in ("-wal", "-shm"):
            (server.state / f"{name}.db{companion}").unlink(missing_ok=True)
        os.replace(rubbish, server.state / f"{name}.db")
    patient.assert_red()
    server.settle()
    assert server.red_flags() == 1
    assert len(list(server.state.glob("*.unreadable-*"))) == 2


@pytest.fixture(scope="module")
def on_small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("small"))
    with small_disk(server.state, 8), running(server):
        yield server


def test_the_disk_is_full(on_small_disk: Server) -> None:
    """Fault 4, on a real file system: ready says no, patients notice nothing, nothing is lost."""
    server = on_small_disk
    patient = server.patient()
    patient.assert_answered()
    server.settle()
    with full(server.state):
        patient.assert_red()
        patient.assert_answered(f"{QUESTION} on a full disk")
        wait_until(lambda: not server.health()["stores"])
        newcomer = server.patient()
        newcomer.assert_red(f"{RED_FLAG} too")
        assert server.get("/health/ready") == 503
    server.settle()
    assert server.stored_texts() == [
        QUESTION, RED_FLAG, f"{QUESTION} on a full disk", f"{RED_FLAG} too"
    ]  # fmt: skip
    assert sorted(server.tracked_texts()) == sorted(server.stored_texts())
    assert server.red_flags() == 2
    assert patient.history() == [QUESTION, RED_FLAG, f"{QUESTION} on a full disk"]


def test_no_file_can_be_written(server: Server) -> None:
    """Fault 4: the kernel refuses every byte of this process, as some quotas do."""
    patient = server.patient()
    patient.assert_answered()
    server.settle()
    before = server.red_flags()
    assert server.process is not None
    limits = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        patient.assert_red()
        patient.assert_answered(f"{QUESTION} on a full disk")
        wait_until(lambda: not server.health()["stores"])
        server.patient().assert_red()
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limits)
    server.settle()
    assert server.red_flags() == before + 2
    assert patient.history() == [QUESTION, RED_FLAG, f"{QUESTION} on a full disk"]


def test_a_fever_is_asked_about_and_then_nothing_can_be_read(server: Server) -> None:
    """Fault 23."""
    patient = server.patient()
    assert patient.say("fever")[0]["kind"] in ASKED
    with locked(server.state / "conversations.db"):
        (reply,) = patient.say("yes")
        assert reply["urgency"] or reply["kind"] in ASKED, reply


def test_an_id_used_again_with_another_text(server: Server) -> None:
    """Fault 35."""
    patient = server.patient()
    assert not patient.say(QUESTION, "same")[0]["urgency"]
    assert patient.say(RED_FLAG, "same")[0]["urgency"] == "call_now"


@dataclass(frozen=True)
class Restarted:
    """A server that was killed, and who had written to it before."""

    server: Server
    red_flags: int
    asked: Patient
    unlucky: Patient
    lucky: Patient
    repeating: Patient
    first: list[dict[str, Any]]


@pytest.fixture(scope="module")
def restarted(shared: Server) -> Restarted:
    """One of its rows is cut while it is down; see the tests below for the rest."""
    shared.settle()
    asked, unlucky, lucky, repeating = (shared.patient() for _ in range(4))
    before = Restarted(shared, shared.red_flags(), asked, unlucky, lucky, repeating, first=[])
    assert before.asked.say("fever")[0]["kind"] in ASKED
    before.unlucky.say(f"{QUESTION} unlucky {CANARY}")
    before.lucky.say(f"{QUESTION} lucky")
    before.first.extend(before.repeating.say(RED_FLAG, "same"))
    shared.settle()
    shared.kill()
    query = "update events set data = substr(data, 1, 40) where data like '%unlucky%'"
    with closing(sqlite3.connect(shared.state / "conversations.db")) as connection:
        assert connection.execute(query).rowcount
        connection.commit()
    shared.start()
    shared.wait_for_model()
    return before


def test_a_yes_after_a_restart_while_nothing_can_be_read(restarted: Restarted) -> None:
    """Fault 23: what was asked is nowhere in memory."""
    with locked(restarted.server.state / "conversations.db"):
        (reply,) = restarted.asked.say("yes")
        assert CALLS["care_team"] in reply["text"], reply


def test_a_cut_row_costs_one_patient_the_past(restarted: Restarted) -> None:
    """Fault 32."""
    restarted.server.settle()
    restarted.unlucky.history()  # until conversations are read again
    restarted.unlucky.assert_answered()
    restarted.unlucky.assert_red()
    restarted.lucky.assert_answered()
    assert restarted.lucky.history() == [f"{QUESTION} lucky", QUESTION]
    assert "A stored conversation cannot be read" in restarted.server.output


def test_the_same_message_again_is_kept_once(restarted: Restarted) -> None:
    """Fault 12: the same answer again, also after a restart."""
    restarted.server.settle()
    before = restarted.server.red_flags()
    assert before > restarted.red_flags
    assert restarted.repeating.say(RED_FLAG, "same") == restarted.first
    restarted.server.settle()
    assert restarted.server.red_flags() == before
    assert restarted.repeating.history() == [RED_FLAG]


@pytest.mark.parametrize("words", [HANGS, RAISES, ""])
def test_a_conversation_is_deleted_while_a_turn_runs(server: Server, words: str) -> None:
    """Faults 16 and 22."""
    patient = server.patient()
    secret = f"deleteme{words[1:-1]}"
    patient.say(f"{QUESTION} {secret}")
    turn = threading.Thread(target=patient.send, args=(f"hm {words} {secret}",))
    turn.start()
    assert patient.http.delete("/session").status_code in (202, 204)
    turn.join()
    assert patient.http.get("/messages").status_code == 401
    assert patient.send(QUESTION).status_code == 401
    if words == HANGS:
        time.sleep(HANG_SECONDS)  # the turn itself ends only now
    server.settle()
    like = f"%{secret}%"
    assert server.rows("conversations", "select 1 from events where data like ?", like) == []
    assert server.rows("conversations", "select 1 from messages where text like ?", like) == []
    assert (
        server.rows("records", "select 1 from unanswered_questions where text like ?", like) == []
    )
    assert kept_anywhere(server.state / "journal", secret) == []
    assert server.rows("records", "select reference from erasures")


def test_files_are_for_their_owner_only(server: Server) -> None:
    """Fault 29."""
    server.patient().say(QUESTION)
    server.settle()
    open_to_others = [
        path.name for path in [server.state, *server.state.rglob("*")]
        if path.stat().st_mode & 0o077 and "unreadable" not in path.name
    ]  # fmt: skip
    assert open_to_others == []
