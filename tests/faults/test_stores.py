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
from pathlib import Path

import pytest

from tests.faults.assistant import (
    APOLOGY,
    CANARY,
    QUESTION,
    RED_FLAG,
    Server,
    kept_anywhere,
    locked,
    running,
    wait_until,
)
from tests.faults.broken_server import HANG_SECONDS

DATABASES = ("conversations", "records")
# A fever is asked about: whether it is there now, or how high it is.
ASKED = ("check", "question")


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("stores")
    with running(Server(folder, ("tests.faults.broken_server",))) as server:
        yield server


@pytest.fixture
def server(running_server: Server) -> Server:
    running_server.settle()
    return running_server


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


def test_no_file_can_be_written(server: Server) -> None:
    """Fault 4: the disk is full. The kernel refuses every byte of this process."""
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
    """Fault 23: also after a restart, when what was asked is nowhere in memory."""
    patient = server.patient()
    assert patient.say("fever")[0]["kind"] in ASKED
    with locked(server.state / "conversations.db"):
        (reply,) = patient.say("yes")
        assert reply["urgency"] or reply["kind"] in ASKED, reply
    server.settle()
    patient = server.patient()
    assert patient.say("fever")[0]["kind"] in ASKED
    server.settle()
    server.kill()
    for path in server.state.glob("conversations.db-*"):
        path.unlink()
    whole = server.state / "conversations.db"
    aside = whole.with_name("aside")
    whole.rename(aside)
    whole.mkdir()
    server.start()
    server.wait_for_model()
    (reply,) = patient.say("yes")
    assert "555-0100" in reply["text"], reply
    whole.rmdir()
    aside.rename(whole)
    server.settle()


def test_a_cut_row_costs_one_patient_the_past(server: Server) -> None:
    """Fault 32."""
    patient, other = server.patient(), server.patient()
    unlucky, lucky = f"{QUESTION} unlucky {CANARY}", f"{QUESTION} lucky"
    patient.say(unlucky)
    other.say(lucky)
    server.settle()
    server.kill()
    query = "update events set data = substr(data, 1, 40) where data like '%unlucky%'"
    with closing(sqlite3.connect(server.state / "conversations.db")) as connection:
        assert connection.execute(query).rowcount
        connection.commit()
    server.start()
    server.wait_for_model()
    patient.assert_answered()
    patient.assert_red()
    other.assert_answered()
    assert other.history() == [lucky, QUESTION]
    assert "A stored conversation cannot be read" in server.output


def test_an_id_used_again_with_another_text(server: Server) -> None:
    """Fault 35."""
    patient = server.patient()
    assert not patient.say(QUESTION, "same")[0]["urgency"]
    assert patient.say(RED_FLAG, "same")[0]["urgency"] == "call_now"


def test_the_same_message_again_is_kept_once(server: Server) -> None:
    patient = server.patient()
    before = server.red_flags()
    first = patient.say(RED_FLAG, "same")
    assert patient.say(RED_FLAG, "same") == first
    server.settle()
    server.kill()
    server.start()
    assert patient.say(RED_FLAG, "same") == first
    server.wait_for_model()
    server.settle()
    assert server.red_flags() == before + 1
    assert patient.history() == [RED_FLAG]


@pytest.mark.parametrize("words", ["qhangq", "qraisesq", ""])
def test_a_conversation_is_deleted_while_a_turn_runs(server: Server, words: str) -> None:
    """Faults 16 and 22."""
    patient = server.patient()
    secret = f"delete{words or 'plain'}me"
    patient.say(f"{QUESTION} {secret}")
    turn = threading.Thread(target=patient.send, args=(f"hm {words} {secret}",))
    turn.start()
    assert patient.http.delete("/session").status_code in (202, 204)
    turn.join()
    assert patient.http.get("/messages").status_code == 401
    assert patient.send(QUESTION).status_code == 401
    if words == "qhangq":
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
