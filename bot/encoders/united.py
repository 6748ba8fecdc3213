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
from bot.encoders.kept_vectors import KeptVectors
from bot.encoders.minilm import HALF_LAYERS, SentenceEncoder
from bot.encoders.multilingual import MultilingualEncoder
from bot.settings.paths import ENCODER_DIR

# How many numbers each encoder gives, in this order.
WIDTHS = (minilm.WIDTH, multilingual.WIDTH)


class UnitedEncoder:
    """Texts → two unit vectors in one row each, texts × the sum of WIDTHS."""

    widths = WIDTHS

    def __init__(self, middle: SentenceEncoder, meaning: MultilingualEncoder) -> None:
        self._middle = middle
        self._meaning = meaning
        # Several things learn from the same texts, in processes of their own.
        self._kept = KeptVectors(
            ENCODER_DIR / "both.vectors.npz",
            (minilm.graph_file(HALF_LAYERS), multilingual.GRAPH_FILE),
            self._encode_new,
        )

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
        """For many texts, as in training; those that :meth:`keep` had are not encoded again."""
        return self._kept.of(texts)

    def keep(self, texts: Sequence[str]) -> None:
        """Encodes the texts of a training, so that every process of it has their vectors."""
        self._kept.keep(texts)

    def _encode_new(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.hstack([self._middle.encode_many(texts), self._meaning.encode_many(texts)])


@lru_cache(maxsize=1)
def _load() -> UnitedEncoder:
    return UnitedEncoder(SentenceEncoder.load(layers=HALF_LAYERS), MultilingualEncoder.load())
