"""What is to be sent: in order within a conversation, urgent words first, tried until it arrives.

Everything lies in a journal until the messenger has taken it, so that neither a restart nor an hour
without the messenger loses an answer. After a crash a message may go out twice, rather than never.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from bot.channels.messengers.message import (
    Clock,
    Outgoing,
    PatientLeftError,
    RefusedError,
    TryAgainError,
)
from bot.store.entries import Entry
from bot.store.journal import Journal
from bot.store.kept_values import KeptValues

logger = logging.getLogger(__name__)

Send = Callable[[Outgoing], Awaitable[None]]

_MESSAGE = "message"
_FIRST_PAUSE_SECONDS = 1.0
# An urgent answer is tried more often, and for a day; another for three hours.
_LONGEST_PAUSE_SECONDS = 60.0
_LONGEST_URGENT_PAUSE_SECONDS = 10.0
_LIFETIME_SECONDS = 3 * 3600.0
_URGENT_LIFETIME_SECONDS = 24 * 3600.0
# Connections at once; urgent messages wait for none of them.
_AT_ONCE = 30
_MOST_WAITING = 20_000


@dataclass
class _Waiting:
    message: Outgoing
    entry: Entry
    order: int
    attempts: int = 0


@dataclass
class _Queue:
    """What waits for one conversation, and the task that sends it."""

    waiting: list[_Waiting] = field(default_factory=list)
    urgent_came: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def next(self) -> _Waiting:
        return min(self.waiting, key=lambda one: (not one.message.is_urgent, one.order))


class Outbox:
    """Sends messages; ``put`` returns at once."""

    def __init__(self, journal: Journal, sent: KeptValues, send: Send, clock: Clock) -> None:
        """``sent``: ids of messages that went out; ``send`` raises TryAgainError, RefusedError or
        PatientLeftError."""
        self._journal = journal
        self._sent = sent
        self._send = send
        self._clock = clock
        self._queues: dict[str, _Queue] = {}
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._order = 0
        # Urgent messages that wait for conversations that were erased.
        self._forgotten: set[str] = set()
        self._is_down = False

    def start(self) -> None:
        """Goes on with what a stop or a crash left."""
        for entry in self._journal.entries():
            if entry.id in self._sent:
                self._journal.done([entry])
            else:
                self._enqueue(entry)

    async def stop(self) -> None:
        """Ends sending; what waits is sent after the next start."""
        tasks = [queue.task for queue in self._queues.values() if queue.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def put(self, conversation: str, messages: Iterable[Outgoing]) -> None:
        """Keeps messages and sends them as soon as possible; each id once."""
        for message in messages:
            if message.id in self._sent or self._waits(conversation, message.id):
                continue
            if len(self._journal) >= _MOST_WAITING and not message.is_urgent:
                logger.error("Too many messages wait to be sent; one was dropped.")
                continue
            entry = Entry(_MESSAGE, conversation, message.as_json(), message.id)
            self._journal.append(entry)
            self._enqueue(entry)

    def forget(self, conversation: str, also_urgent: bool) -> None:
        """Drops what waits for a conversation, from the disk too; urgent words that stay are
        dropped from it once they are sent."""
        queue = self._queues.get(conversation)
        if queue is not None:
            queue.waiting = [
                one for one in queue.waiting if one.message.is_urgent and not also_urgent
            ]
            self._forgotten.update(one.entry.id for one in queue.waiting)
        self._journal.drop(conversation, lambda entry: also_urgent or not entry.data["is_urgent"])

    async def wait_until_empty(self) -> None:
        """Waits until everything has been sent or given up."""
        while tasks := [queue.task for queue in self._queues.values() if queue.task is not None]:
            await asyncio.wait(tasks)

    def _waits(self, conversation: str, message_id: str) -> bool:
        queue = self._queues.get(conversation)
        return queue is not None and any(one.entry.id == message_id for one in queue.waiting)

    def _enqueue(self, entry: Entry) -> None:
        queue = self._queues.setdefault(entry.conversation, _Queue())
        self._order += 1
        message = Outgoing.from_json(entry.data)
        queue.waiting.append(_Waiting(message, entry, self._order))
        if message.is_urgent:
            queue.urgent_came.set()
        if queue.task is None:
            queue.task = asyncio.create_task(self._serve(entry.conversation, queue))

    async def _serve(self, conversation: str, queue: _Queue) -> None:
        try:
            while queue.waiting:
                queue.urgent_came.clear()
                await self._try(conversation, queue, queue.next())
        finally:
            if self._queues.get(conversation) is queue:
                del self._queues[conversation]

    async def _try(self, conversation: str, queue: _Queue, one: _Waiting) -> None:
        if self._is_too_old(one.message):
            logger.error("A message could not be sent for hours and was given up.")
            self._finish(queue, one)
            return
        try:
            async with AsyncExitStack() as stack:
                if not one.message.is_urgent:
                    await stack.enter_async_context(self._places)
                await self._send(one.message)
        except TryAgainError as error:
            one.attempts += 1
            self._note_outage()
            await self._pause(queue, one, error.after)
        except PatientLeftError:
            self.forget(conversation, also_urgent=True)
        except RefusedError as error:
            logger.error("A message was refused: %s %s", error.status, error.reason)
            self._finish(queue, one)
        except Exception as error:  # noqa: BLE001 - one message must not end the others
            logger.error("A message could not be sent: %s", type(error).__name__)
            self._finish(queue, one)
        else:
            if self._is_down:
                logger.warning("Messages can be sent again.")
            self._is_down = False
            self._finish(queue, one)

    async def _pause(self, queue: _Queue, one: _Waiting, after: float | None) -> None:
        """Waits before the next try; news that is more urgent than this message ends the wait,
        unless the messenger asked for silence."""
        if after is not None:
            await self._clock.sleep(after)
            return
        is_urgent = one.message.is_urgent
        longest = _LONGEST_URGENT_PAUSE_SECONDS if is_urgent else _LONGEST_PAUSE_SECONDS
        pause = asyncio.ensure_future(
            self._clock.sleep(min(_FIRST_PAUSE_SECONDS * 2 ** min(one.attempts - 1, 10), longest))
        )
        urgent = asyncio.ensure_future(queue.urgent_came.wait())
        try:
            await asyncio.wait({pause, urgent}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pause.cancel()
            urgent.cancel()

    def _note_outage(self) -> None:
        if not self._is_down:
            logger.error("A message cannot be sent now; it is tried again until it arrives.")
        self._is_down = True

    def _is_too_old(self, message: Outgoing) -> bool:
        lifetime = _URGENT_LIFETIME_SECONDS if message.is_urgent else _LIFETIME_SECONDS
        return self._clock.now() - message.at > lifetime

    def _finish(self, queue: _Queue, one: _Waiting) -> None:
        queue.waiting = [other for other in queue.waiting if other is not one]
        self._sent.put(one.entry.id)
        self._journal.done([one.entry])
        if one.entry.id in self._forgotten:
            self._forgotten.discard(one.entry.id)
            self._journal.drop(one.entry.conversation, lambda _: False)
