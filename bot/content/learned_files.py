"""What training learned, kept as plain arrays: a dataclass → a file of arrays → the dataclass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_type_hints

from bot.safety.detector.detector import Floats

T = TypeVar("T")


def arrays_of(learned: Any, prefix: str = "") -> dict[str, Any]:
    """The fields of a dataclass by name, those of a dataclass in it as ``outer.inner``."""
    arrays: dict[str, Any] = {}
    for field in fields(learned):
        value = getattr(learned, field.name)
        name = prefix + field.name
        arrays.update(arrays_of(value, f"{name}.") if is_dataclass(value) else {name: value})
    return arrays


def learned_from(arrays: Mapping[str, Any], kind: type[T], prefix: str = "") -> T:
    """Back from the arrays: what is typed as an array stays one, other lists become tuples.

    Raises:
        KeyError: if something is missing.
    """
    content: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        if isinstance(hint, type) and is_dataclass(hint):
            content[name] = learned_from(arrays, hint, f"{prefix}{name}.")
            continue
        value = arrays[prefix + name]
        if hint != Floats:
            value = value.tolist()
        content[name] = tuple(value) if isinstance(value, list) else value
    return kind(**content)
