"""Whether databases can be written now, asked by health pages; none can hang or crowd a page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from bot.store.database import Database


@dataclass(frozen=True)
class Health:
    """Whether each part can keep what it is given, and how much is not yet in a database."""

    conversations: bool
    records: bool
    journal: bool
    waiting: int

    @property
    def is_well(self) -> bool:
        return self.conversations and self.records and self.journal


class Probes:
    """One probe at a time for each database: one that hangs must not take a thread for each
    question."""

    def __init__(self, databases: Mapping[str, Database], threads: ThreadPoolExecutor) -> None:
        self._databases = databases
        self._threads = threads
        self._running: dict[str, Future[bool]] = {}

    async def can_be_written(self, seconds: float) -> dict[str, bool]:
        """By database; one that does not say so within so many seconds cannot."""
        asked = {name: asyncio.create_task(self._ask(name)) for name in self._databases}
        done, late = await asyncio.wait(asked.values(), timeout=seconds)
        for task in late:
            task.cancel()
        return {name: task in done and task.result() for name, task in asked.items()}

    async def _ask(self, name: str) -> bool:
        """A probe that began before the question may tell of an outage that is over."""
        running = self._running.get(name)
        if running is not None and not running.done():
            await asyncio.shield(asyncio.wrap_future(running))
        return await asyncio.shield(asyncio.wrap_future(self._probe(name)))

    def _probe(self, name: str) -> Future[bool]:
        running = self._running.get(name)
        if running is None or running.done():
            running = self._threads.submit(self._databases[name].can_be_written)
            self._running[name] = running
        return running
