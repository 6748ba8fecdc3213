"""Everything that a running assistant keeps: journals before databases, one object a process.

Nothing here blocks a turn on a database: what is kept is appended to a local journal and written
behind it; reads have a short time-out, and none is tried while the database has just failed.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.store import conversation_rows, record_rows
from bot.store.conversation_rows import EVENTS, StoredMessage
from bot.store.database import Database, conversations_database, conversations_reader
from bot.store.database import records_database as records_db
from bot.store.erasures import Erasures
from bot.store.journal import Journal
from bot.store.probing import Health, Probes
from bot.store.record_rows import Feedback, RedFlag, TurnRecord, Unanswered
from bot.store.schema import SchemaTooNewError
from bot.store.tables import applied_to_conversations, applied_to_records
from bot.store.writer import ERASE, BackgroundWriter

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

JOURNALS = "journal"  # their folder in that of the state
_READ_SECONDS = 0.8
# After a read that failed nobody waits for the next one, until this is over.
_REST_SECONDS = 3.0
_READERS = 4
_WRITTEN_SECONDS = 5.0
# So long a start waits for the databases; they may come later.
_START_SECONDS = 2.0


class StoreUnavailableError(RuntimeError):
    """What was asked for cannot be read now."""


class Archive:
    """Conversations, red flags, unanswered questions, feedback."""

    def __init__(self, state: Path) -> None:
        """``state``: the folder of the journals."""
        folder = state / JOURNALS
        self._reader: Database = conversations_reader()
        self._threads = ThreadPoolExecutor(_READERS, "store")
        self._probes = ThreadPoolExecutor(2, "store-probe")
        self._rests_until = 0.0
        self._databases = {"conversations": conversations_database(), "records": records_db()}
        self._health = Probes(self._databases, self._probes)
        self._journals = {name: Journal(folder / name) for name in self._databases}
        self.erasures = Erasures()
        waiting = self._journals["records"].entries()
        self.erasures.add_earlier(e.data["reference"] for e in waiting if e.kind == ERASE)
        self.conversations = BackgroundWriter(
            self._databases["conversations"],
            self._journals["conversations"],
            applied_to_conversations,
            conversation_rows.WRITERS,
        )
        self.records = BackgroundWriter(
            self._databases["records"],
            self._journals["records"],
            applied_to_records,
            record_rows.WRITERS,
        )

    def start(self) -> None:
        """Begins to write; never waits for a database. Both may come later.

        Raises:
            SchemaTooNewError: where a database is of a newer version.
        """
        started = [self._probes.submit(self._open, db) for db in self._databases.values()]
        wait(started, timeout=_START_SECONDS)
        for opening in started:
            if opening.done():
                opening.result()
        self.conversations.start()
        self.records.start()

    def _open(self, database: Database) -> None:
        """Makes the schema; of the records it reads which conversations were erased."""
        try:
            with database.session() as session:
                if database.name == "records":
                    self.erasures.add_earlier(record_rows.erased_references(session))
        except (SQLAlchemyError, OSError) as error:
            logger.error(
                "The database of the %s cannot be reached (%s); what is to be kept waits in the "
                "journal.",
                database.name,
                type(error).__name__,
            )

    def stop(self) -> None:
        """Ends the writing and closes the journals; what is not written yet waits in them."""
        self.conversations.stop()
        self.records.stop()
        for journal in self._journals.values():
            journal.close()
        for threads in (self._threads, self._probes):
            threads.shutdown(wait=False)

    # --- keeping --------------------------------------------------------------------------------

    def keep_events(self, conversation: str, events: Sequence[Mapping[str, Any]]) -> None:
        """Keeps new events of a conversation, as Rasa's ``as_dict`` gives them."""
        self.conversations.keep(EVENTS, conversation, {"events": list(events)})

    def keep_messages(
        self,
        conversation: str,
        messages: Sequence[StoredMessage],
        started: float,
        id_: str | None = None,
    ) -> None:
        """Keeps what was said in one turn that ``started`` at that time (monotonic seconds); of the
        same id only once."""
        if not self.was_erased_since(conversation, started):
            rows = [vars(message) for message in messages]
            self.conversations.keep("messages", conversation, {"messages": rows}, id_)

    def keep_red_flag(self, red_flag: RedFlag, started: float, id_: str | None = None) -> None:
        """Keeps a red flag, and the care team's notices of it; of the same id only once."""
        if self.was_erased_since(red_flag.conversation, started):
            self.records.keep("notice", "", red_flag.as_json())
        else:
            self.records.keep("red_flag", red_flag.conversation, red_flag.as_json(), id_)

    def keep_unanswered(self, question: Unanswered, started: float, id_: str | None = None) -> None:
        if not self.was_erased_since(question.conversation, started):
            self.records.keep("unanswered", question.conversation, question.as_json(), id_)

    def keep_turn(self, turn: TurnRecord, started: float, id_: str | None = None) -> None:
        """Keeps what kind of turn it was and how long it took, of the same id once; no text."""
        if not self.was_erased_since(turn.conversation, started):
            self.records.keep("turn", turn.conversation, turn.as_json(), id_)

    def keep_feedback(self, feedback: Feedback) -> None:
        self.records.keep("feedback", feedback.conversation, feedback.as_json())

    # --- erasing --------------------------------------------------------------------------------

    def erase(self, conversation: str) -> None:
        """Deletes a conversation everywhere; a turn of it that still runs leaves nothing either.
        Notices of red flags that are under way still go out: they hold no text."""
        reference = self.erasures.add(conversation)
        # First of all: whatever fails here, the databases erase it, if need be after a restart.
        self.conversations.keep(ERASE, conversation, {})
        self.records.keep(ERASE, conversation, {"reference": reference})
        for entry in self._journals["records"].of(conversation):
            if entry.kind == "red_flag":
                self.records.keep("notice", "", {**entry.data, record_rows.INSTEAD_OF: entry.id})
        for journal in self._journals.values():
            journal.drop(conversation, lambda entry: entry.kind != ERASE)

    async def wait_until_written(self) -> bool:
        """Waits a little until the databases have everything → whether they have."""
        waits = (
            asyncio.to_thread(journal.wait_until_empty, _WRITTEN_SECONDS)
            for journal in self._journals.values()
        )
        return all(await asyncio.gather(*waits))

    def was_erased_since(self, conversation: str, started: float) -> bool:
        return self.erasures.is_since(conversation, started)

    def is_erased(self, conversation: str) -> bool:
        """Whether the conversation was erased, as far as records go back."""
        return conversation in self.erasures

    # --- reading --------------------------------------------------------------------------------

    async def messages_of(self, conversation: str, most: int | None = None) -> list[StoredMessage]:
        """All that was said, or the last of it, oldest first. Raises StoreUnavailableError."""
        of = conversation_rows.messages_of
        return await self._with_unwritten(
            conversation, partial(of, self._reader, conversation, most)
        )

    async def turns_about(self, conversation: str, client_id: str) -> list[StoredMessage]:
        """The turns of the patient's messages with this id, and the last turn, oldest first. Raises
        StoreUnavailableError."""
        return await self._with_unwritten(
            conversation,
            lambda: conversation_rows.turns_about(self._reader, conversation, client_id),
        )

    async def _with_unwritten(
        self, conversation: str, read: Callable[[], list[StoredMessage]]
    ) -> list[StoredMessage]:
        # In this order: what is written meanwhile is then in both, and known by its turn.
        waiting = self._unwritten_messages(conversation)
        stored = await self._read(read)
        known = {message.turn for message in stored}
        return [*stored, *(message for message in waiting if message.turn not in known)]

    async def client_ids_of(self, conversation: str) -> set[str]:
        """The messengers' ids of the patient's messages so far. Raises StoreUnavailableError."""
        waiting = {message.client_id for message in self._unwritten_messages(conversation)}
        ids_of = conversation_rows.client_ids_of
        stored = await self._read(partial(ids_of, self._reader, conversation))
        return stored | {one for one in waiting if one is not None}

    async def turn_with(self, conversation: str, client_id: str) -> list[StoredMessage]:
        """The messages of the turn that answered the patient's message with this id; empty where
        there is none. Raises StoreUnavailableError."""
        for turn in _by_turn(self._unwritten_messages(conversation)):
            if turn[0].client_id == client_id:
                return turn
        return await self._read(
            lambda: conversation_rows.turn_with(self._reader, conversation, client_id)
        )

    async def events_of(self, conversation: str, most: int | None) -> list[dict[str, Any]]:
        """The events of a conversation, oldest first: the last ``most`` of its session, and before
        them what holds since then; all of them with None.

        Raises:
            StoreUnavailableError: where the database cannot be read now.
            ValueError: where what is stored cannot be understood.
        """
        waiting = [e for e in self._journals["conversations"].of(conversation) if e.kind == EVENTS]
        return await self._read(
            lambda: conversation_rows.events_of(self._reader, conversation, most, waiting)
        )

    def _unwritten_messages(self, conversation: str) -> list[StoredMessage]:
        return [
            StoredMessage(**row)
            for entry in self._journals["conversations"].of(conversation)
            if entry.kind == "messages"
            for row in entry.data["messages"]
        ]

    async def _read(self, read: Callable[[], Result]) -> Result:
        if time.monotonic() < self._rests_until:
            raise StoreUnavailableError
        work = asyncio.get_running_loop().run_in_executor(self._threads, self._reading, read)
        try:
            return await asyncio.wait_for(asyncio.shield(work), _READ_SECONDS)
        except (SQLAlchemyError, OSError, SchemaTooNewError, asyncio.TimeoutError) as error:
            work.add_done_callback(_look_at_result)
            self._rests_until = time.monotonic() + _REST_SECONDS
            logger.warning("The conversations cannot be read: %s", type(error).__name__)
            raise StoreUnavailableError from None

    def _reading(self, read: Callable[[], Result]) -> Result:
        try:
            return read()
        except (SQLAlchemyError, OSError):
            self._reader.check_anew()
            raise

    def waiting(self) -> dict[str, int]:
        """Entries of each journal that its database does not have yet."""
        return {f"journal_{name}": len(journal) for name, journal in self._journals.items()}

    def refused(self) -> dict[str, int]:
        """Entries since the start that each database, or its journal, could not take."""
        writers = {"conversations": self.conversations, "records": self.records}
        return {
            name: writer.refused + self._journals[name].left_out for name, writer in writers.items()
        }

    async def health(self) -> Health:
        """Tries a write on each database, and rolls it back."""
        well = await self._health.can_be_written(_READ_SECONDS * 2)
        return Health(
            conversations=well["conversations"] and self.conversations.is_writing,
            records=well["records"] and self.records.is_writing,
            journal=all(journal.is_durable for journal in self._journals.values()),
            waiting=sum(self.waiting().values()),
        )


def _look_at_result(work: asyncio.Future[Any]) -> None:
    """A read that comes too late has no listener; its error is not news either."""
    if not work.cancelled():
        work.exception()


def _by_turn(messages: Sequence[StoredMessage]) -> list[list[StoredMessage]]:
    turns: dict[str, list[StoredMessage]] = {}
    for message in messages:
        turns.setdefault(message.turn, []).append(message)
    return list(turns.values())
