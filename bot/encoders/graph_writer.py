"""Writes the nodes and constants of an ONNX graph: int8 weights, float32 between the layers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYER_NORM_EPSILON = 1e-12
# Processors without VNNI add pairs of products in 16 bits; weights of 7 bits cannot overflow there,
# so every machine gives the same vectors.
LARGEST_WEIGHT = 64
OPSET = 17
_TO_THE_END = int(np.iinfo(np.int64).max)


def _quantise(
    weights: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows of weights → rows of whole numbers, and the scale of each row (rows × 1)."""
    largest = np.abs(weights).max(axis=1, keepdims=True)
    scales = (np.maximum(largest, np.finfo(np.float32).tiny) / LARGEST_WEIGHT).astype(np.float32)
    return np.rint(weights / scales).astype(np.int8), scales


class GraphWriter:
    """Collects nodes and constants; every method returns the name of its output tensor."""

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self._small: dict[str, tuple[str, str, str]] = {}

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def number(self, value: float) -> str:
        return self.constant(f"number_{value}", np.array(value, dtype=np.float32))

    def shape(self, *sizes: int) -> str:
        return self.constant("shape_" + "_".join(map(str, sizes)), np.array(sizes, dtype=np.int64))

    def weight(self, name: str) -> str:
        return self.constant(name, self._weights[name])

    def apply(self, operator: str, *inputs: str, **attributes: object) -> str:
        output = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def linear(self, x: str, name: str) -> str:
        """``x`` times int8 weights, each output with a scale of its own, plus the bias."""
        quantised, scales = _quantise(self._weights[f"{name}.weight"])
        weights = self.constant(f"{name}.weight.int8", quantised.T)
        small, scale_of_x, zero_of_x = self._quantise_while_running(x)
        zeros = self.constant(f"{name}.zero", np.zeros(len(scales), dtype=np.int8))
        product = self.apply("MatMulInteger", small, weights, zero_of_x, zeros)
        scale = self.apply("Mul", scale_of_x, self.constant(f"{name}.scale", scales[:, 0]))
        scaled = self.apply("Mul", self.apply("Cast", product, to=TensorProto.FLOAT), scale)
        return self.apply("Add", scaled, self.weight(f"{name}.bias"))

    def product(self, x: str, name: str) -> str:
        """``x`` times weights as they are (inputs × outputs), without a bias."""
        return self.apply("MatMul", x, self.weight(f"{name}.weight"))

    def look_up(self, name: str, ids: str) -> str:
        """The rows of an int8 table, each row with a scale of its own."""
        quantised, scales = _quantise(self._weights[name])
        rows = self.apply("Gather", self.constant(f"{name}.int8", quantised), ids)
        scale = self.apply("Gather", self.constant(f"{name}.scale", scales), ids)
        return self.apply("Mul", self.apply("Cast", rows, to=TensorProto.FLOAT), scale)

    def neighbours(self, x: str, length: int, before: int) -> str:
        """Each piece (second dimension of ``x``) beside those around it, and zeros beyond the ends
        → … × length · width, for :meth:`linear`. It is laid out in 8 bits, a quarter of the memory;
        scale and zero are those of ``x``, as none but its numbers and zeros are in it."""
        small, scale, zero = self._quantise_while_running(x)
        ends = self.shape(0, before, 0, 0, length - 1 - before, 0)
        padded = self.apply("Pad", small, ends, zero)
        shifted = [
            self.apply(
                "Slice",
                padded,
                self.shape(start),
                self.shape(start + 1 - length if start + 1 < length else _TO_THE_END),
                self.shape(1),
            )
            for start in range(length)
        ]
        around = self.apply("Concat", *shifted, axis=-1)
        self._small[around] = (around, scale, zero)
        return around

    def _quantise_while_running(self, x: str) -> tuple[str, str, str]:
        """``x`` in 8 bits, its scale and its zero; once where several weights meet the same x."""
        if x not in self._small:
            outputs = (f"{x}_small", f"{x}_scale", f"{x}_zero")
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], list(outputs)))
            self._small[x] = outputs
        return self._small[x]

    def layer_norm(self, x: str, name: str) -> str:
        return self.apply(
            "LayerNormalization",
            x,
            self.weight(f"{name}.weight"),
            self.weight(f"{name}.bias"),
            axis=-1,
            epsilon=LAYER_NORM_EPSILON,
        )

    def gelu(self, x: str) -> str:
        erf = self.apply("Erf", self.apply("Div", x, self.number(2**0.5)))
        return self.apply(
            "Mul",
            self.apply("Mul", x, self.apply("Add", erf, self.number(1.0))),
            self.number(0.5),
        )

    def unit_length(self, x: str) -> str:
        return self.apply("Div", x, self.apply("ReduceL2", x, axes=[1], keepdims=1))

    def model(
        self, name: str, inputs: Mapping[str, str], sentence: str, width: int
    ) -> onnx.ModelProto:
        """The whole graph. ``inputs``: name → what its second dimension counts (int64, messages ×
        that); it gives ``sentence`` (float32, messages × width)."""
        self.nodes.append(helper.make_node("Identity", [sentence], ["sentence"]))
        model = helper.make_model(
            helper.make_graph(
                self.nodes,
                name,
                [
                    helper.make_tensor_value_info(one, TensorProto.INT64, ["messages", counted])
                    for one, counted in inputs.items()
                ],
                [helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["messages", width])],
                list(self.constants.values()),
            ),
            opset_imports=[helper.make_opsetid("", OPSET)],
        )
        model.ir_version = 8
        onnx.checker.check_model(model)
        return model
