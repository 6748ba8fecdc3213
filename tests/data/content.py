"""The content of bot/data, each piece with the file and line where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.content.faq_files import (
    Example,
    Response,
    examples_of,
    read_answers,
    read_node,
    responses_of,
)
from bot.settings.paths import CONVERSATION_DIR, DOMAIN_FILE, FAQ_DIR


def content_files() -> list[Path]:
    """All files of the FAQ, and of small talk and rules."""
    return sorted([*FAQ_DIR.glob("*.yml"), *CONVERSATION_DIR.glob("*.yml")])


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """All example questions, in the order of the files."""
    return tuple(e for path in content_files() for e in examples_of(path, read_node(path)))


@lru_cache(maxsize=1)
def answer_variants() -> tuple[Response, ...]:
    """All answers, the general ones and those for one kind of treatment, in the order of files."""
    return tuple(read_answers())


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


@lru_cache(maxsize=1)
def fixed_responses() -> tuple[Response, ...]:
    """The responses of domain.yml."""
    return tuple(responses_of(DOMAIN_FILE, read_node(DOMAIN_FILE)))


def _topics() -> tuple[str, ...]:
    """Every topic that has examples or an answer, in the order of the files."""
    labels = [example.label for example in examples() if "/" in example.label]
    return tuple(dict.fromkeys([*labels, *(answer.name for answer in answer_variants())]))


TOPICS = _topics()
# What the assistant was ordered to know; there may be more topics, not fewer.
AGREED_TOPICS = frozenset(
    Path(__file__).with_name("agreed_topics.txt").read_text(encoding="utf-8").split()
)
