"""Keeps the parts of ``make run`` going: what ends is started again, what hangs is ended first."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.run.processes import Part, answers

logger = logging.getLogger(__name__)

Say = Callable[[str], None]

_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
# Who has run so long has recovered: the next failure is a first one again.
_RECOVERED_SECONDS = 120.0
_LOOK_EVERY_SECONDS = 5.0
# While a part comes up; one that hangs at once would otherwise never have been seen alive.
_LOOK_AT_START_SECONDS = 0.5
# So often in a row a page may not answer; and so long a part may take to come up.
_MISSES = 4
_START_SECONDS = 180.0


@dataclass
class Watched:
    """One part, how it is started, and the page that answers while it is alive."""

    part: Part
    start: Callable[[], Part]
    live_page: str
    started: float = field(default_factory=time.monotonic)
    was_live: bool = False
    misses: int = 0
    failures: int = 0
    next_look: float = 0.0
    starts_at: float | None = None

    def pause(self) -> float:
        """Seconds before the next start: twice as long after each failure."""
        return min(_FIRST_PAUSE_SECONDS * 2 ** min(self.failures, 10), _LONGEST_PAUSE_SECONDS)


class Supervisor:
    """Looks after parts; :meth:`look` is called again and again."""

    def __init__(self, watched: list[Watched], parts: list[Part], say: Say) -> None:
        """``parts``: the list that is ended with the block around it; it follows each restart."""
        self._watched, self._parts, self._say = watched, parts, say

    def look(self) -> None:
        """One round over all parts; takes at most some seconds."""
        for one in self._watched:
            now = time.monotonic()
            if one.starts_at is not None:
                if now >= one.starts_at:
                    self._start(one)
            elif one.part.process.poll() is not None:
                self._plan_start(one, f"has ended (exit code {one.part.process.returncode})")
            elif now >= one.next_look:
                self._look_at_page(one)

    def _look_at_page(self, one: Watched) -> None:
        if answers(one.live_page):
            one.was_live, one.misses = True, 0
            if time.monotonic() - one.started > _RECOVERED_SECONDS:
                one.failures = 0
        elif one.was_live or time.monotonic() - one.started > _START_SECONDS:
            one.misses += 1
        pause = _LOOK_EVERY_SECONDS if one.was_live else _LOOK_AT_START_SECONDS
        one.next_look = time.monotonic() + pause
        if one.misses >= _MISSES:
            one.part.kill()
            self._plan_start(one, "does not answer any more and was ended")

    def _plan_start(self, one: Watched, what: str) -> None:
        pause = one.pause()
        one.failures += 1
        one.starts_at = time.monotonic() + pause
        self._say(f"The {one.part.name} {what}. It is started again in {pause:.0f} s.")

    def _start(self, one: Watched) -> None:
        ended, one.part = one.part, one.start()
        self._parts[self._parts.index(ended)] = one.part
        one.started, one.starts_at = time.monotonic(), None
        one.was_live, one.misses, one.next_look = False, 0, 0.0
