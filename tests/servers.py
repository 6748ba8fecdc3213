"""Real servers for tests: the whole assistant as `make run` starts it, and websites beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bot.run import environment
from bot.run.processes import Part, StartError, answers, wait_until
from bot.settings.paths import ROOT

# Training is included: it is under way only where `make test` has not done it before.
_START_SECONDS = 600
_STOP_SECONDS = 30


@dataclass(frozen=True)
class Servers:
    """A running assistant: its address, the folder of its data, what it printed, its process."""

    address: str
    state: Path
    output: Path
    process: subprocess.Popen[bytes]


@contextmanager
def running_assistant(clinic_yaml: str | None = None) -> Iterator[str]:
    """Starts `python -m bot run` on free ports, with data of its own → its address.

    ``clinic_yaml``: the text of a clinic.yml; without it the project's own is used.
    """
    with running_servers(clinic_yaml) as servers:
        yield servers.address


@contextmanager
def running_servers(clinic_yaml: str | None = None) -> Iterator[Servers]:
    """As ``running_assistant``, for tests that look into its data and its output."""
    port = environment.free_port()
    address = f"http://{environment.DEFAULT_HOST}:{port}"
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        clinic_file = ROOT / "clinic.yml"
        if clinic_yaml is not None:
            clinic_file = state / "clinic.yml"
            clinic_file.write_text(clinic_yaml, encoding="utf-8")
        variables = {
            **without_addresses(os.environ),
            "BOT_PORT": str(port),
            "BOT_ACTION_PORT": str(environment.free_port()),
            "BOT_STATE": folder,
            "BOT_CLINIC": str(clinic_file),
        }
        output = state / "output.log"
        pages = (f"{address}/health/ready",)
        with started_assistant(ROOT, variables, output, pages) as process:
            yield Servers(address, state, output, process)


@contextmanager
def started_assistant(
    project: Path,
    variables: Mapping[str, str],
    output: Path,
    pages: Iterable[str],
    start_seconds: float = _START_SECONDS,
) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m bot run` in a project's folder, until it has answered at all pages; ended after.
    What it prints goes to ``output``; each page may take ``start_seconds``."""
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=project,
            env=variables,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        for page in pages:
            _wait(process, page, output, start_seconds)
        yield process
    finally:
        _stop(process)


def without_addresses(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment without what points to other servers or data."""
    return {name: value for name, value in variables.items() if not name.endswith("_URL")}


def _wait(process: subprocess.Popen[bytes], page: str, output: Path, seconds: float) -> None:
    try:
        wait_until(lambda: answers(page), [Part("assistant", process)], seconds)
    except StartError as error:
        said = output.read_text(encoding="utf-8", errors="replace")
        raise AssertionError(f"{error}\n{said[-4000:]}") from None


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Website:
    """A small website on a port of its own. ``pages``: path → HTML; ``headers`` go with each."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.pages.get(self.path)
                self.send_response(200 if page is not None else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                for name, value in site.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write((page or "").encode())

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer((environment.DEFAULT_HOST, 0), Handler)
        self.address = f"http://{environment.DEFAULT_HOST}:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator[Website]:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()
