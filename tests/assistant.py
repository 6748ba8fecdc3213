"""The whole assistant inside the test's process, put together as `python -m bot ask` does it.

Guard, Rasa agent and rules run here; the action server is a process of its own, as always. What is
kept lies in SQLite files of a temporary folder.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from rasa.core.agent import Agent, load_agent
from rasa.core.utils import AvailableEndpoints

from bot.channels.guard import Guard
from bot.channels.replies import Reply
from bot.content.red_flags import safety_settings
from bot.run import environment
from bot.run.logs import quiet_logging
from bot.run.processes import action_server_answers, start_action_server, wait_until
from bot.settings.clinic import clinic
from bot.settings.paths import ROOT
from bot.store.red_flags import red_flags_of

CHANNEL = "test"
_START_SECONDS = 60
_RECORD_SECONDS = 10
Result = TypeVar("Result")


class Assistant:
    """Answers messages, waiting for each answer."""

    def __init__(self, model: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        self.agent: Agent = self.wait(load_agent(model_path=str(model), endpoints=endpoints))
        self.guard = Guard(self.agent.handle_message, clinic(), safety_settings())

    def wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Runs ``work`` where the agent lives."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def say(self, text: str, conversation: str) -> list[Reply]:
        """What the assistant answers to a patient's message."""
        return self.wait(self.guard.answer(text, conversation, CHANNEL))

    def recorded(self, conversation: str, at_least: int) -> list[dict[str, list[str]]]:
        """The red flags in the records, as tier: symptoms. Waits until there are ``at_least``:
        what the guard records does not delay its answer."""
        end = time.monotonic() + _RECORD_SECONDS
        while len(red_flags_of(conversation)) < at_least and time.monotonic() < end:
            time.sleep(0.02)
        return [{event.tier: list(event.findings)} for event in red_flags_of(conversation)]

    def events(self, conversation: str) -> list[Any]:
        """All events of a conversation as they were stored."""
        tracker = self.wait(self.agent.tracker_store.retrieve_full_tracker(conversation))
        return list(tracker.events) if tracker else []

    def close(self) -> None:
        """Ends the thread; the agent is not used again."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def addresses(folder: Path, action_port: int) -> dict[str, str]:
    """The environment of an assistant whose data lie in ``folder``."""
    return {
        "BOT_RECORDS_URL": f"sqlite:///{folder / 'records.db'}",
        "BOT_CONVERSATIONS_URL": f"sqlite:///{folder / 'conversations.db'}",
        "BOT_ACTION_URL": f"http://{environment.DEFAULT_HOST}:{action_port}/webhook",
    }


@contextmanager
def running_in_process(model: Path, folder: Path) -> Iterator[tuple[Assistant, dict[str, str]]]:
    """An assistant with its action server, and the environment that it works in."""
    quiet_logging()
    port = environment.free_port()
    variables = addresses(folder, port)
    with _environment(variables):
        action_server = start_action_server(port)
    try:
        wait_until(lambda: action_server_answers(port), [action_server], _START_SECONDS)
        with _environment(variables):
            assistant = Assistant(model)
        try:
            yield assistant, variables
        finally:
            assistant.close()
    finally:
        action_server.stop()


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield
