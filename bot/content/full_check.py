"""The check of all content: what patients are told, what is a red flag, and what is asked about.

In seconds, without a model. Everything is read anew: a long-running process must see the files of
now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from bot.content.checker import check_content
from bot.content.errors import DataError
from bot.content.language_files import load_languages
from bot.content.languages import load_language_words
from bot.content.red_flag_files import load_knowledge, read_lines
from bot.content.red_flag_talk import load_safety_talk
from bot.content.triage import load_triage
from bot.content.triage_model import read_examples
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.settings.paths import DATA_DIR, DOMAIN_FILE, LANGUAGES_DIR, RED_FLAG_DIR, ROOT, TRIAGE_DIR


def slips_of_all_content(data: Path = DATA_DIR, domain: Path = DOMAIN_FILE) -> list[str]:
    """Each slip with file, line and how to mend it; of each list that cannot be read, the first."""
    return [*map(str, check_content(data, domain)), *slips_of_lists(data)]


def slips_of_lists(data: Path = DATA_DIR) -> Iterator[str]:
    """The first slip of the red-flag lists, of their talk, of the triage and of the languages.

    Where the red-flag lists cannot be read, nothing that names their symptoms is looked at.
    """
    red_flags, languages = data / RED_FLAG_DIR.name, data / LANGUAGES_DIR.name
    yield from _slip(lambda: read_lines(red_flags / "examples"))
    yield from _slip(lambda: load_language_words(languages))
    try:
        knowledge = load_knowledge(red_flags)
    except DataError as problem:
        yield _said(problem)
        return
    yield from _slip(lambda: load_safety_talk(knowledge, red_flags))
    yield from _slip(lambda: _read_triage(data / TRIAGE_DIR.name, knowledge))
    yield from _slip(lambda: load_languages(knowledge.symptoms, languages))


def _read_triage(folder: Path, red_flags: RedFlagKnowledge) -> None:
    read_examples(folder / "examples", load_triage(folder, red_flags))


def _slip(read: Callable[[], object]) -> Iterator[str]:
    try:
        read()
    except DataError as problem:
        yield _said(problem)


def _said(problem: DataError) -> str:
    """Its files are named from the project's folder, as those of other slips."""
    return str(problem).replace(f"{ROOT}/", "")
