"""Faults 27, 34, 38 and 40: a start that cannot work says so in a sentence, and ends."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bot.encoders.minilm import HALF_LAYERS, graph_file
from bot.encoders.multilingual import GRAPH_FILE
from bot.settings.paths import MODELS_DIR, ROOT
from tests.faults.assistant import (
    CALLS,
    QUESTION,
    RED_FLAG,
    START_SECONDS,
    Server,
    clinic_text,
    running,
    wait_until,
)
from tests.faults.harm import locked


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


@pytest.mark.parametrize("command", ["serve", "run", "ask", "privacy purge"])
def test_the_clinics_file_is_a_folder(server: Server, command: str) -> None:
    """Fault 40."""
    (server.folder / "clinic.yml").mkdir()
    assert_sentence(outcome(server, *command.split()), "clinic.yml", "Is a directory")


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


def test_two_servers_on_one_folder(shared: Server) -> None:
    """Fault 38."""
    second = Server(shared.folder, clinic=shared.clinic)
    assert_sentence(outcome(second, "serve"), "already uses the folder", str(shared.state))
    shared.patient().assert_red()


def test_databases_locked_at_the_start(tmp_path: Path) -> None:
    """Faults 5 and 33: urgent words at once, all is stored once they are free."""
    server = Server(tmp_path)
    server.state.mkdir()
    for name in ("conversations", "records"):
        sqlite3.connect(server.state / f"{name}.db").close()
    with ExitStack() as locks, running(server) as started:
        for name in ("conversations", "records"):
            locks.enter_context(locked(server.state / f"{name}.db"))
        patient = started.patient()
        patient.assert_red()
        patient.assert_answered()
        assert started.get("/health/ready") == 503
        assert not started.health()["stores"]
        locks.close()
        started.settle()
        assert started.red_flags() == 1
        assert patient.history() == [RED_FLAG, QUESTION]


# --- fault 34: models that are cut or gone --------------------------------------------------------


def test_everything_trained_is_cut_and_spacys_folder_is_gone(tmp_path: Path) -> None:
    """Each part is named at the start and by ready; the guard serves by its rules alone."""
    project = copy_of_the_project(tmp_path)
    for name in ("assistant.tar.gz", "red_flag_detector.npz", "languages.npz"):
        cut(project / "bot" / "models" / name)
    missing = {
        "model": "assistant.tar.gz",
        "detector": "red_flag_detector.npz",
        "spacy": str(project / "bot" / "models" / "spacy"),
    }
    with running(Server(tmp_path, project=project), with_model=False) as started:
        patient = started.patient()
        patient.assert_red()
        (reply,) = patient.say(QUESTION)
        assert CALLS["care_team"] in reply["text"]
        assert started.get("/health/live") == 200
        for part, named in missing.items():
            wait_until(lambda part=part: started.health()[part] is False)  # type: ignore[misc]
            wait_until(lambda named=named: named in started.output)  # type: ignore[misc]
        assert started.get("/health/ready") == 503
        patient.assert_red("i cannot breathe")


def copy_of_the_project(folder: Path) -> Path:
    """With its models but for spaCy's."""
    project = folder / "project"
    project.mkdir()
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, project)
    (project / "docs").symlink_to(ROOT / "docs")
    shutil.copytree(
        ROOT / "bot", project / "bot", ignore=shutil.ignore_patterns("models", "__pycache__")
    )
    (project / "bot" / "models").mkdir()
    for path in MODELS_DIR.iterdir():
        if path.name != "spacy":
            (project / "bot" / "models" / path.name).symlink_to(path)
    return project


def test_the_encoder_is_cut(tmp_path: Path) -> None:
    """It is named, and made anew from the installed package."""
    models = tmp_path / "models"
    shutil.copytree(MODELS_DIR, models)
    files = [models / "encoder" / name for name in (graph_file(HALF_LAYERS), GRAPH_FILE)]
    for file in files:
        cut(file)
    with running(Server(tmp_path, variables={"BOT_MODELS": str(models)})) as started:
        assert all(f"{file.name} cannot be used" in started.output for file in files)
        started.patient().assert_answered()
        started.patient().assert_red()


def cut(file: Path) -> None:
    """Replaces a file, or a link to it, by its beginning; what it links to stays whole."""
    beginning = file.read_bytes()[:5000]
    file.unlink()
    file.write_bytes(beginning)
