"""bot/encoders/minilm.py and minilm_graph.py: sentences to vectors, the same on every machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.encoders.minilm import MAX_TOKENS, WIDTH, SentenceEncoder
from bot.encoders.minilm_graph import CorruptWeightsError, read_weights


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder.load()


def one(encoder: SentenceEncoder, text: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = encoder.encode([text])[0]
    return vector


@pytest.mark.parametrize(
    "text",
    ["what is car-t", "", "   ", "🙂", "x" * 20_000, "a\nb", "Ünïcödé", "\u202eمرحبا", "\x00"],
)
def test_every_text_has_a_vector_of_length_one(encoder: SentenceEncoder, text: str) -> None:
    vector = one(encoder, text)
    assert vector.shape == (WIDTH,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


def test_no_texts_no_vectors(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, WIDTH)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: SentenceEncoder) -> None:
    texts = ["what is car-t", "a much longer question about the rash on my arms and legs", "hi"]
    together = encoder.encode(texts)
    for row, text in enumerate(texts):
        assert np.array_equal(together[row], one(encoder, text))


def test_many_texts_keep_their_order_and_their_meaning(encoder: SentenceEncoder) -> None:
    texts = ["hi", "what is car-t", "hello", "what is a rash", "will my hair fall out"] * 40
    many = encoder.encode_many(texts)
    for row, text in enumerate(texts[:5]):
        assert many[row] @ one(encoder, text) > 0.97
    assert np.array_equal(many, encoder.encode_many(texts))
    assert encoder.encode_many([]).shape == (0, WIDTH)


def test_only_the_first_128_word_pieces_count(encoder: SentenceEncoder) -> None:
    long = "rash " * MAX_TOKENS
    assert np.array_equal(one(encoder, long), one(encoder, long + "something else entirely"))


@pytest.mark.parametrize(
    ("text", "nearer", "farther"),
    [
        ("my skin itches", "what helps against itching", "how long does an infusion take"),
        ("How long does it take to work?", "when will I see results", "can I drink wine"),
        ("why am I so tired", "exhausted all the time", "what is a monoclonal antibody"),
        ("what should I eat", "food during treatment", "my joints ache"),
        ("is it a cytokine storm", "cytokine release syndrome", "will my hair fall out"),
        ("hello there", "good morning", "are the side effects permanent"),
    ],
)
def test_meaning_is_nearness(
    encoder: SentenceEncoder, text: str, nearer: str, farther: str
) -> None:
    vector, near, far = encoder.encode([text, nearer, farther])
    assert vector @ near > vector @ far


def test_upper_case_does_not_count(encoder: SentenceEncoder) -> None:
    assert np.array_equal(one(encoder, "WHAT IS CAR-T"), one(encoder, "what is car-t"))


def test_damaged_weights_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00{}      ")
    with pytest.raises(CorruptWeightsError, match=r"is damaged.*make install"):
        read_weights(path)


def test_the_encoder_is_built_once_for_a_folder(encoder: SentenceEncoder) -> None:
    assert SentenceEncoder.load() is encoder
