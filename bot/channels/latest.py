"""Something about each of the latest conversations, in memory only."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")

# So many conversations at most.
_REMEMBERED = 10_000
# After a pause of a day a conversation begins anew.
_LONGEST_SECONDS = 24 * 60 * 60


class Latest(Generic[T]):
    """Conversation → what is known of it; the one that was set longest ago is forgotten first."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, tuple[T, float]] = OrderedDict()

    def get(self, conversation: str) -> T | None:
        known, since = self._of.get(conversation, (None, 0.0))
        return known if time.monotonic() - since <= _LONGEST_SECONDS else None

    def set(self, conversation: str, known: T | None) -> None:
        """Replaces what was known; None: nothing is."""
        self._of.pop(conversation, None)
        if known is not None:
            self._of[conversation] = known, time.monotonic()
        while len(self._of) > _REMEMBERED:
            self._of.popitem(last=False)
