"""Something about each of the latest conversations, in memory only."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")

# So many conversations at most.
_REMEMBERED = 10_000


class Latest(Generic[T]):
    """Conversation → what is known of it; the one that was set longest ago is forgotten first."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, T] = OrderedDict()

    def get(self, conversation: str) -> T | None:
        return self._of.get(conversation)

    def set(self, conversation: str, known: T | None) -> None:
        """Replaces what was known; None: nothing is."""
        self._of.pop(conversation, None)
        if known is not None:
            self._of[conversation] = known
        while len(self._of) > _REMEMBERED:
            self._of.popitem(last=False)
