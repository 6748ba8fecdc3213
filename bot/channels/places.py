"""Places of which there are few: whoever is due first gets the next one that is free."""

from __future__ import annotations

import asyncio
import heapq
from dataclasses import dataclass, field
from itertools import count


@dataclass(eq=False)
class Ticket:
    """Who wants a place, and when he is due; who is due earlier is let in earlier."""

    due: float
    let_in: asyncio.Future[None] | None = field(default=None, init=False)

    @property
    def waits(self) -> bool:
        return self.let_in is not None and not self.let_in.done()


class Places:
    """So many may be inside at once. ``asyncio.Semaphore`` lets those in first who came first."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._waiting: list[tuple[float, int, Ticket]] = []
        self._numbers = count()

    async def acquire(self, ticket: Ticket) -> None:
        """Waits for a place; of those who wait the one with the least ``due`` is let in next."""
        if self._free:
            self._free -= 1
            return
        ticket.let_in = asyncio.get_running_loop().create_future()
        self._queue(ticket)
        try:
            await ticket.let_in
        except asyncio.CancelledError:
            if not ticket.let_in.cancelled():  # let in, and cancelled before it knew
                self.release()
            raise

    def hurry(self, ticket: Ticket, due: float) -> None:
        """Somebody who is due then waits behind the ticket."""
        if due < ticket.due:
            ticket.due = due
            if ticket.waits:
                self._queue(ticket)  # its earlier entry is passed over when it comes

    def release(self) -> None:
        """Gives a place to whoever is due, or keeps it free."""
        while self._waiting:
            _, _, ticket = heapq.heappop(self._waiting)
            if ticket.let_in is not None and ticket.waits:
                ticket.let_in.set_result(None)
                return
        self._free += 1

    def _queue(self, ticket: Ticket) -> None:
        heapq.heappush(self._waiting, (ticket.due, next(self._numbers), ticket))
