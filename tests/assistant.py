"""The whole assistant inside the test's process, put together as `python -m bot ask` does it.

Guard, Rasa agent and rules run here. What is kept lies in SQLite files of a temporary folder.
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

from bot.channels.guard import Guard
from bot.channels.keeping import Keeper
from bot.channels.replies import Reply
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.run.agent import ClinicAgent
from bot.run.logs import quiet_logging
from bot.settings.clinic import clinic
from bot.store import archive, database
from bot.store.archive import Archive
from bot.store.records import RedFlagEvent, UnansweredQuestion, rows_of

CHANNEL = "test"
_RECORD_SECONDS = 10
_PATIENCE_SECONDS = 30.0
Result = TypeVar("Result")


class Assistant:
    """Answers messages, waiting for each answer."""

    def __init__(self, model: Path, state: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.archive = Archive(state)
        self.agent = ClinicAgent(self.archive)
        self.agent.load_model(model)
        self.archive.start()
        self.guard = self.wait(self._guard())

    async def _guard(self) -> Guard:
        keeper = Keeper(self.archive, self.agent.conversations)
        return Guard(
            self.agent.handle_message, clinic(), safety_settings(), keeper, triage_reader()
        )

    def wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Runs ``work`` where the agent lives."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def say(self, text: str, conversation: str) -> list[Reply]:
        """What the assistant answers to a patient's message."""
        return self.wait(self.guard.answer(text, conversation, CHANNEL))

    def let_a_day_pass(self, conversation: str) -> None:
        """Makes everything that was said a day and an hour older."""
        self.wait(self.guard.finish_turns(_RECORD_SECONDS))
        tracker = self.wait(self.agent.tracker_store.retrieve(conversation))
        assert tracker is not None, "nothing was said yet"
        for event in tracker.events:
            event.timestamp -= 25 * 60 * 60

    def recorded(self, conversation: str, at_least: int) -> list[dict[str, list[str]]]:
        """The red flags in the records, as tier: symptoms. Waits until there are ``at_least``:
        what is kept does not delay an answer."""
        end = time.monotonic() + _RECORD_SECONDS
        while len(rows_of(RedFlagEvent, conversation)) < at_least and time.monotonic() < end:
            time.sleep(0.02)
        self.wait(self.archive.wait_until_written())
        return [{e.tier: list(e.findings)} for e in rows_of(RedFlagEvent, conversation)]

    def unanswered(self, conversation: str) -> list[UnansweredQuestion]:
        """The questions without an answer in the records."""
        self.wait(self.archive.wait_until_written())
        return rows_of(UnansweredQuestion, conversation)

    def events(self, conversation: str) -> list[Any]:
        """All events of a conversation as they were stored, with those of turns under way."""
        self.wait(self.guard.finish_turns(_RECORD_SECONDS))
        self.wait(self.archive.wait_until_written())
        tracker = self.wait(self.agent.tracker_store.retrieve_full_tracker(conversation))
        return list(tracker.events) if tracker else []

    def close(self) -> None:
        """Ends the thread; the agent is not used again."""
        self.wait(self.guard.close(_RECORD_SECONDS))
        self.archive.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def addresses(folder: Path) -> dict[str, str]:
    """The environment of an assistant whose data lie in ``folder``."""
    return {
        "BOT_RECORDS_URL": f"sqlite:///{folder / 'records.db'}",
        "BOT_CONVERSATIONS_URL": f"sqlite:///{folder / 'conversations.db'}",
    }


@contextmanager
def running_in_process(model: Path, folder: Path) -> Iterator[tuple[Assistant, dict[str, str]]]:
    """An assistant, and the environment that it works in."""
    quiet_logging()
    variables = addresses(folder)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        # What a conversation says is tested here; a busy machine must not pass for an outage.
        patch.setattr(database, "_READ_SECONDS", _PATIENCE_SECONDS)
        patch.setattr(archive, "_READ_SECONDS", _PATIENCE_SECONDS)
        assistant = Assistant(model, folder)
        try:
            yield assistant, variables
        finally:
            assistant.close()
