"""What was delivered: acknowledged once it is in a journal, handled in order within a conversation.

A delivery is handled once, also when the messenger repeats it or the process is killed in
between. What has to wait (for an earlier message, for a place, for the model) is judged meanwhile:
a red flag never waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.channels.messengers.message import Clock, Received
from bot.store.entries import Entry
from bot.store.journal import Journal
from bot.store.kept_values import KeptValues

logger = logging.getLogger(__name__)

Process = Callable[[str, Received], Awaitable[None]]

_DELIVERY = "delivery"
# More turns at once answer nobody sooner, and those that wait would meet the guard's deadline.
_AT_ONCE = 16
_MOST_WAITING = 5_000
# A message behind one that hangs goes on after so long; the guard keeps turns in order, too.
PATIENCE_SECONDS = 9.0
# A server that has just started loads its model; who waits so long gets the guard's words.
_MODEL_SECONDS = 60.0
_POLL_SECONDS = 0.2


class Inbox:
    """Takes deliveries and hands each, with its conversation's id, to ``process``."""

    def __init__(
        self,
        journal: Journal,
        handled: KeptValues,
        process: Process,
        *,
        conversation_of: Callable[[Received], str],
        is_urgent: Callable[[str, str], Awaitable[bool]],
        is_loading: Callable[[], bool],
        clock: Clock,
    ) -> None:
        """``handled``: ids of deliveries that are done; ``is_urgent`` judges a conversation's text;
        ``is_loading``: whether the model is about to be there."""
        self._journal = journal
        self._handled = handled
        self._process = process
        self._conversation_of = conversation_of
        self._is_urgent = is_urgent
        self._is_loading = is_loading
        self._clock = clock
        self._open: set[str] = set()
        # Open deliveries of conversations that were erased.
        self._forgotten: set[str] = set()
        self._last: dict[str, asyncio.Event] = {}
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Goes on with what a stop or a crash left."""
        for entry in self._journal.entries():
            if entry.id in self._handled:
                self._journal.done([entry])
            else:
                self._begin(entry, Received.from_json(entry.data))

    async def stop(self, seconds: float) -> None:
        """Lets running work end, at most so long; the rest is handled after the next start."""
        tasks = set(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def has_room(self) -> bool:
        """Whether more can be taken; without, the messenger is asked to deliver it later."""
        return len(self._open) < _MOST_WAITING

    def is_open(self, delivery_id: str) -> bool:
        """Whether a delivery was taken and is not handled yet."""
        return delivery_id in self._open

    def accept(self, deliveries: Sequence[Received]) -> list[Received]:
        """Takes deliveries, each id once → those that are new. They are safe when this returns."""
        new = []
        for received in deliveries:
            if received.id in self._open or received.id in self._handled:
                continue
            conversation = self._conversation_of(received)
            entry = Entry(_DELIVERY, conversation, received.as_json(), received.id)
            self._journal.append(entry)
            self._begin(entry, received)
            new.append(received)
        return new

    def forget(self, conversation: str) -> None:
        """Deletes what the disk still has of a conversation: at once of what is handled, and of
        what is not as soon as it is."""
        self._forgotten.update(entry.id for entry in self._journal.of(conversation))
        self._delete_what_is_handled(conversation)

    def _delete_what_is_handled(self, conversation: str) -> None:
        self._journal.drop(conversation, lambda _: False)

    async def wait_until_empty(self) -> None:
        """Waits until everything that was taken has been handled."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _begin(self, entry: Entry, received: Received) -> None:
        self._open.add(entry.id)
        before, done = self._last.get(entry.conversation), asyncio.Event()
        self._last[entry.conversation] = done
        task = asyncio.create_task(self._handle(entry, received, before, done))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _handle(
        self, entry: Entry, received: Received, before: asyncio.Event | None, done: asyncio.Event
    ) -> None:
        try:
            overtakes = await self._process_in_turn(entry.conversation, received, before)
            self._mark_handled(entry)
            if overtakes:
                # What comes next must not overtake what this one has overtaken.
                await self._wait_for(before)
        finally:
            done.set()
            if self._last.get(entry.conversation) is done:
                del self._last[entry.conversation]

    async def _process_in_turn(
        self, conversation: str, received: Received, before: asyncio.Event | None
    ) -> bool:
        """Processes a delivery, behind the earlier ones unless it is urgent → whether it was."""
        overtakes = False
        try:
            overtakes = await self._may_not_wait(conversation, received, before)
            if overtakes:
                await self._process(conversation, received)
            else:
                await self._wait_for(before)
                async with self._places:
                    await self._wait_for_model(received)
                    await self._process(conversation, received)
        except Exception as error:  # noqa: BLE001 - one delivery must not end the others
            # The message of an error may hold the patient's words: only its type is logged.
            logger.error("A delivery could not be handled: %s", type(error).__name__)
        return overtakes

    def _mark_handled(self, entry: Entry) -> None:
        self._handled.put(entry.id)
        self._open.discard(entry.id)
        self._journal.done([entry])
        if entry.id in self._forgotten:
            self._forgotten.discard(entry.id)
            self._delete_what_is_handled(entry.conversation)

    async def _may_not_wait(
        self, conversation: str, received: Received, before: asyncio.Event | None
    ) -> bool:
        is_free = before is None or before.is_set()
        if is_free and not self._places.locked() and not self._is_loading():
            return False  # it does not have to
        return bool(received.text) and await self._is_urgent(conversation, received.text)

    async def _wait_for(self, before: asyncio.Event | None) -> None:
        if before is None:
            return
        patience = asyncio.ensure_future(self._clock.sleep(PATIENCE_SECONDS))
        waiting = asyncio.ensure_future(before.wait())
        try:
            await asyncio.wait({patience, waiting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            patience.cancel()
            waiting.cancel()

    async def _wait_for_model(self, received: Received) -> None:
        end = self._clock.now() + _MODEL_SECONDS
        while received.text and self._is_loading() and self._clock.now() < end:
            await self._clock.sleep(_POLL_SECONDS)
