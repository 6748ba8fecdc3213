"""One server for all faults that leave it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.assistant import Patient, Server, running


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("shared")
    with running(Server(folder, ("tests.faults.broken_server",))) as server:
        yield server


@pytest.fixture
def patient(shared: Server) -> Iterator[Patient]:
    someone = shared.patient()
    yield someone
    someone.http.close()
