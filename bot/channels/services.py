"""What all channels of one server share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from rasa.core.channels.channel import UserMessage

from bot.channels.conversation_ids import ConversationIds
from bot.channels.guard import Guard
from bot.channels.keeping import Keeper
from bot.channels.limiting import Limits
from bot.channels.turns import Handle
from bot.dialogue.reports import Reader
from bot.safety import SafetySettings
from bot.safety.escalation import Escalation
from bot.safety.kept import forget_messages
from bot.settings.clinic import Clinic
from bot.store.archive import Archive
from bot.store.conversations import ConversationStore


@dataclass
class Services:
    """The parts of a server that channels use.

    ``archive`` and ``conversations`` are None where nothing is kept (tests of a channel alone);
    ``reader`` is None where no symptom is asked about.
    """

    clinic: Clinic
    safety: SafetySettings
    ids: ConversationIds
    archive: Archive | None = None
    conversations: ConversationStore | None = None
    reader: Reader | None = None
    # Not set while the model is about to be there: turns wait for it, within the guard's deadline.
    loaded: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    limits: Limits = field(init=False)
    # What channels keep beside the archive is deleted by these.
    on_erase: list[Callable[[str], None]] = field(init=False, default_factory=list)
    _guard: Guard | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.limits = Limits(self.clinic.web)
        self.loaded.set()

    @property
    def is_loading(self) -> bool:
        return not self.loaded.is_set()

    def guard(self, handle: Handle) -> Guard:
        """The one guard before all channels; ``handle`` is Rasa's handler of messages."""
        if self._guard is None:
            keeper = Keeper(self.archive, self.conversations)
            self._guard = Guard(
                self._when_loaded(handle), self.clinic, self.safety, keeper, self.reader
            )
        return self._guard

    def _when_loaded(self, handle: Handle) -> Handle:
        async def handle_when_loaded(message: UserMessage) -> None:
            await self.loaded.wait()
            await handle(message)

        return handle_when_loaded

    def use(self, safety: SafetySettings, reader: Reader | None) -> None:
        """After another training: judges with these from the next message on."""
        self.safety, self.reader = safety, reader
        if self._guard is not None:
            self._guard.use(safety, reader)

    async def warm_up(self, text: str) -> None:
        """The first judgement loads what later ones use; nobody should wait for that."""
        if self._guard is not None:
            await self._guard.warm_up(text)

    async def escalation_of(self, text: str, conversation: str) -> Escalation:
        """What follows from a message that is not answered yet, by the guard's own judgement.

        Raises:
            TooManyError: where too many of its conversation were judged.
        """
        assert self._guard is not None, "channels judge behind the guard only"
        self.limits.count_judgement(conversation)
        return await self._guard.escalation_of(text, conversation)

    def has_question(self, conversation: str) -> bool:
        """Whether a question of the triage is open."""
        return self._guard is not None and self._guard.has_question(conversation)

    def begin(self, conversation: str) -> None:
        """A conversation that was never there before."""
        if self.conversations is not None:
            self.conversations.begin(conversation)
        if self._guard is not None:
            self._guard.begin(conversation)

    def erase(self, conversation: str) -> None:
        """Deletes a conversation everywhere, also one with a turn under way."""
        if self.conversations is not None:
            self.conversations.discard(conversation)
        if self._guard is not None:
            self._guard.forget(conversation)
        if self.archive is not None:
            self.archive.erase(conversation)
        for forget in self.on_erase:
            forget(conversation)
        forget_messages()

    def queue_lengths(self) -> dict[str, int]:
        """How much waits: judgements, turns, and entries that no database has yet."""
        guard = {} if self._guard is None else self._guard.queue_lengths()
        return {**guard, **({} if self.archive is None else self.archive.waiting())}

    async def close(self, seconds: float) -> None:
        """Lets running turns end, at most so long."""
        if self._guard is not None:
            await self._guard.close(seconds)
