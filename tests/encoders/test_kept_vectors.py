"""bot/encoders/kept_vectors.py: a text is encoded once, and only as long as nothing has changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.encoders.kept_vectors import KeptVectors

WIDTH = 3
GRAPH = ("graph v1",)


class Encoder:
    """Gives each text a vector of its own, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(t), hash(t) % 97 / 97, 1 / 3] for t in texts], np.float32).reshape(
            -1, WIDTH
        )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "encoder" / "vectors.npz"


def test_a_text_is_encoded_once(file: Path) -> None:
    encode = Encoder()
    kept = KeptVectors(file, GRAPH, encode)
    vectors = kept.of(["a", "bb", "a"])
    assert encode.asked == ["a", "bb"]
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, Encoder()(["a", "bb", "a"]), atol=1e-3)
    assert np.array_equal(kept.of(["bb"]), vectors[1:2])
    assert encode.asked == ["a", "bb"]
    assert kept.of([]).shape == (0, WIDTH)


def test_another_process_encodes_only_what_is_new_and_gets_the_same(file: Path) -> None:
    first = KeptVectors(file, GRAPH, Encoder()).keep(["a", "bb"])
    encode = Encoder()
    again = KeptVectors(file, GRAPH, encode).of(["bb", "ccc", "a"])
    assert encode.asked == ["ccc"]
    assert np.array_equal(again[[2, 0]], first)


def test_the_file_holds_what_was_kept_last_and_nothing_else(file: Path) -> None:
    KeptVectors(file, GRAPH, Encoder()).keep(["a", "bb"])
    KeptVectors(file, GRAPH, Encoder()).keep(["bb", "ccc"])
    encode = Encoder()
    KeptVectors(file, GRAPH, encode).of(["a", "bb", "ccc"])
    assert encode.asked == ["a"]


def test_it_is_not_written_where_nothing_has_changed(file: Path) -> None:
    KeptVectors(file, GRAPH, Encoder()).keep(["a", "bb"])
    before = file.stat()
    KeptVectors(file, GRAPH, Encoder()).keep(["bb", "a", "bb"])
    assert file.stat().st_ino == before.st_ino


def test_vectors_of_another_graph_are_not_taken(file: Path) -> None:
    KeptVectors(file, GRAPH, Encoder()).keep(["a"])
    encode = Encoder()
    KeptVectors(file, ("graph v2",), encode).of(["a"])
    assert encode.asked == ["a"]


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_file_that_cannot_be_read_is_made_anew(file: Path, content: bytes | None) -> None:
    KeptVectors(file, GRAPH, Encoder()).keep(["a"])
    file.write_bytes(file.read_bytes()[:-40] if content is None else content)
    KeptVectors(file, GRAPH, Encoder()).keep(["a"])
    encode = Encoder()
    KeptVectors(file, GRAPH, encode).of(["a"])
    assert encode.asked == []


def test_without_a_folder_to_write_to_it_encodes(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    vectors = KeptVectors(tmp_path / "file" / "vectors.npz", GRAPH, Encoder()).keep(["a"])
    assert vectors.shape == (1, WIDTH)
