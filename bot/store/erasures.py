"""Which conversations were erased, and when: as hashes, and no longer than records are kept."""

from __future__ import annotations

import time
from collections.abc import Iterable

from bot.store.ids import reference_of

_DAY_SECONDS = 24 * 3600.0


class Erasures:
    """Those that a process knows of: its own, and those of which it read at its start."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._at: dict[str, float] = {}

    def add(self, conversation: str) -> str:
        """A conversation that is being erased → its reference, a hash."""
        reference = reference_of(conversation)
        self._at[reference] = time.monotonic()
        return reference

    def add_earlier(self, references: Iterable[str]) -> None:
        """Those that were erased before the process began."""
        for reference in references:
            self._at.setdefault(reference, self._began)

    def forget(self, days: int) -> None:
        """Forgets what is known for longer: the conversation's rows are gone by then, and with them
        the reference that the database kept."""
        before = time.monotonic() - days * _DAY_SECONDS
        for reference in [one for one, at in list(self._at.items()) if at < before]:
            del self._at[reference]

    def is_since(self, conversation: str, started: float) -> bool:
        """Whether a conversation was erased after a turn of it ``started`` (monotonic seconds)."""
        return self._at.get(reference_of(conversation), -1.0) >= started

    def __contains__(self, conversation: str) -> bool:
        return reference_of(conversation) in self._at
