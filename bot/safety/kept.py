"""What is said of words and messages is kept for a while: one turn reads a message many times."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST_KEPT, MOST_KEPT = 24, 20_000
_MESSAGES_KEPT = 256
_FORGETTING: list[Callable[[], None]] = []
T = TypeVar("T")


def kept_for_words(of_word: Callable[..., T]) -> Callable[..., T]:
    """Keeps what a function says of a word (its first argument), as words come again and again.
    What is longer than words are is not kept, lest it fill the memory."""
    kept = lru_cache(maxsize=MOST_KEPT)(of_word)

    @wraps(of_word)
    def call(word: str, *rest: Hashable) -> T:
        return (kept if len(word) <= LONGEST_KEPT else of_word)(word, *rest)

    return call


def kept_for_messages(of_message: Callable[..., T]) -> Callable[..., T]:
    """Keeps what a function says of the latest few messages: one turn reads a message several
    times. All arguments are hashed, knowledge by its identity."""
    kept = lru_cache(maxsize=_MESSAGES_KEPT)(of_message)
    _FORGETTING.append(kept.cache_clear)
    return wraps(of_message)(kept)


def forget_messages() -> None:
    """Forgets what was kept of messages, and with it the knowledge that they were read with."""
    for forget in _FORGETTING:
        forget()
