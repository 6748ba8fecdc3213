"""Judging messages in threads of their own: neither the event loop nor a hanging turn delays it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from bot.dialogue.judging import AskedQuestion, judge
from bot.dialogue.reports import Reader
from bot.safety import Assessment, SafetySettings

# A judgement takes some milliseconds; a second thread serves while one encodes.
_THREADS = 2


class Judge:
    """Judges one message after the other, oldest first."""

    def __init__(self, safety: SafetySettings, reader: Reader | None = None) -> None:
        """``reader``: reads reports of symptoms for the triage; without it safety judges alone."""
        self._safety = safety
        self._reader = reader
        self._threads = ThreadPoolExecutor(_THREADS, "judge")
        self._waiting = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def use(self, safety: SafetySettings, reader: Reader | None) -> None:
        """Judges with these from the next message on."""
        self._safety, self._reader = safety, reader

    async def judge(self, text: str, question: AskedQuestion | None = None) -> Assessment:
        """The judgement of safety layer and triage; never raises. ``question``: the open one."""
        self._waiting += 1
        self._idle.clear()
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(
                self._threads, judge, text, self._safety, self._reader, question
            )
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._idle.set()

    @property
    def waiting(self) -> int:
        """Messages that wait for their judgement."""
        return self._waiting

    async def idle(self, at_most_seconds: float) -> None:
        """Waits while messages wait for their judgement: urgent words come before answers."""
        if self._waiting:
            try:
                await asyncio.wait_for(self._idle.wait(), at_most_seconds)
            except asyncio.TimeoutError:
                return  # under a steady load answers get their turn all the same

    def close(self) -> None:
        self._threads.shutdown(wait=False)
