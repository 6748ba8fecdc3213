"""What the encoders share: a graph's file, written once, and many texts encoded together."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

_TEXTS_AT_ONCE = 32
Ids = Sequence[Sequence[int]]


def session_of(graph: Path, build: Callable[[], Any]) -> onnxruntime.InferenceSession:
    """The session of a graph's file, which is written first where it is missing or damaged.

    ``build`` gives the graph as an ONNX model. One thread: a message is short, and several are
    encoded at once.
    """
    if not graph.exists():
        _write(graph, build)
    try:
        return _open(graph)
    except Exception as error:  # noqa: BLE001 - what onnxruntime raises has no base of its own
        logger.warning("%s cannot be used (%s): made anew.", graph.name, type(error).__name__)
        _write(graph, build)
        return _open(graph)


def _open(graph: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def _write(target: Path, build: Callable[[], Any]) -> None:
    """The file appears whole or not at all."""
    # Only needed once, and slow to import.
    import onnx  # noqa: PLC0415

    target.parent.mkdir(parents=True, exist_ok=True)
    model = build()
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        draft = Path(folder, "draft.onnx")
        onnx.save(model, str(draft))
        os.replace(draft, target)


def encode_by_length(
    ids: Ids, encode: Callable[[Ids], NDArray[np.float32]], width: int
) -> NDArray[np.float32]:
    """Encodes many texts on all cores, those of one length together → texts × width.

    ``encode``: word pieces of texts of one length → their vectors.
    """
    batches = _batches_of_one_length(ids)
    vectors = np.zeros((len(ids), width), dtype=np.float32)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        encoded = threads.map(lambda rows: encode([ids[row] for row in rows]), batches)
        for rows, of_rows in zip(batches, encoded, strict=True):
            vectors[rows] = of_rows
    return vectors


def _batches_of_one_length(ids: Ids) -> list[list[int]]:
    """Rows of texts that have as many word pieces, at most 32 a batch."""
    of_length: dict[int, list[int]] = {}
    for row, pieces in enumerate(ids):
        of_length.setdefault(len(pieces), []).append(row)
    return [
        rows[first : first + _TEXTS_AT_ONCE]
        for rows in of_length.values()
        for first in range(0, len(rows), _TEXTS_AT_ONCE)
    ]
