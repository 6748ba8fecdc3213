"""Faults 16 and 28: the staff's commands delete what they should, and trying out leaves nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.settings.paths import ROOT
from tests.faults.assistant import CANARY, QUESTION, RED_FLAG, Server, clinic_text, running

WEBHOOK = "{webhook: 'http://127.0.0.1:9/flags'}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("privacy")
    with running(Server(folder, clinic=clinic_text(notify=WEBHOOK))) as started:
        yield started


def command(server: Server, *words: str, said: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=ROOT, env=server.environment(), input=said,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


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
    empty = json.loads(command(server, "privacy", "export", conversation))
    assert not any(value for name, value in empty.items() if name != "conversation")
    assert server.rows("records", "select count(*) from erasures")[0][0] >= 1
    if not is_running:
        server.start()
        assert patient.http.get("/messages").status_code == 401
    assert len(other.history()) == 1


def test_what_is_old_is_purged(server: Server) -> None:
    patient = server.patient()
    patient.say(QUESTION)
    server.settle()
    assert "Deleted" in subprocess.run(
        [sys.executable, "-m", "bot", "privacy", "purge"], cwd=ROOT, env=server.environment(),
        capture_output=True, text=True, timeout=300, check=True,
    ).stderr  # fmt: skip
    assert patient.history() == [QUESTION]


def test_trying_out_leaves_nothing_and_notifies_nobody(server: Server) -> None:
    """Fault 28."""
    before = server.rows("records", "select count(*) from notices"), server.red_flags()
    (line,) = command(server, "ask", said=f"{RED_FLAG} {CANARY}\n").splitlines()
    assert json.loads(line)["kind"] == "red_flag"
    said = command(server, "shell", said=f"{RED_FLAG}\n")
    assert "555-0100" in said
    assert (server.rows("records", "select count(*) from notices"), server.red_flags()) == before
    assert held_in(server, CANARY) == []
