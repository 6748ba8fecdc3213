"""Draws that a text decides by itself: one more line changes nothing for the others.

Clinic staff add single examples. A draw by place would fall anew for every line after the added
one, and with it everything that is a close call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
T = TypeVar("T")

_KEY_BYTES = 8


def key_of(text: str, purpose: str) -> int:
    """A number below 2**64 that text and purpose decide, as if thrown with dice."""
    digest = hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES, person=purpose.encode())
    return int.from_bytes(digest.digest(), "little")


def keys_of(texts: Sequence[str], purpose: str) -> Keys:
    """The numbers of many texts."""
    return np.array([key_of(text, purpose) for text in texts], dtype=np.uint64)


def random_of(text: str, purpose: str) -> Random:
    """What this text's own random choices come from."""
    return Random(key_of(text, purpose))


def one_in(number: int, items: Sequence[T], text_of: Callable[[T], str], purpose: str) -> list[T]:
    """About one in ``number`` of the items, in their order."""
    return [item for item in items if key_of(text_of(item), purpose) % number == 0]


def at_most(most: int, texts: Sequence[str], purpose: str) -> list[str]:
    """So many of the texts (all, if there are fewer), in their order."""
    if len(texts) <= most:
        return list(texts)
    keys = keys_of(texts, purpose)
    return [texts[place] for place in np.sort(np.argsort(keys, kind="stable")[:most])]
