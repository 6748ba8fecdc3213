"""All files of content: what reads each, and which names in it stand for something elsewhere.

The check, the start, a server that takes up newer files, and the stamps of what is trained go by
this one list, so that no file is read by a patient's message first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.content import (
    context_files,
    guidance_files,
    pointing_files,
    subject_files,
    topic_facts,
    triage_topics,
    vocabulary,
)
from bot.content.context_files import context_knowledge
from bot.content.faq_files import Place
from bot.content.guidance_files import expectations, menu
from bot.content.language_files import load_languages, read_language_lines
from bot.content.languages import language_words
from bot.content.loaded import Folders, Loaded
from bot.content.pointing_files import pointing_words
from bot.content.red_flag_files import read_lines, red_flag_knowledge
from bot.content.red_flag_talk import safety_talk
from bot.content.topic_facts import FACTS_FILE
from bot.content.triage import triage_knowledge
from bot.content.triage_model import read_examples
from bot.content.unsupported_languages import load_unsupported
from bot.content.widget_words import read_urgent_words, read_widget_texts

# What a name stands for: a topic of the FAQ, a source of sources.yml, a kind of treatment of
# domain.yml, or a word in braces that is filled in.
Meant = Literal["topic", "source", "kind", "brace"]
Places = Callable[[Folders], Iterator[tuple[Place, str]]]


@dataclass(frozen=True)
class Part:
    """Some files of content that are read together.

    Attributes:
        files: patterns below bot/data, or with ``web/`` before them below bot/web.
        read: reads them of the folders in use; None where the rules of checker.py do.
        in_use: whether messages are read or answered with it; else it is only learned from, shown
            to staff, or sent to the widget.
        names: where which names stand that mean something in another file.
    """

    files: tuple[str, ...]
    read: Loaded[Any] | None = None
    in_use: bool = False
    names: tuple[tuple[Meant, Places], ...] = ()

    def paths(self, folders: Folders | None = None) -> list[Path]:
        """Its files as they lie there now."""
        folders = folders or Folders()
        found: set[Path] = set()
        for pattern in self.files:
            within, _, rest = pattern.partition("/")
            is_web = within == folders.web.name
            found.update(folders.web.glob(rest) if is_web else folders.data.glob(pattern))
        return sorted(found)


FAQ = Part(("faq/*.yml",))
CONVERSATION = Part(("conversation/*.yml",))
SOURCES = Part(("sources.yml",))
# Its topics are compared with the FAQ by the rules, too.
FOLLOW_UP_EXAMPLES = Part(("context/examples/*.tsv",))
VOCABULARY = Part(
    ("vocabulary/*.yml",),
    Loaded(lambda folders: vocabulary.read_patterns(folders.vocabulary)),
    names=(("kind", lambda folders: vocabulary.places_of_kinds(folders.vocabulary)),),
)
RED_FLAGS = Part(("red_flags/*.yml", "red_flags/*.txt"), red_flag_knowledge, in_use=True)
RED_FLAG_EXAMPLES = Part(
    ("red_flags/examples/*.tsv",),
    Loaded(lambda folders: read_lines(folders.red_flags / "examples")),
)
TALK = Part(("red_flags/talk.yml",), safety_talk, in_use=True)
TRIAGE = Part(
    ("triage/*.yml",),
    triage_knowledge,
    in_use=True,
    names=(("topic", lambda folders: triage_topics.places_of_topics(folders.triage)),),
)
TRIAGE_EXAMPLES = Part(
    ("triage/examples/*.tsv",),
    Loaded(lambda folders: read_examples(folders.triage / "examples", triage_knowledge())),
)
LANGUAGE_WORDS = Part(("languages/*/urgent.yml",), language_words, in_use=True)
LANGUAGES = Part(
    ("languages/*/red_flags.yml", "languages/english.yml"),
    Loaded(lambda folders: load_languages(red_flag_knowledge().symptoms, folders.languages)),
)
UNSUPPORTED_LANGUAGES = Part(
    ("languages/unsupported.yml",),
    Loaded(lambda folders: load_unsupported(red_flag_knowledge().symptoms, folders.languages)),
)
LANGUAGE_EXAMPLES = Part(
    ("languages/*/examples.tsv",),
    Loaded(lambda folders: read_language_lines(folders.languages)),
)
CONTEXT = Part(
    ("context/phrases.yml", "context/follow_ups.yml"),
    context_knowledge,
    in_use=True,
    names=(
        ("kind", lambda folders: context_files.places_of_kinds(folders.context)),
        ("kind", lambda folders: subject_files.places_of_kinds(_follow_ups(folders))),
        ("topic", lambda folders: subject_files.places_of_topics(_follow_ups(folders))),
    ),
)
EXPECTATIONS = Part(
    ("context/expectations.yml",),
    expectations,
    in_use=True,
    names=(
        ("topic", lambda folders: guidance_files.topics_of_expectations(folders.context)),
        ("kind", lambda folders: guidance_files.places_of_kinds(folders.context)),
        ("source", lambda folders: guidance_files.places_of_sources(folders.context)),
        ("brace", lambda folders: guidance_files.places_of_braces(folders.context)),
    ),
)
POINTING = Part(
    ("context/pointing.yml",),
    pointing_words,
    in_use=True,
    names=(
        ("topic", lambda folders: pointing_files.places_of_topics(folders.context)),
        ("source", lambda folders: pointing_files.places_of_sources(folders.context)),
    ),
)
MENU = Part(
    ("context/menu.yml",),
    menu,
    in_use=True,
    names=(("topic", lambda folders: guidance_files.topics_of_menu(folders.context)),),
)
FACTS = Part(
    ("facts.yml",),
    Loaded(lambda folders: topic_facts.read_facts(folders.data / FACTS_FILE.name)),
    names=(
        ("topic", lambda folders: topic_facts.places_of_topics(folders.data / FACTS_FILE.name)),
    ),
)
URGENT_WORDS = Part(
    ("web/urgent_words.yml",), Loaded(lambda folders: read_urgent_words(folders.web))
)
WIDGET_TEXTS = Part(("web/texts.yml",), Loaded(lambda folders: read_widget_texts(folders.web)))

CHECKED_BY_RULES = (FAQ, CONVERSATION, SOURCES, FOLLOW_UP_EXAMPLES, VOCABULARY)
PARTS = (
    *CHECKED_BY_RULES,
    LANGUAGE_WORDS,
    RED_FLAGS,
    RED_FLAG_EXAMPLES,
    TALK,
    TRIAGE,
    TRIAGE_EXAMPLES,
    LANGUAGES,
    UNSUPPORTED_LANGUAGES,
    LANGUAGE_EXAMPLES,
    CONTEXT,
    POINTING,
    EXPECTATIONS,
    MENU,
    FACTS,
    URGENT_WORDS,
    WIDGET_TEXTS,
)


def read_what_is_in_use() -> None:
    """Reads all that messages are read or answered with, of the content in use: nothing of it waits
    for the first message that needs it.

    Raises:
        DataError: with file, line and how to fix it.
    """
    for part in PARTS:
        if part.in_use and part.read is not None:
            part.read()


def _follow_ups(folders: Folders) -> Path:
    return folders.context / "follow_ups.yml"
