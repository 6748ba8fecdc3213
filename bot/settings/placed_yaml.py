"""YAML read quickly, with the line of each entry: for files whose errors must name a line.

libyaml reads; the words are those of YAML 1.2, in which "yes", "no", "on" and 12:30 are texts.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml


class PlacedList(list[Any]):
    """A list whose entries know their lines.

    ``line``: its own, ``lines``: those of the entries, from 1.
    """

    line: int = 1
    lines: tuple[int, ...] = ()


class PlacedDict(dict[str, Any]):
    """A mapping whose keys know their lines; see :class:`PlacedList`."""

    line: int = 1
    lines: dict[Hashable, int]


class _Loader(yaml.CSafeLoader):
    """libyaml with the plain values of YAML 1.2."""


_KEPT = ("null", "merge", "timestamp")
_Loader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0].rpartition(":")[2] in _KEPT]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_SIGNS_OF_NUMBERS = list("-+.0123456789")
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$", re.I), list("tTfF")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?\d+$"), _SIGNS_OF_NUMBERS)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:\.\d+|\d+\.\d*)(?:[eE][-+]?\d+)?$|^[-+]?\d+[eE][-+]?\d+$"),
    _SIGNS_OF_NUMBERS,
)


def _whole_number(loader: _Loader, node: yaml.ScalarNode) -> int:
    """ "010" is ten."""
    return int(loader.construct_scalar(node))


def _list(loader: _Loader, node: yaml.SequenceNode) -> PlacedList:
    placed = PlacedList(loader.construct_object(entry, deep=True) for entry in node.value)
    placed.line = node.start_mark.line + 1
    placed.lines = tuple(entry.start_mark.line + 1 for entry in node.value)
    return placed


def _mapping(loader: _Loader, node: yaml.MappingNode) -> PlacedDict:
    loader.flatten_mapping(node)
    placed = PlacedDict()
    placed.line = node.start_mark.line + 1
    placed.lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in placed:
            raise yaml.constructor.ConstructorError(
                None, None, f'the key "{key}" stands twice', key_node.start_mark
            )
        placed[key] = loader.construct_object(value_node, deep=True)
        placed.lines[key] = key_node.start_mark.line + 1
    return placed


_Loader.add_constructor("tag:yaml.org,2002:int", _whole_number)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG, _list)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_placed(text: str) -> Any:
    """YAML → mappings and lists that know their lines, texts and numbers.

    Raises:
        yaml.MarkedYAMLError: if it is not YAML, or a key stands twice; the mark says where.
    """
    return yaml.load(text, Loader=_Loader)
