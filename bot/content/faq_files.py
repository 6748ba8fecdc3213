"""The files of the FAQ and of small talk, piece by piece, each with the file and line it stands at.

Read from YAML nodes and not through Rasa, so that a slip is found in seconds and named by its line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.settings.paths import DOMAIN_FILE, FAQ_DIR, ROOT

# The loader in C, where there is one, takes a tenth of the time.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    path: Path
    line: int

    def __str__(self) -> str:
        path = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{path}, line {self.line}"


@dataclass(frozen=True)
class Example:
    """One example question. ``label``: full retrieval intent, or plain intent."""

    label: str
    text: str
    place: Place


@dataclass(frozen=True)
class Response:
    """One variant of a response. ``name``: without ``utter_``; of an answer, its topic.

    ``treatment_type``: the value of that slot for which the variant is; None for the general one.
    ``other_conditions``: conditions on anything else, which nothing here can meet.
    """

    name: str
    text: str
    buttons: Sequence[Mapping[str, str]]
    metadata: Mapping[str, Any]
    place: Place
    treatment_type: str | None = None
    other_conditions: Sequence[Mapping[str, Any]] = field(default=())

    @property
    def is_general(self) -> bool:
        """Whether it is for everybody whose treatment has no variant of its own."""
        return self.treatment_type is None and not self.other_conditions

    @property
    def is_signed(self) -> bool:
        """Whether somebody of the clinic has put a name to it (``content sign``) as it is now."""
        return bool(self.metadata.get("reviewed_by")) and not self.is_changed_since_signed

    @property
    def is_changed_since_signed(self) -> bool:
        """Whether who signed it had another text before the eyes."""
        is_named = bool(self.metadata.get("reviewed_by"))
        return is_named and self.metadata.get("signed_text") != self.fingerprint

    @property
    def fingerprint(self) -> str:
        """A short name of what who signs reads: the words, the sources, and for whom they are.
        Spaces and line breaks within them mean nothing."""
        sources = [str(key) for key in self.metadata.get("sources") or ()]
        read = [" ".join(self.text.split()), sources, self.treatment_type]
        return hashlib.sha256(json.dumps(read).encode()).hexdigest()[:16]


def read_node(path: Path) -> yaml.Node | None:
    """A file as a YAML node; None for an empty one. Raises yaml.MarkedYAMLError."""
    return compose(path.read_text(encoding="utf-8"))


def compose(text: str) -> yaml.Node | None:
    """A YAML text as a node. Raises yaml.MarkedYAMLError."""
    return yaml.compose(text, Loader=_Loader)


def examples_of(path: Path, node: yaml.Node | None) -> Iterator[Example]:
    """The examples of one file."""
    for label, block in example_blocks(node):
        first_line = block.start_mark.line + 2
        for number, line in enumerate(str(block.value).splitlines()):
            text = line.strip().removeprefix("- ").strip()
            if text:
                yield Example(label, text, Place(path, first_line + number))


def example_blocks(node: yaml.Node | None) -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Intent and block of examples, in the order of the file; rules and stories are left out."""
    for item in _items(value_of(node, "nlu")):
        intent, block = value_of(item, "intent"), value_of(item, "examples")
        if isinstance(intent, yaml.ScalarNode) and isinstance(block, yaml.ScalarNode):
            yield intent.value, block


def responses_of(path: Path, node: yaml.Node | None) -> Iterator[Response]:
    """The responses of one file, all variants."""
    group = value_of(node, "responses")
    for name, variants in pairs(group):
        for variant in _items(variants):
            content = construct(variant)
            if not isinstance(content, dict):
                continue
            conditions = content.get("condition") or []
            mine = [c for c in conditions if c.get("name") == "treatment_type"]
            yield Response(
                name.removeprefix("utter_"),
                str(content.get("text", "")),
                tuple(content.get("buttons", ())),
                content.get("metadata") or {},
                Place(path, variant.start_mark.line + 1),
                str(mine[0]["value"]) if mine else None,
                tuple(c for c in conditions if c not in mine[:1]),
            )


def pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    """Keys and values of a mapping node; none of any other node."""
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), value) for key, value in node.value)


def value_of(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """The node under a key; None where there is no such key."""
    return next((value for name, value in pairs(node) if name == key), None)


def construct(node: yaml.Node | None) -> Any:
    """What a node says, as plain Python values."""
    return None if node is None else yaml.SafeLoader("").construct_document(node)


def _items(node: yaml.Node | None) -> Sequence[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else ()


def read_answers(folder: Path = FAQ_DIR) -> list[Response]:
    """All answers, the general ones and those for one kind of treatment, in the order of files.

    Raises:
        yaml.MarkedYAMLError: if a file is not valid YAML.
    """
    return [r for path in sorted(folder.glob("*.yml")) for r in responses_of(path, read_node(path))]


def unsigned_topics(answers: Sequence[Response]) -> list[str]:
    """Topics with an answer, or a variant of it, that nobody of the clinic has signed."""
    return list(dict.fromkeys(answer.name for answer in answers if not answer.is_signed))


def changed_since_signed(answers: Sequence[Response]) -> list[str]:
    """Topics with an answer that was changed after somebody had signed it."""
    return list(dict.fromkeys(one.name for one in answers if one.is_changed_since_signed))


def button_titles() -> set[str]:
    """What stands on the buttons of the fixed responses, such as "None of these": no question."""
    fixed = list(responses_of(DOMAIN_FILE, read_node(DOMAIN_FILE)))
    titles = {str(button["title"]) for response in fixed for button in response.buttons}
    return titles | {str(r.metadata["last_button"]) for r in fixed if "last_button" in r.metadata}
