"""Limits before any work: messages of a conversation, messages and sessions of an address."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from bot.settings.clinic import Web


class TooManyError(Exception):
    """More than the limit allows; the caller is asked to wait."""


class Limits:
    """Counts in memory, a minute back. Each check counts once, or raises TooManyError."""

    def __init__(self, web: Web) -> None:
        # The limiters hold it weakly.
        self._storage = MemoryStorage()
        self._exactly = MovingWindowRateLimiter(self._storage)
        # Of an address there may be many thousands, so only a counter is kept.
        self._roughly = FixedWindowRateLimiter(self._storage)
        self._of_conversation = RateLimitItemPerMinute(web.messages_per_minute)
        self._of_address = RateLimitItemPerMinute(web.messages_per_minute_of_address)
        self._sessions = RateLimitItemPerMinute(web.sessions_per_minute_of_address)

    def count_message(self, conversation: str, address: str | None = None) -> None:
        """``address``: of the network; None where the messenger's servers stand between."""
        if not self._exactly.hit(self._of_conversation, "conversation", conversation):
            raise TooManyError
        if address is not None and not self._roughly.hit(self._of_address, "messages", address):
            raise TooManyError

    def count_session(self, address: str) -> None:
        if not self._roughly.hit(self._sessions, "sessions", address):
            raise TooManyError
