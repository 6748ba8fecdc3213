"""The answers and fixed responses as their files have them now: checked, and said without training.

A model holds the answers of the day it was trained. What it understands needs training; what is
said is read from the files, so that a changed answer is live within seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.checked import problems_of_content
from bot.content.faq_files import Place, compose, construct, pairs, value_of
from bot.content.response_book import Message, Responses
from bot.content.sources import SOURCES_FILE
from bot.content.yaml_slips import Problem
from bot.settings.paths import DOMAIN_FILE, FAQ_DIR

FileState = tuple[tuple[str, int, int], ...]
_BRACES = re.compile(r"\{(\w+)\}")


class UncheckedError(ValueError):
    """What is said cannot be taken from the files; ``problems`` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def files(self) -> list[str]:
        """The names of the files that have a problem."""
        return sorted({problem.place.path.name for problem in self.problems})


@dataclass(frozen=True)
class LiveResponses:
    """What patients are told: all responses by name, and of these the fixed ones."""

    responses: Responses
    fixed: Responses


def state_of_files(
    faq: Path = FAQ_DIR, others: tuple[Path, ...] = (DOMAIN_FILE, SOURCES_FILE)
) -> FileState:
    """Name, time and size of each file; another value means that something was saved."""
    found = []
    for path in sorted([*faq.glob("*.yml"), *others]):
        try:
            status = path.stat()
        except FileNotFoundError:  # just being replaced
            continue
        found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


def checked_responses(
    of_model: Responses, faq: Path = FAQ_DIR, domain: Path = DOMAIN_FILE
) -> LiveResponses:
    """What the files say. Topics that the model answers and the files no longer have stay as the
    model has them, until the next training.

    Raises:
        UncheckedError: where a file is ill-formed or its content not in order.
    """
    problems = problems_of_content(faq.parent, domain)
    if problems:
        raise UncheckedError(problems)
    fixed = _responses_of(domain)
    problems = list(_fixed_problems(fixed, of_model, domain))
    if problems:
        raise UncheckedError(problems)
    answers = {k: v for path in sorted(faq.glob("*.yml")) for k, v in _responses_of(path).items()}
    return LiveResponses({**of_model, **fixed, **answers}, fixed)


def fixed_responses() -> Responses:
    """The responses of domain.yml as the file has them now."""
    return _responses_of(DOMAIN_FILE)


def _responses_of(path: Path) -> dict[str, list[Message]]:
    node = compose(path.read_text(encoding="utf-8"))
    content: dict[str, list[Message]] = construct(value_of(node, "responses")) or {}
    return content


def _shape(variants: list[Message]) -> list[Message]:
    return [{key: value for key, value in one.items() if key != "text"} for one in variants]


def _fixed_problems(fixed: Responses, of_model: Responses, domain: Path) -> Iterator[Problem]:
    """Only words of a fixed response may change while the assistant runs: its buttons and metadata
    (how urgent it is, which numbers it shows) are what code and rules rely on."""
    lines = _lines_of_responses(domain)
    for name, variants in fixed.items():
        place = Place(domain, lines[name])
        before = of_model.get(name)
        if before is None or _shape(list(before)) != _shape(list(variants)):
            yield Problem(
                place,
                f"{name} is new, or more of it than its words has changed",
                "Such a change goes live by training: python -m bot train",
            )
            continue
        for old, new in zip(before, variants, strict=True):
            if not str(new.get("text") or "").strip():
                yield Problem(place, f"{name}: there is no text", "Write it after `- text:`.")
            if _words(new) != _words(old):
                yield Problem(
                    place,
                    f"{name}: the words in braces have changed",
                    f"They stay as they were: {', '.join(sorted(_words(old))) or 'none'}.",
                )


def _words(variant: Message) -> set[str]:
    return set(_BRACES.findall(str(variant.get("text") or "")))


def _lines_of_responses(domain: Path) -> dict[str, int]:
    node = value_of(compose(domain.read_text(encoding="utf-8")), "responses")
    return {name: variants.start_mark.line for name, variants in pairs(node)}
