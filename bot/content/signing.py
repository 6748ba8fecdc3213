"""Signing answers: who of the clinic reviewed them, and when, written into their files."""

from __future__ import annotations

import datetime
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.content.faq_files import read_node, responses_of
from bot.settings.paths import FAQ_DIR


class UnknownTopicError(ValueError):
    """A topic that has no answer was to be signed; nothing was signed."""


def sign(
    topics: Sequence[str],
    by: str,
    today: datetime.date,
    settles_waiting: bool = False,
    folder: Path = FAQ_DIR,
) -> list[str]:
    """Sets ``reviewed`` and ``reviewed_by`` of all variants of the topics' answers, and what was
    signed (``signed_text``), so that an edit by hand ends the signature.

    Comments, quotes and line breaks of the files stay as they are. With ``settles_waiting`` the
    marks of what waits for a clinician are taken away. Returns the topics that still wait.

    Raises:
        UnknownTopicError: if a topic has no answer.
        ValueError: if ``by`` is empty.
    """
    if not by.strip():
        raise ValueError("Who signs? Give a name: --by NAME")
    signed = _fingerprints(sorted(folder.glob("*.yml")))
    unknown = set(topics) - {topic for _, topic in signed}
    if unknown:
        raise UnknownTopicError(
            f"There is no answer to {', '.join(sorted(unknown))}. Topics are named like "
            "skin/self_care; `python -m bot content review` lists them all."
        )
    waiting: list[str] = []
    # To load a file with its form takes fifty times as long as to read it.
    for path in dict.fromkeys(path for path, topic in signed if topic in topics):
        content = load_yaml(path)
        for topic, metadata in _answers(content):
            if topic not in topics:
                continue
            metadata["reviewed"] = DoubleQuotedScalarString(today.isoformat())
            _set_before_reviewed(metadata, "reviewed_by", by.strip())
            _set_before_reviewed(metadata, "signed_text", next(signed[path, topic]))
            if settles_waiting:
                metadata.pop("waiting", None)
                metadata.pop("waiting_for", None)
            elif metadata.get("waiting"):
                waiting.append(topic)
        save_yaml(path, content)
    return list(dict.fromkeys(waiting))


def _set_before_reviewed(metadata: Any, key: str, value: str) -> None:
    """The empty line behind an answer belongs to its last key: a new one stands above that."""
    quoted = DoubleQuotedScalarString(value)
    if key in metadata:
        metadata[key] = quoted
    else:
        metadata.insert(list(metadata).index("reviewed"), key, quoted)


def _fingerprints(files: Iterable[Path]) -> dict[tuple[Path, str], Iterator[str]]:
    """Of each topic's variants in the order of its file, what stands for their words."""
    found: dict[tuple[Path, str], list[str]] = defaultdict(list)
    for path in files:
        for answer in responses_of(path, read_node(path)):
            found[path, answer.name].append(answer.fingerprint)
    return {key: iter(values) for key, values in found.items()}


def _answers(content: Any) -> Iterator[tuple[str, Any]]:
    """Topic and metadata of every variant of every answer of a file."""
    for name, variants in (content.get("responses") or {}).items():
        for variant in variants:
            yield name.removeprefix("utter_"), variant["metadata"]


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000  # no line is broken anew
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def load_yaml(path: Path) -> Any:
    """A YAML file with its comments and its form, to be changed and saved again."""
    return _yaml().load(path.read_text(encoding="utf-8"))


def save_yaml(path: Path, content: Any) -> None:
    """Writes what was loaded; the file appears whole or not at all."""
    text = io.StringIO()
    _yaml().dump(content, text)
    draft = path.with_suffix(".yml.new")
    draft.write_text(text.getvalue(), encoding="utf-8")
    draft.replace(path)
