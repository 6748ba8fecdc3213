"""Limits before any work: messages of a conversation, messages and sessions of an address.

One rule for all channels. Over the limit an ordinary message waits; what may be urgent and what
answers an open question passes. To know that, a message must be judged, so a harder limit bounds
how often that is done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from bot.channels.incoming import Incoming
from bot.settings.clinic import Web

# So many times its messages a conversation may have judged over its limit: nobody writes so much
# by hand, and it costs a hundredth of what a processor judges in a minute.
_JUDGED_FOR_EACH_MESSAGE = 4
_SECONDS_BETWEEN_SWEEPS = 10.0


class TooManyError(Exception):
    """More than the limit allows; the caller is asked to wait."""


class _Storage(MemoryStorage):
    """The library's starts a thread after every hit that looks through all keys; here one starts
    every few seconds. Limits are exact without it: it only frees memory."""

    @property
    def timer(self) -> threading.Timer:
        return self._sweep

    @timer.setter
    def timer(self, timer: threading.Timer) -> None:
        self._sweep = _Sweep(timer.interval, timer.function)


class _Sweep(threading.Timer):
    """Counts as alive for some seconds, also after it has run."""

    def __init__(self, interval: float, function: Callable[..., object]) -> None:
        super().__init__(interval, function)
        self.daemon = True
        self._counts_until = time.monotonic() + _SECONDS_BETWEEN_SWEEPS

    def is_alive(self) -> bool:
        return time.monotonic() < self._counts_until


class Limits:
    """Counts in memory, a minute back. Each check counts once, or raises TooManyError."""

    def __init__(self, web: Web) -> None:
        # The limiters hold it weakly.
        self._storage = _Storage()
        self._exactly = MovingWindowRateLimiter(self._storage)
        # Of an address there may be many thousands, so only a counter is kept.
        self._roughly = FixedWindowRateLimiter(self._storage)
        self._of_conversation = RateLimitItemPerMinute(web.messages_per_minute)
        self._of_address = RateLimitItemPerMinute(web.messages_per_minute_of_address)
        self._sessions = RateLimitItemPerMinute(web.sessions_per_minute_of_address)
        self._judged = RateLimitItemPerMinute(web.messages_per_minute * _JUDGED_FOR_EACH_MESSAGE)

    async def admit(
        self, incoming: Incoming, must_answer: Callable[[str, str], Awaitable[bool]]
    ) -> None:
        """Lets a message pass, or raises TooManyError. ``must_answer``: judges a text of a
        conversation."""
        conversation = incoming.conversation
        try:
            self.count_message(conversation, incoming.address)
        except TooManyError:
            self.count_judgement(conversation, incoming.address)
            if not (incoming.is_answer or await must_answer(incoming.text, conversation)):
                raise

    def count_message(self, conversation: str, address: str | None = None) -> None:
        """``address``: of the network; None where the messenger's servers stand between."""
        self._count("messages", self._of_conversation, conversation, address)

    def count_judgement(self, conversation: str, address: str | None = None) -> None:
        """For a message that is judged before it is known whether it is handled."""
        self._count("judgements", self._judged, conversation, address)

    def count_session(self, address: str) -> None:
        if not self._roughly.hit(self._sessions, "sessions", address):
            raise TooManyError

    def _count(
        self, what: str, of_conversation: RateLimitItem, conversation: str, address: str | None
    ) -> None:
        if not self._exactly.hit(of_conversation, what, "of conversation", conversation):
            raise TooManyError
        if address is not None and not self._roughly.hit(self._of_address, what, address):
            raise TooManyError
