"""Faults 27, 34, 38 and 40: a start that cannot work says so in a sentence, and ends."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.settings.paths import MODELS_DIR, ROOT
from tests.faults.assistant import START_SECONDS, Server, clinic_text, locked, running, wait_until


def outcome(server: Server, *command: str, prefix: Sequence[str] = ()) -> tuple[int, str]:
    """Exit code and output of a command that ends by itself."""
    server.folder.mkdir(exist_ok=True)
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "bot", *command], cwd=ROOT, env=server.environment(),
        capture_output=True, text=True, timeout=START_SECONDS, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def assert_sentence(outcome: tuple[int, str], *words: str) -> None:
    code, said = outcome
    assert code == 1, said
    assert "Traceback" not in said
    assert all(word in said for word in words), said
    assert len(said.strip().splitlines()) == 1, said


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_the_port_is_taken(server: Server) -> None:
    """Fault 40."""
    with socket.create_server(("127.0.0.1", server.port)):
        assert_sentence(outcome(server, "serve"), "cannot listen", str(server.port), "BOT_PORT")


def test_there_is_no_space(server: Server) -> None:
    """Fault 40."""
    prefix = ["prlimit", "--fsize=1000"]
    assert_sentence(outcome(server, "serve", prefix=prefix), "cannot be used", "BOT_STATE")


def test_the_state_folder_is_a_file(server: Server) -> None:
    server.state.write_text("a file")
    assert_sentence(outcome(server, "serve"), "cannot be used", str(server.state))


@pytest.mark.parametrize("command", ["serve", "run", "ask"])
def test_the_clinics_file_is_a_folder(server: Server, command: str) -> None:
    """Fault 40."""
    (server.folder / "clinic.yml").mkdir()
    assert_sentence(outcome(server, command), "clinic.yml", "Is a directory")


@pytest.mark.parametrize("phone", ["02071234567", "+442071234567", "0112", "911"])
def test_a_phone_without_quotes(server: Server, phone: str) -> None:
    """Fault 27."""
    server.clinic = clinic_text(emergency=f"{{phone: {phone}}}").replace(
        'emergency: {phone: "911"}\n', ""
    )
    assert_sentence(outcome(server, "serve"), "emergency.phone", "number", "quotes")


def test_a_newer_database(server: Server) -> None:
    server.state.mkdir()
    with closing(sqlite3.connect(server.state / "records.db")) as connection:
        connection.execute("create table alembic_version (version_num varchar(32))")
        connection.execute("insert into alembic_version values ('records_0999')")
        connection.commit()
    assert_sentence(outcome(server, "serve"), "newer version", "records_0999")


def test_two_servers_on_one_folder(tmp_path: Path) -> None:
    """Fault 38."""
    with running(Server(tmp_path), with_model=False) as first:
        second = Server(tmp_path)
        code, said = outcome(second, "serve")
        assert (code, "already uses the folder" in said) == (1, True), said
        first.patient().assert_red()


def test_a_database_locked_at_the_start(tmp_path: Path) -> None:
    """Faults 5 and 33: urgent words at once, stored once it is free."""
    server = Server(tmp_path)
    server.state.mkdir()
    for name in ("conversations", "records"):
        sqlite3.connect(server.state / f"{name}.db").close()
    with (
        locked(server.state / "conversations.db"),
        locked(server.state / "records.db"),
        running(server) as started,
    ):
        patient = started.patient()
        patient.assert_red()
        assert not started.health()["stores"]
        started.stop()
    with running(server) as started:
        started.settle()
        assert started.red_flags() == 1
        patient.http.base_url = f"{started.address}/webhooks/web"
        assert len(patient.history()) == 1


@pytest.mark.parametrize("missing", ["assistant.tar.gz", "encoder", "red_flag_detector.npz"])
def test_models_that_are_cut(tmp_path: Path, missing: str) -> None:
    """Fault 34: named at the start; the guard serves meanwhile, the detector or the rules alone."""
    models = tmp_path / "models"
    shutil.copytree(MODELS_DIR, models)
    files = sorted((models / missing).iterdir()) if missing == "encoder" else [models / missing]
    for file in files:
        file.write_bytes(file.read_bytes()[:5000])
    server = Server(tmp_path, variables={"BOT_MODELS": str(models)})
    with running(server, with_model=False) as started:
        patient = started.patient()
        patient.assert_red("i have a temperature of 39.5")
        assert patient.say("what is car-t")
        part = {"assistant.tar.gz": "model", "red_flag_detector.npz": "detector"}.get(missing)
        if part is not None:
            wait_until(lambda: started.health()[part] is False)
            assert missing in started.output
