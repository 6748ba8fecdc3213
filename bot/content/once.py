"""What is read of a conversation for its latest message: once a turn, whoever asks for it."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

T = TypeVar("T")
# Turns of so many conversations run at once at most, with room.
_REMEMBERED = 64


def once_a_turn(read: Callable[[DialogueStateTracker], T]) -> Callable[[DialogueStateTracker], T]:
    """``read``, which looks only at what was there before the reply to the latest message, and so
    is worked out once for that message."""
    known: OrderedDict[tuple[int, int], tuple[weakref.ref[UserUttered], T]] = OrderedDict()

    @wraps(read)
    def read_once(tracker: DialogueStateTracker) -> T:
        message = tracker.latest_message
        if message is None:
            return read(tracker)
        turn = id(tracker), id(message)
        of, value = known.get(turn, (None, None))
        if of is not None and of() is message:
            return value  # type: ignore[return-value]
        found = read(tracker)
        known[turn] = weakref.ref(message), found
        while len(known) > _REMEMBERED:
            known.popitem(last=False)
        return found

    return read_once
