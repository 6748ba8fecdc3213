"""Faults 12 and 31: `make run` goes on whatever ends, and loses nothing that it acknowledged."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.assistant import (
    PATIENCE_SECONDS,
    QUESTION,
    RED_FLAG,
    START_SECONDS,
    Patient,
    Server,
    wait_until,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("run"), ("tests.faults.quick_run",))
    try:
        server.start("/health/ready")
        # From here on it watches its parts; one that ends before is a start that failed.
        wait_until(lambda: "Ready." in server.output, START_SECONDS)
        yield server
    finally:
        code = server.stop()
    assert code == 130, server.output
    assert _pids(server, "") == [], "nothing is left behind"
    server.assert_silent()


def _pids(server: Server, command: str) -> list[int]:
    """The processes that serve this state folder."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            variables = (folder / "environ").read_bytes()
            words = (folder / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if f"BOT_STATE={server.state}\0".encode() in variables and command.encode() in words:
            found.append(int(folder.name))
    return found


def serving(server: Server) -> int:
    (pid,) = _pids(server, "bot\0serve")
    return pid


def test_a_killed_action_server_comes_back_and_patients_notice_nothing(server: Server) -> None:
    """Fault 31."""
    (pid,) = _pids(server, "bot\0actions")
    os.kill(pid, signal.SIGKILL)
    patient = server.patient()
    patient.assert_red()
    patient.assert_answered()
    wait_until(lambda: server.get("/health/ready") == 200, START_SECONDS)
    assert _pids(server, "bot\0actions") != [pid]
    assert "The action server has ended (exit code -9). It is started again" in server.output


def test_a_killed_server_comes_back_with_all_that_it_acknowledged(server: Server) -> None:
    """Fault 12: between answer and save; store/test_writer does it again and again."""
    patient = server.patient()
    said = [f"{QUESTION} and then", RED_FLAG]
    for text in said:
        patient.say(text)
    os.kill(serving(server), signal.SIGKILL)
    wait_until(lambda: server.get("/health/live") == 200, START_SECONDS)
    assert patient.history() == said
    wait_until(lambda: server.get("/health/ready") == 200, START_SECONDS)
    server.settle()
    assert server.stored_texts()[-len(said) :] == said
    patient.http.close()


def test_a_server_that_hangs_is_ended_and_started_again(server: Server) -> None:
    """A watchdog sees that nothing answers any more."""
    pid = serving(server)
    os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: _pids(server, "bot\0serve") not in ([pid], []), START_SECONDS)
    wait_until(lambda: server.get("/health/ready") == 200, START_SECONDS)
    server.patient().assert_red()
    assert "The assistant does not answer any more and was ended" in server.output


def test_a_restart_under_load(server: Server) -> None:
    """Fault 12: who was acknowledged is kept; who was not gets an error, and tries again."""
    wait_until(lambda: server.get("/health/ready") == 200, START_SECONDS)
    patients = [server.patient() for _ in range(4)]
    acknowledged: dict[int, list[str]] = {number: [] for number in range(len(patients))}
    os.kill(serving(server), signal.SIGTERM)
    for turn in range(10):
        for number, patient in enumerate(patients):
            text = f"{RED_FLAG} for {turn} hours"
            _send_until_taken(patient, text, f"t{turn}")
            acknowledged[number].append(text)
    for number, patient in enumerate(patients):
        assert patient.history() == acknowledged[number]


def _send_until_taken(patient: Patient, text: str, message_id: str) -> None:
    def is_taken() -> bool:
        try:
            return patient.send(text, message_id).status_code == 200
        except httpx.HTTPError:
            return False

    wait_until(is_taken, START_SECONDS + PATIENCE_SECONDS)
