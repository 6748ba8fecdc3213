"""The content of bot/data, each piece with the file and line where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.settings.paths import CONVERSATION_DIR, DOMAIN_FILE, FAQ_DIR, ROOT


@dataclass(frozen=True)
class Example:
    """One example question. ``label``: full retrieval intent, or plain intent."""

    label: str
    text: str
    place: str


@dataclass(frozen=True)
class Response:
    """One variant of a response. ``name``: without ``utter_``.

    ``treatment_type``: the value of that slot for which the variant is; None for the general one.
    """

    name: str
    text: str
    buttons: tuple[Mapping[str, str], ...]
    metadata: Mapping[str, Any]
    place: str
    treatment_type: str | None = None


def content_files() -> list[Path]:
    """All files of the FAQ and of small talk and rules."""
    return sorted([*FAQ_DIR.glob("*.yml"), *CONVERSATION_DIR.glob("*.yml")])


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """All example questions, in the order of the files."""
    return tuple(example for path in content_files() for example in examples_of(path))


@lru_cache(maxsize=1)
def answer_variants() -> tuple[Response, ...]:
    """All answers, the general ones and those for one kind of treatment, in the order of files."""
    return tuple(
        response for path in sorted(FAQ_DIR.glob("*.yml")) for response in responses_of(path)
    )


@lru_cache(maxsize=1)
def answers() -> Mapping[str, Response]:
    """The general answer of every topic; a topic with two of them is a mistake of its own."""
    found: dict[str, Response] = {}
    for response in answer_variants():
        if response.treatment_type is not None:
            continue
        if response.name in found:
            raise AssertionError(f"{response.place}: {response.name} has a second answer.")
        found[response.name] = response
    return found


def _topics() -> tuple[str, ...]:
    """Every topic that has examples or an answer, in the order of the files."""
    labels = [example.label for example in examples() if "/" in example.label]
    return tuple(dict.fromkeys([*labels, *(answer.name for answer in answer_variants())]))


@lru_cache(maxsize=1)
def fixed_responses() -> tuple[Response, ...]:
    """The responses of domain.yml."""
    return tuple(responses_of(DOMAIN_FILE))


def examples_of(path: Path) -> Iterator[Example]:
    """The examples of one file with their lines."""
    for item in _entry(_document(path), "nlu"):
        block = _value(item, "examples")
        if block is None:
            continue
        first_line = block.start_mark.line + 2
        for number, line in enumerate(block.value.splitlines()):
            text = line.strip().removeprefix("- ").strip()
            if text:
                yield Example(_value(item, "intent").value, text, _place(path, first_line + number))


def responses_of(path: Path) -> Iterator[Response]:
    """The responses of one file with their lines."""
    group = _value(_document(path), "responses")
    for name, variants in group.value if group is not None else ():
        for variant in variants.value:
            content: dict[str, Any] = yaml.SafeLoader("").construct_document(variant)
            yield Response(
                name.value.removeprefix("utter_"),
                content.get("text", ""),
                tuple(content.get("buttons", ())),
                content.get("metadata", {}),
                _place(path, variant.start_mark.line + 1),
                _treatment_type(content.get("condition", [])),
            )


def _treatment_type(conditions: Sequence[Mapping[str, str]]) -> str | None:
    """Only the slot ``treatment_type`` may decide between the variants of an answer."""
    if not conditions:
        return None
    (condition,) = conditions
    assert condition.keys() == {"type", "name", "value"}, condition
    assert (condition["type"], condition["name"]) == ("slot", "treatment_type"), condition
    return condition["value"]


def _document(path: Path) -> Any:
    return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)


def _value(mapping: Any, key: str) -> Any:
    """The node under a key; None where there is no such key."""
    return next((value for name, value in mapping.value if name.value == key), None)


def _entry(mapping: Any, key: str) -> Any:
    node = _value(mapping, key)
    return node.value if node is not None else ()


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}, line {line}"


TOPICS = _topics()
# What the assistant was ordered to know; there may be more topics, not fewer.
AGREED_TOPICS = frozenset(
    Path(__file__).with_name("agreed_topics.txt").read_text(encoding="utf-8").split()
)
