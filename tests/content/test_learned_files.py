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
class Learned:
    bias: float
    weights: Floats
    names: tuple[str, ...]


LEARNED = Learned(0.25, np.arange(6, dtype=np.float32).reshape(2, 3), ("fever", "rash"))


def test_all_comes_back_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "learned.npz"
    save_arrays(file, arrays_of(LEARNED, "part."))
    with np.load(file, allow_pickle=False) as arrays:
        assert set(arrays) == {"part.bias", "part.weights", "part.names"}
        again = learned_from(arrays, Learned, "part.")
    assert again.bias == 0.25
    assert again.names == ("fever", "rash")
    assert np.array_equal(again.weights, LEARNED.weights)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    file = tmp_path / "learned.npz"
    save_arrays(file, {"bias": 0.25, "names": ("fever",)})
    with np.load(file, allow_pickle=False) as arrays, pytest.raises(KeyError, match="weights"):
        learned_from(arrays, Learned)
