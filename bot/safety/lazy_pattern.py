"""Regular expressions that are compiled when they are first needed, or before, in the background.

Content has more than five thousand; together they take seconds to compile, so a start must not
wait for them, and a message that needs sixty of them at once (the first one in Turkish) should not
either.
"""

from __future__ import annotations

import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from weakref import WeakSet


class LazyPattern(ABC):
    """One regular expression."""

    __slots__ = ("__weakref__", "_pattern")

    def __init__(self) -> None:
        self._pattern: re.Pattern[str] | None = None
        _waiting.add(self)

    @abstractmethod
    def expression(self) -> str:
        """The expression as it is written for ``re``."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled; raises re.error if it is no regular expression."""
        if self._pattern is None:
            self._pattern = re.compile(self.expression())
            _waiting.discard(self)
        return self._pattern


_waiting: WeakSet[LazyPattern] = WeakSet()


def compile_waiting(stopping: threading.Event, seconds_between: float) -> None:
    """Compiles what nobody has needed yet, one by one, with a pause after each in which messages
    are answered; ends early when ``stopping`` is set."""
    for lazy in _taken():
        if stopping.wait(seconds_between):
            return
        _ = lazy.pattern


def _taken() -> Iterator[LazyPattern]:
    while _waiting:
        try:
            yield _waiting.pop()
        except KeyError:  # a message has just needed the last one
            return
