"""The conversations as Rasa sees them: live trackers in memory, new events appended to the archive.

Rasa's own SQL store blocks the event loop, reads the whole conversation at each turn and counts it
again at each save. Here a turn costs the same however long the conversation is.
"""

from __future__ import annotations

import logging
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from contextvars import ContextVar

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.store.archive import Archive, StoreUnavailableError

logger = logging.getLogger(__name__)

_BEGINNING = frozenset({Restarted, SessionStarted})
_TAKING_BACK = frozenset({ActionReverted, UserUtteranceReverted, ActiveLoop})

# A live tracker holds the last turns, among them those under an alarm that stands (ten messages,
# bot/content/open_alarm.py); rules look no further back, and all of it is stored.
_MOST_EVENTS = 110
_KEPT_EVENTS = 80
_LIVE_TRACKERS = 1000
_NEW_CONVERSATIONS = 10_000

# When the message of this task's turn came (monotonic seconds); set by whoever runs it.
TURN_STARTED: ContextVar[float | None] = ContextVar("turn_started", default=None)
# Whether its message means nothing without what was said before.
NEEDS_PAST: ContextVar[bool] = ContextVar("needs_past", default=False)


class LiveTracker(DialogueStateTracker):
    """A tracker in memory. ``kept``: how many of its events the archive has; ``is_discarded``:
    its conversation was erased, so a turn that still runs with it must leave nothing behind;
    ``lacks_past``: what was said before could not be read."""

    kept: int = 0
    is_discarded: bool = False
    lacks_past: bool = False

    def applied_events(self) -> list[Event]:
        """As Rasa's, which tries five abstract classes on each event and is called twice a turn;
        only what takes events back or runs a loop needs that."""
        known = list(self.events)
        if not _TAKING_BACK.isdisjoint(map(type, known)):
            return super().applied_events()
        for place in range(len(known) - 1, -1, -1):
            if type(known[place]) in _BEGINNING:
                return known[place + 1 :]
        return known


class ConversationStore(TrackerStore):
    """Rasa's tracker store over an :class:`Archive`; without one it keeps nothing on disk."""

    def __init__(self, domain: Domain | None, archive: Archive | None = None) -> None:
        super().__init__(domain)
        self._archive = archive
        self._live: OrderedDict[str, LiveTracker] = OrderedDict()
        self._unread: set[str] = set()
        self._new: OrderedDict[str, None] = OrderedDict()

    def init_tracker(self, sender_id: str) -> LiveTracker:
        tracker = LiveTracker(sender_id, self.domain.slots)
        tracker.lacks_past = sender_id in self._unread
        self._unread.discard(sender_id)
        return tracker

    async def retrieve(self, sender_id: str) -> LiveTracker | None:
        """The live tracker, or one made from what is stored; None for a new conversation.

        One that cannot be read now goes on without what was said before, until it can be read.

        Raises:
            StoreUnavailableError: where the message means nothing without that, such as "yes".
        """
        tracker = self._live.get(sender_id)
        if tracker is None or tracker.lacks_past:
            tracker = await self._with_past(sender_id, tracker)
        if tracker is not None and not self._was_erased_during_turn(sender_id):
            self._remember(tracker)
        return tracker

    def begin(self, conversation: str) -> None:
        """A conversation that has no past: nothing needs to be read for its first message."""
        self._new[conversation] = None
        while len(self._new) > _NEW_CONVERSATIONS:
            self._new.popitem(last=False)

    async def _with_past(self, conversation: str, live: LiveTracker | None) -> LiveTracker | None:
        if conversation in self._new:
            del self._new[conversation]
            return live
        try:
            restored = await self._restored(conversation)
        except StoreUnavailableError:
            if live is None:
                if NEEDS_PAST.get():
                    raise
                self._unread.add(conversation)
            return live
        if live is not None:
            live.lacks_past = False
        return restored or live

    async def save(self, tracker: LiveTracker) -> None:
        """Appends the events since the last save. A turn that began before its conversation was
        erased leaves nothing."""
        if tracker.is_discarded or self._was_erased_during_turn(tracker.sender_id):
            return
        self._remember(tracker)
        events = list(tracker.events)[tracker.kept :]
        if tracker.lacks_past:  # it goes on; a new session would hide what is stored
            events = [event for event in events if not _begins_session(event)]
        self._keep(tracker.sender_id, events)
        _shorten(tracker)
        tracker.kept = len(tracker.events)

    def keep_failed_turn(self, conversation: str, message: UserUttered) -> None:
        """After a turn that failed: the live tracker without what the turn had begun, but with the
        patient's message."""
        if self._was_erased_during_turn(conversation):
            return
        added: list[Event] = [message, ActionExecuted(ACTION_LISTEN_NAME)]
        failed = self._live.get(conversation)
        self._keep(conversation, added)
        if failed is not None:
            before = list(failed.events)[: failed.kept]
            tracker = self._tracker_of(conversation, [*before, *added])
            tracker.lacks_past = failed.lacks_past
            self._remember(tracker)

    def keep_said(self, conversation: str, said: Sequence[Event], since: float) -> None:
        """Adds what was said in place of a turn's words to a message that came then (monotonic
        seconds); not to a conversation of which nothing is in memory: it begins with a message."""
        if self._archive is not None and self._archive.was_erased_since(conversation, since):
            return
        tracker = self._live.get(conversation)
        if tracker is None:
            return
        is_idle = tracker.kept == len(tracker.events)
        for event in said:
            tracker.update(event, self.domain)
        if is_idle:  # else the turn that is under way keeps them with its own
            self._keep(conversation, said)
            tracker.kept = len(tracker.events)

    def discard(self, conversation: str) -> None:
        """Forgets the live tracker of a conversation that is erased."""
        tracker = self._live.pop(conversation, None)
        if tracker is not None:
            tracker.is_discarded = True

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """All that is stored of a conversation."""
        if self._archive is None:
            return await self.retrieve(conversation_id)
        stored = await self._archive.events_of(conversation_id, most=None)
        return self._tracker_of(conversation_id, _events(stored)) if stored else None

    async def keys(self) -> Iterable[str]:
        """Ids of the conversations in memory."""
        return list(self._live)

    async def _restored(self, conversation: str) -> LiveTracker | None:
        if self._archive is None:
            return None
        try:
            stored = await self._archive.events_of(conversation, most=_KEPT_EVENTS)
            return self._tracker_of(conversation, _events(stored)) if stored else None
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - a broken row must cost one conversation only
            logger.warning("A stored conversation cannot be read: %s", type(error).__name__)
            return None

    def _was_erased_during_turn(self, conversation: str) -> bool:
        started = TURN_STARTED.get()
        if self._archive is None or started is None:
            return False
        return self._archive.was_erased_since(conversation, started)

    def _remember(self, tracker: LiveTracker) -> None:
        self._live[tracker.sender_id] = tracker
        self._live.move_to_end(tracker.sender_id)
        while len(self._live) > _LIVE_TRACKERS:
            self._live.popitem(last=False)

    def _keep(self, conversation: str, events: Sequence[Event]) -> None:
        if self._archive is not None and events:
            self._archive.keep_events(conversation, [event.as_dict() for event in events])

    def _tracker_of(self, conversation: str, events: list[Event]) -> LiveTracker:
        tracker: LiveTracker = LiveTracker.from_events(
            conversation, events, self.domain.slots, domain=self.domain
        )
        tracker.kept = len(tracker.events)
        return tracker


def _events(stored: Iterable[dict[str, object]]) -> list[Event]:
    events = (Event.from_parameters(dict(one)) for one in stored)
    return [event for event in events if event is not None]


def _shorten(tracker: DialogueStateTracker) -> None:
    """Drops the oldest events of a long tracker. What they had set, slots and form, is set before
    the rest, since the states that rules look at are made from the events alone."""
    if len(tracker.events) <= _MOST_EVENTS:
        return
    last = list(tracker.events)[-_KEPT_EVENTS:]
    first = next((i for i, event in enumerate(last) if _waits(event)), 0)
    lasting: list[Event] = [
        SlotSet(name, slot.value)
        for name, slot in tracker.slots.items()
        if slot.value != slot.initial_value
    ]
    if tracker.active_loop_name:
        lasting.append(ActiveLoop(tracker.active_loop_name))
    tracker.events = deque([last[first], *lasting, *last[first + 1 :]], tracker.events.maxlen)


def _begins_session(event: Event) -> bool:
    return isinstance(event, SessionStarted) or (
        isinstance(event, ActionExecuted) and event.action_name == ACTION_SESSION_START_NAME
    )


def _waits(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME
