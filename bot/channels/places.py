"""Places of which there are few: whoever is due first gets the next one that is free."""

from __future__ import annotations

import asyncio
import heapq
from itertools import count


class Places:
    """So many may be inside at once. ``asyncio.Semaphore`` lets those in first who came first."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    async def acquire(self, due: float) -> None:
        """Waits for a place; of those who wait the one with the least ``due`` is let in next."""
        if self._free:
            self._free -= 1
            return
        let_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (due, next(self._numbers), let_in))
        try:
            await let_in
        except asyncio.CancelledError:
            if not let_in.cancelled():  # let in, and cancelled before it knew
                self.release()
            raise

    def release(self) -> None:
        """Gives a place to whoever is due, or keeps it free."""
        while self._waiting:
            _, _, let_in = heapq.heappop(self._waiting)
            if not let_in.done():
                let_in.set_result(None)
                return
        self._free += 1
