"""The directions in which sentence vectors differ most. Needs numpy only; training uses it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# How much each encoder's vectors count relative to how far they usually lie from their mean: those
# of the first so much, further ones so much. Chosen with whole writers held out (docs/safety.md).
FIRST_WEIGHT = 1.2
FURTHER_WEIGHT = 1.0


def directions_of(vectors: Floats, widths: Sequence[int], most: int) -> Floats:
    """Directions (at most ``most``, strongest first) × width, with each encoder weighed.

    Args:
        vectors: texts × width, less their mean.
        widths: of each encoder's part; they stand side by side.
    """
    weights = np.empty(vectors.shape[1], dtype=np.float32)
    start = 0
    for place, width in enumerate(widths):
        part = slice(start, start + width)
        weight = FURTHER_WEIGHT if place else FIRST_WEIGHT
        weights[part] = weight / float(np.linalg.norm(vectors[:, part], axis=1).mean())
        start += width
    weighed = vectors * weights
    _, directions = np.linalg.eigh((weighed.T @ weighed).astype(np.float64))
    kept: Floats = directions[:, ::-1][:, :most].T.astype(np.float32)
    # Either sign is a direction; always the same one, or what is learned from it would be another.
    largest = np.abs(kept).argmax(axis=1, keepdims=True)
    turned: Floats = kept * np.sign(np.take_along_axis(kept, largest, axis=1)) * weights
    return turned
