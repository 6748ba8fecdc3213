"""Both encoders side by side: what the red-flag detector sees of a message.

The middle of MiniLM keeps whether something is denied, feared or past; the multilingual encoder
says what a message means. Together they find a hundredth more red flags at the same false alarms.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.encoders import minilm, multilingual
from bot.encoders.minilm import HALF_LAYERS, SentenceEncoder
from bot.encoders.multilingual import MultilingualEncoder

# How many numbers each encoder gives, in this order.
WIDTHS = (minilm.WIDTH, multilingual.WIDTH)


class UnitedEncoder:
    """Texts → two unit vectors in one row each, texts × the sum of WIDTHS."""

    widths = WIDTHS

    def __init__(self, middle: SentenceEncoder, meaning: MultilingualEncoder) -> None:
        self._middle = middle
        self._meaning = meaning
        # What training encoded: several things learn from the same texts.
        self._learned_from: dict[str, NDArray[np.float32]] = {}

    @classmethod
    def load(cls) -> UnitedEncoder:
        """Loads both, once for a process.

        Raises:
            EncoderMissingError: if a package with weights is not installed.
        """
        return _load()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """For a few texts, at once."""
        return np.hstack([self._middle.encode(texts), self._meaning.encode(texts)])

    def encode_many(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """For many texts, as in training; each is encoded once in a process."""
        known = self._learned_from
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, self._encode_new(new), strict=True))
        return np.array([known[text] for text in texts]).reshape(len(texts), sum(WIDTHS))

    def _encode_new(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.hstack([self._middle.encode_many(texts), self._meaning.encode_many(texts)])


@lru_cache(maxsize=1)
def _load() -> UnitedEncoder:
    return UnitedEncoder(SentenceEncoder.load(layers=HALF_LAYERS), MultilingualEncoder.load())
