"""bot/environment.py: the environment variables, and ports that are taken."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.run import environment
from bot.settings.paths import ROOT


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port that something listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_busy_port_is_busy(busy_port: int) -> None:
    assert environment.is_busy("127.0.0.1", busy_port)


def test_a_free_port_is_not_busy() -> None:
    assert not environment.is_busy("127.0.0.1", environment.free_port())


@pytest.mark.parametrize("variable", ["BOT_PORT", "BOT_ACTION_PORT"])
def test_run_refuses_a_busy_port_in_one_sentence(busy_port: int, variable: str) -> None:
    ports = {
        "BOT_PORT": str(environment.free_port()),
        "BOT_ACTION_PORT": str(environment.free_port()),
        variable: str(busy_port),
    }
    run = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={**os.environ, **ports},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr == (
        f"Port {busy_port} is busy: something else is using it (perhaps this assistant, started "
        f"before). Stop that, or choose another port: {variable}={busy_port + 1} make run\n"
    )


@pytest.mark.parametrize("value", ["", "0", "65536", "http", "-1", "50.5", " 5005"])
def test_what_is_no_port(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BOT_PORT", value)
    with pytest.raises(SystemExit, match=r"BOT_PORT is .* from 1 to 65535"):
        environment.port()


def test_ports_and_host_have_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_HOST", "BOT_PORT", "BOT_ACTION_PORT"):
        monkeypatch.delenv(name, raising=False)
    assert (environment.host(), environment.port(), environment.action_port()) == (
        "127.0.0.1",
        5005,
        5055,
    )


def test_ports_and_host_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_HOST", "0.0.0.0")
    monkeypatch.setenv("BOT_PORT", "8080")
    monkeypatch.setenv("BOT_ACTION_PORT", "8081")
    assert (environment.host(), environment.port(), environment.action_port()) == (
        "0.0.0.0",
        8080,
        8081,
    )


def test_telemetry_is_off_even_where_it_was_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")
    environment.prepare()
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"


def test_what_is_set_already_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_ACTION_URL", "http://actions:5055/webhook")
    monkeypatch.setenv("BOT_RECORDS_URL", "postgresql://db/records")
    environment.prepare()
    assert os.environ["BOT_ACTION_URL"] == "http://actions:5055/webhook"
    assert os.environ["BOT_RECORDS_URL"] == "postgresql://db/records"
