"""One assistant for all conversations; each test talks with it in conversations of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from bot.run.training import train
from tests.assistant import Assistant, running_in_process


@pytest.fixture(scope="session")
def _running(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Assistant, dict[str, str]]]:
    with running_in_process(train(print), tmp_path_factory.mktemp("assistant")) as running:
        yield running


@pytest.fixture
def assistant(
    _running: tuple[Assistant, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> Assistant:
    assistant, variables = _running
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return assistant


@pytest.fixture
def conversation() -> str:
    """The id of a new conversation."""
    return f"test-{uuid.uuid4().hex}"
