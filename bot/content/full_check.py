"""The check of all content: what patients are told, what is a red flag, and what is asked about.

In seconds, without a model. Everything is read anew: a long-running process must see the files of
now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.content.answer_rules import PLACEHOLDERS
from bot.content.checker import check_content
from bot.content.errors import DataError
from bot.content.faq_files import construct, pairs, read_answers, read_node
from bot.content.loaded import Content, Folders, using
from bot.content.registry import PARTS, Meant, Part
from bot.content.yaml_slips import Problem
from bot.settings.paths import DOMAIN_FILE, ROOT

_UNKNOWN: Mapping[Meant, tuple[str, str]] = {
    "topic": (
        "there is no topic {name}",
        "Write its id as it stands in bot/data/faq, or take it out here.",
    ),
    "source": ("there is no source {name}", "Add it to bot/data/sources.yml, or correct its key."),
    "kind": ("there is no kind of treatment {name}", "Known are: {known}."),
    "brace": ("there is no word {{{name}}}", "Known are: {known}."),
}


def slips_of_all_content(folders: Folders | None = None, domain: Path = DOMAIN_FILE) -> list[str]:
    """Each slip with file, line and how to fix it; of each list that cannot be read, the first."""
    folders = folders or Folders()
    slips = [*map(str, check_content(folders.data, domain)), *slips_of_lists(folders, domain)]
    return list(dict.fromkeys(slips))


def slips_of_lists(
    folders: Folders | None = None, domain: Path = DOMAIN_FILE, parts: Iterable[Part] = PARTS
) -> Iterator[str]:
    """The first slip of each part that is read by a loader; of those without one, each name that
    means nothing.

    Where a part cannot be read, nothing that needs it is looked at.
    """
    content = Content(folders)
    known = _known(content.folders, domain)
    said: set[str] = set()
    with using(content):
        for part in parts:
            try:
                if part.read is not None:
                    part.read()
            except DataError as problem:
                # What needs a part says again what is wrong with that.
                if str(problem) not in said:
                    said.add(str(problem))
                    yield _said(problem)
            else:
                yield from map(str, _unknown_names(part, content.folders, known))


def _unknown_names(
    part: Part, folders: Folders, known: Mapping[Meant, Collection[str]]
) -> Iterator[Problem]:
    for meant, places in part.names:
        if meant not in known:
            continue
        what, help_text = _UNKNOWN[meant]
        for place, name in places(folders):
            if name not in known[meant]:
                names = {"name": name, "known": ", ".join(sorted(known[meant]))}
                yield Problem(place, what.format(**names), help_text.format(**names))


def _known(folders: Folders, domain: Path) -> dict[Meant, Collection[str]]:
    """The names that there are; of a file that cannot be read none, so that nothing is compared."""
    known: dict[Meant, Collection[str]] = {"brace": PLACEHOLDERS}
    try:
        known["topic"] = {answer.name for answer in read_answers(folders.faq)}
        known["source"] = {key for key, _ in pairs(read_node(folders.data / "sources.yml"))}
        declared: Any = construct(read_node(domain))
        known["kind"] = set(declared["slots"]["treatment_type"]["values"])
    except (yaml.YAMLError, OSError, UnicodeDecodeError, LookupError, TypeError):
        pass  # the rules for these files have said what is wrong
    return known


def _said(problem: DataError) -> str:
    """Its files are named from the project's folder, as those of other slips."""
    return str(problem).replace(f"{ROOT}/", "")
