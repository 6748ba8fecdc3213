"""Debian's PostgreSQL for tests: a cluster of its own in a temporary folder, on a free port."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest

from bot.run.environment import free_port

_START_SECONDS = 60
_USERS = ("postgres", "nobody")


@dataclass
class Postgres:
    """A running server. Each test gets a database of its own."""

    port: int
    process: subprocess.Popen[bytes]

    def new_database(self) -> str:
        """The address of something new and empty: a user with a schema of its own, which is made
        much sooner than a database."""
        name = f"test_{uuid.uuid4().hex}"
        self.execute(f"CREATE ROLE {name} LOGIN")
        self.execute(f"CREATE SCHEMA {name} AUTHORIZATION {name}")
        return f"postgresql://{name}@127.0.0.1:{self.port}/postgres"

    def execute(self, statement: str) -> None:
        connection = psycopg2.connect(
            host="127.0.0.1", port=self.port, user="bot", dbname="postgres", connect_timeout=5
        )
        connection.autocommit = True
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def freeze(self) -> None:
        """Stops the server and all its processes; connections stay open and say nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        for pid in _with_children(self.process.pid):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue


def _with_children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in found.stdout.splitlines()]
    family = [pid]
    for parent in family:
        family += [child for child, its_parent in pairs if its_parent == parent]
    return family


def binaries() -> Path | None:
    """The folder of initdb and postgres, of the newest version that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


def missing() -> None:
    """Skips loudly; in CI it is a failure, so that nobody believes that it was tested."""
    reason = "PostgreSQL is not installed (apt-get install postgresql): its tests did not run"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server until the block is left. It refuses to run as root, so another user runs it."""
    folder_of_binaries = binaries()
    assert folder_of_binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = _unprivileged()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data, port = folder / "data", free_port()

    def command(*arguments: str) -> list[str]:
        if user is None:
            return list(arguments)
        setpriv = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        return [*setpriv, *arguments]

    subprocess.run(
        command(str(folder_of_binaries / "initdb"), "-D", str(data), "-U", "bot", "-A", "trust",
                "-E", "UTF8", "--locale=C", "--no-sync"),
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
               "fsync": "off", "max_connections": 60}  # fmt: skip
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command(str(folder_of_binaries / "postgres"), "-D", str(data), *settings),
            stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
    server = Postgres(port, process)
    try:
        _wait(server)
        yield server
    finally:
        server.thaw()
        process.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed again
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """Another user where we are root; None where we are not."""
    if os.getuid() != 0:
        return None
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError("neither of the users postgres and nobody exists")


def _wait(server: Postgres) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            server.execute("SELECT 1")
            return
        except psycopg2.OperationalError:
            assert server.process.poll() is None, "PostgreSQL has ended"
            assert time.monotonic() < end, "PostgreSQL does not answer"
            time.sleep(0.05)
