"""One server for all faults that leave it as it was, or that it recovers from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.assistant import Patient, Server, clinic_text, running


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("shared")
    server = Server(
        folder,
        ("tests.faults.broken_server",),
        # Rasa's way to several processes, each with conversations of its own; see fault 9.
        {"SANIC_WORKERS": "2"},
        clinic_text(web="{messages_per_minute: 600}"),
    )
    with running(server):
        yield server


@pytest.fixture
def patient(shared: Server) -> Iterator[Patient]:
    someone = shared.patient()
    yield someone
    someone.http.close()
