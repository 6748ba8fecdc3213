"""Small texts by key that survive a crash: what was done already, what a short key stands for.

One JSON line a value, appended at once. Values are few and short, so all of them are in memory.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

logger = logging.getLogger(__name__)


class KeptValues:
    """Keeps the latest values, each for a time. Never raises: without room on the disk it
    remembers in memory alone."""

    def __init__(
        self, file: Path, most: int, seconds: float, now: Callable[[], float] = time.time
    ) -> None:
        """``most``: so many values, the oldest go first; ``seconds``: how long each is kept."""
        self._file = file
        self._most = most
        self._seconds = seconds
        self._now = now
        self._values: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._lines = 0
        self._is_durable = True
        self._load()

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def get(self, key: str) -> str | None:
        value, at = self._values.get(key, ("", 0.0))
        return value if at > self._now() - self._seconds else None

    def put(self, key: str, value: str = "") -> None:
        """Keeps a value, in place of an earlier one with the same key."""
        self._values.pop(key, None)
        self._values[key] = (value, self._now())
        while len(self._values) > self._most:
            self._values.popitem(last=False)
        if self._is_durable and self._lines < 2 * self._most:
            self._append(key)
        else:
            self._rewrite()

    def remove(self, key: str) -> None:
        """Forgets a value, in the file too."""
        if self._values.pop(key, None) is not None:
            self._rewrite()

    def _load(self) -> None:
        try:
            lines = self._file.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        except OSError as error:
            self._fail(error)
            return
        oldest = self._now() - self._seconds
        for line in filter(None, lines):
            try:
                key, value, at = json.loads(line)
            except (ValueError, TypeError):
                continue  # cut short by a crash
            self._lines += 1
            self._values.pop(key, None)
            if at > oldest:
                self._values[key] = (value, at)

    def _line(self, key: str) -> str:
        return json.dumps([key, *self._values[key]], ensure_ascii=False) + "\n"

    def _append(self, key: str) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            descriptor = os.open(self._file, flags, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(self._line(key))
        except OSError as error:
            self._fail(error)
        else:
            self._lines += 1

    def _rewrite(self) -> None:
        """The file with what is kept, whole or not at all."""
        oldest = self._now() - self._seconds
        for key in [key for key, (_, at) in self._values.items() if at <= oldest]:
            del self._values[key]
        draft: str | None = None
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, draft = tempfile.mkstemp(dir=self._file.parent)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as file:
                file.writelines(map(self._line, self._values))
            os.replace(draft, self._file)
        except OSError as error:
            self._fail(error)
            if draft is not None and os.path.exists(draft):
                os.unlink(draft)
        else:
            self._lines, self._is_durable = len(self._values), True

    def _fail(self, error: OSError) -> None:
        if self._is_durable:
            logger.error("%s cannot be written: %s", self._file.name, type(error).__name__)
        self._is_durable = False
