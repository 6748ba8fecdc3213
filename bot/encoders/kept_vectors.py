"""Vectors of the texts that training learned from last: only new texts are encoded again.

Encoding takes half of a training's time, and most texts are those of the training before.
"""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from bot.encoders.array_files import save_arrays

logger = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
_KEY_BYTES = 16


class KeptVectors:
    """Texts → vectors, in a file of 16-bit numbers; new ones are rounded alike, so that a model is
    the same whether its texts were encoded now or before."""

    def __init__(
        self, file: Path, made_by: Sequence[str], encode: Callable[[Sequence[str]], Vectors]
    ) -> None:
        """``made_by``: the names of the graphs, with their versions; a file by others is left
        alone. ``encode``: texts → vectors."""
        self._file = file
        self._made_by = " ".join((*made_by, f"onnxruntime {onnxruntime.__version__}"))
        self._encode = encode
        self._known: dict[bytes, NDArray[np.float16]] = {}
        self._in_file: frozenset[bytes] | None = None

    def of(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts, texts × width."""
        if not texts:
            return self._encode([])
        if self._in_file is None:
            self._known.update(self._read())
            self._in_file = frozenset(self._known)
        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            encoded = self._encode(list(new.values())).astype(np.float16)
            self._known.update(zip(new, encoded, strict=True))
        return np.array([self._known[key] for key in keys], dtype=np.float32)

    def keep(self, texts: Sequence[str]) -> Vectors:
        """The same; afterwards the file holds these vectors and no others."""
        vectors = self.of(texts)
        keys = list(dict.fromkeys(map(_key, texts)))
        if self._in_file != frozenset(keys):
            self._write(keys)
        return vectors

    def _read(self) -> dict[bytes, NDArray[np.float16]]:
        try:
            with np.load(self._file, allow_pickle=False) as arrays:
                if str(arrays["made_by"]) != self._made_by:
                    return {}
                return dict(zip(map(bytes, arrays["keys"]), arrays["vectors"], strict=True))
        except FileNotFoundError:
            return {}
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            logger.info("%s: %s. All texts are encoded.", self._file.name, type(error).__name__)
            return {}

    def _write(self, keys: Sequence[bytes]) -> None:
        """Without the file the next training takes longer."""
        try:
            save_arrays(
                self._file,
                {
                    "made_by": self._made_by,
                    "keys": np.frombuffer(b"".join(keys), np.uint8).reshape(-1, _KEY_BYTES),
                    "vectors": np.array([self._known[key] for key in keys]),
                },
            )
            self._in_file = frozenset(keys)
        except OSError as error:
            logger.info("%s cannot be kept: %s", self._file.name, error.strerror)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).digest()
