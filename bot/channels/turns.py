"""Turns of Rasa: one after the other in a conversation, a few at once over all, with a deadline."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.judging import Judge
from bot.channels.measuring import OF_PATIENTS, Measures
from bot.channels.places import Places, Ticket
from bot.channels.replies import Collector, Reply
from bot.safety import Assessment
from bot.safety.judgement import CURRENT, Judgement
from bot.store.conversations import NEEDS_PAST, TURN_STARTED

logger = logging.getLogger(__name__)

Handle = Callable[[UserMessage], Awaitable[Any]]

# One interpreter runs one turn at a time: with more of them under way all take longer, and a red
# flag's own steps wait behind them (p99 at 8 conversations 100 ms with three, 40 ms with one).
_AT_ONCE = 1
# A turn takes some 20 ms. One that hangs gives its place back after so long; it may still end.
_PLACE_SECONDS = 0.3
_YIELD_SECONDS = 0.5
# A turn whose words may be urgent overtakes those that began so long before it; one that nobody
# waits for lets those pass that begin within so long after it, and so is never kept out for good.
_AHEAD_SECONDS, _BEHIND_SECONDS = 5.0, 1.0
# After so long a turn is given up, so that the next one of its conversation can run.
_LONGEST_TURN_SECONDS = 60.0
# "yes", "no", "since yesterday": so few words mean nothing without what was said before.
_FEW_WORDS = 3


@dataclass(frozen=True)
class Turn:
    """A message, how it was judged, and when it came (monotonic seconds).

    ``is_pressing``: what this turn says may be urgent; ``answered_before``: the replies that the
    message got when it came the first time; with any, there is no second turn.
    """

    message: UserMessage
    judgement: Judgement
    began: float
    is_pressing: bool = False
    answered_before: asyncio.Task[list[Reply]] | None = None

    @property
    def assessment(self) -> Assessment:
        return self.judgement.assessment

    @property
    def due(self) -> float:
        """The turn with the least of these is the next to run."""
        if self.is_pressing:
            return self.began - _AHEAD_SECONDS
        is_waited_for = not output_of(self).closed
        return self.began if is_waited_for else self.began + _BEHIND_SECONDS


def output_of(turn: Turn) -> Collector:
    """Where what a turn says is collected."""
    output = turn.message.output_channel
    assert isinstance(output, Collector)
    return output


@dataclass
class _Queue:
    """The turns of one conversation: a lock that is given in order, how many want it, and the
    ticket of the one that has it."""

    lock: asyncio.Lock
    users: int = 0
    ticket: Ticket | None = None


class Turns:
    """Runs turns behind the guard."""

    def __init__(
        self,
        handle: Handle,
        judge: Judge,
        on_failure: Callable[[UserMessage], None],
        measures: Measures = OF_PATIENTS,
    ) -> None:
        """``handle``: Rasa's handler; ``on_failure``: keeps the message of a turn that failed."""
        self._handle = handle
        self._measures = measures
        self._judge = judge
        self._on_failure = on_failure
        self._queues: dict[str, _Queue] = {}
        self._places = Places(_AT_ONCE)
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, turn: Turn) -> asyncio.Task[None]:
        """Starts a turn. It may outlive its caller, so that its events are still kept."""
        task = asyncio.create_task(self._run(turn))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def run(self, turn: Turn, seconds: float) -> None:
        """Runs a turn until it ends, at most so long; what it says later is dropped."""
        await asyncio.wait({self.start(turn)}, timeout=seconds)
        output_of(turn).closed = True

    @property
    def running(self) -> int:
        """Turns that run or wait for their place."""
        return len(self._running)

    async def finish(self, seconds: float) -> None:
        """Waits for the turns that run, at most so long."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=seconds)

    async def _run(self, turn: Turn) -> None:
        message = turn.message
        ticket = Ticket(turn.due)
        async with self._turn_in(message.sender_id, ticket):
            if turn.answered_before is not None and await turn.answered_before:
                return
            if turn.assessment.outcome != "urgent" and not turn.is_pressing:
                await self._judge.idle(_YIELD_SECONDS)
            async with self._place(ticket):
                # Each task has a context of its own, so no other turn sees these.
                CURRENT.set(turn.judgement)
                TURN_STARTED.set(turn.began)
                words = self._judge.count_words(message.text, turn.assessment.language)
                NEEDS_PAST.set(words <= _FEW_WORDS)
                try:
                    with self._measures.timed("turn"):
                        await asyncio.wait_for(self._handle(message), _LONGEST_TURN_SECONDS)
                except Exception as error:  # noqa: BLE001 - the guard answers, whatever broke
                    # An error's message may hold the patient's words: only its type is logged.
                    logger.error("A turn failed: %s", type(error).__name__)
                    self._measures.count_failure("turn")
                    self._on_failure(message)

    @asynccontextmanager
    async def _turn_in(self, conversation: str, ticket: Ticket) -> AsyncIterator[None]:
        queue = self._queues.setdefault(conversation, _Queue(asyncio.Lock()))
        queue.users += 1
        if queue.ticket is not None:  # or this turn would wait as long as what nobody waits for
            self._places.hurry(queue.ticket, ticket.due)
        try:
            async with queue.lock:
                queue.ticket = ticket
                yield
        finally:
            queue.users -= 1
            if not queue.users:
                self._queues.pop(conversation, None)

    @asynccontextmanager
    async def _place(self, ticket: Ticket) -> AsyncIterator[None]:
        """One of a few places; given back early where the turn hangs."""
        await self._places.acquire(ticket)
        loop = asyncio.get_running_loop()
        giving_back = loop.call_later(_PLACE_SECONDS, self._places.release)
        try:
            yield
        finally:
            if giving_back.when() > loop.time():
                giving_back.cancel()
                self._places.release()
