"""bot/content/learned_files.py: what was learned, as plain arrays and back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from bot.content.learned_files import arrays_of, learned_from
from bot.encoders.array_files import save_arrays
from bot.safety.detector.detector import Floats


@dataclass(frozen=True)
class Inner:
    weights: Floats
    names: tuple[str, ...]


@dataclass(frozen=True)
class Outer:
    bias: float
    inner: Inner


LEARNED = Outer(0.25, Inner(np.arange(6, dtype=np.float32).reshape(2, 3), ("fever", "rash")))


def test_all_comes_back_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "learned.npz"
    save_arrays(file, arrays_of(LEARNED, "part."))
    with np.load(file, allow_pickle=False) as arrays:
        assert set(arrays) == {"part.bias", "part.inner.weights", "part.inner.names"}
        again = learned_from(arrays, Outer, "part.")
    assert again.bias == 0.25
    assert again.inner.names == ("fever", "rash")
    assert np.array_equal(again.inner.weights, LEARNED.inner.weights)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    file = tmp_path / "learned.npz"
    save_arrays(file, {"bias": 0.25, "inner.names": ("fever",)})
    with np.load(file, allow_pickle=False) as arrays, pytest.raises(KeyError, match="weights"):
        learned_from(arrays, Outer)
