"""Adam (Kingma and Ba 2014): how far each number moves in a step of learning. Needs numpy only."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# So many numbers of a table are moved at once: four pieces of them fit into a processor's cache.
NUMBERS_AT_ONCE = 32768
_MEAN_DECAY, _SQUARE_DECAY, _TINY = np.float32(0.9), np.float32(0.999), np.float32(1e-8)


class Adam:
    """Moves tables of numbers in place, in whatever shape each has."""

    def __init__(self, learned: Mapping[str, Floats]) -> None:
        """``learned``: contiguous tables by name."""
        self._learned = learned
        self._means = {name: np.zeros_like(one) for name, one in learned.items()}
        self._squares = {name: np.zeros_like(one) for name, one in learned.items()}
        self._place = np.empty(NUMBERS_AT_ONCE, np.float32)
        self._steps = 0

    def move(self, slopes: Mapping[str, Floats], length: float) -> None:
        """One step of so great a length against the slope of each table."""
        self._steps += 1
        share = np.float32(length / (1 - float(_MEAN_DECAY) ** self._steps))
        square_share = np.float32(1 / (1 - float(_SQUARE_DECAY) ** self._steps))
        for name, slope in slopes.items():
            self._move(name, slope, share, square_share)

    def _move(self, name: str, slope: Floats, share: np.float32, square_share: np.float32) -> None:
        """A piece after the other and in place: a whole table leaves the cache with every sum, and
        a new one costs more than what is reckoned in it."""
        tables = (self._learned[name], self._means[name], self._squares[name], slope)
        flat = [table.reshape(-1) for table in tables]
        for first in range(0, len(flat[0]), NUMBERS_AT_ONCE):
            learned, mean, square, slopes = (
                table[first : first + NUMBERS_AT_ONCE] for table in flat
            )
            place = self._place[: len(learned)]
            np.subtract(slopes, mean, out=place)
            place *= 1 - _MEAN_DECAY
            mean += place
            np.multiply(slopes, slopes, out=place)
            place -= square
            place *= 1 - _SQUARE_DECAY
            square += place
            np.multiply(square, square_share, out=place)
            np.sqrt(place, out=place)
            place += _TINY
            np.divide(mean, place, out=place)
            place *= share
            learned -= place


def shorter_and_shorter(done: float) -> float:
    """Of the longest step, the share that is left when so much (0 to 1) of the learning is done:
    half a cosine (Loshchilov and Hutter 2017)."""
    return float(0.5 * (1 + np.cos(np.pi * done)))
