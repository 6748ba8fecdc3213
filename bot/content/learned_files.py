"""What training learned, kept as plain arrays: a dataclass → a file of arrays → the dataclass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar, get_type_hints

from bot.safety.detector.detector import Floats

T = TypeVar("T")


def arrays_of(learned: Any, prefix: str = "") -> dict[str, Any]:
    """The fields of a dataclass by name; ``prefix`` stands before each name."""
    return {prefix + field.name: getattr(learned, field.name) for field in fields(learned)}


def learned_from(arrays: Mapping[str, Any], kind: type[T], prefix: str = "") -> T:
    """Back from the arrays: what is typed as an array stays one, other lists become tuples.

    Raises:
        KeyError: if something is missing.
    """
    content: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        value = arrays[prefix + name]
        if hint != Floats:
            value = value.tolist()
        content[name] = tuple(value) if isinstance(value, list) else value
    return kind(**content)
