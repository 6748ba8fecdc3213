"""Things that are loaded once for a process, and can be exchanged for newer ones while it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Loaded(Generic[Value]):
    """Called it gives the value, which it loads when it is first asked for."""

    def __init__(self, load: Callable[[], Value]) -> None:
        self.load = load
        self._lock = threading.Lock()
        self._value: Value | None = None

    def __call__(self) -> Value:
        if self._value is None:
            with self._lock:
                if self._value is None:
                    self._value = self.load()
        return self._value

    def exchange(self, value: Value) -> Value | None:
        """From now on gives this value → the one before."""
        with self._lock:
            before, self._value = self._value, value
        return before
