"""unsupported.yml of bot/data/languages → what tells the languages that nobody is answered in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from bot.content.entries import ENTRIES, MAPPING, TEXT, TEXTS, Schema, placed, read_checked
from bot.content.language_files import LanguageDataError
from bot.content.red_flag_schemas import refuse_no_symptom
from bot.safety.languages.knowledge import LanguageKnowledge
from bot.safety.languages.phrases import Expression, united
from bot.safety.languages.plain import plain
from bot.safety.languages.unsupported import UnsupportedLanguage
from bot.settings.paths import LANGUAGES_DIR

FILE = "unsupported.yml"
_LANGUAGE = Schema(
    {
        "language": TEXT,
        "english_name": TEXT,
        "scripts": TEXTS,
        "fever_words": TEXTS,
        "symptoms": MAPPING,
    },
    {"letters": TEXT, "words": TEXT},
)
_DEGREES = ["(°|º|c|grade|grad*|fok|stup*|aste*|βαθμ*|градус*)"]
# Stands where nothing is to be found.
_NOTHING = Expression(r"(?!)")


def load_unsupported(
    symptoms: Collection[str], folder: Path = LANGUAGES_DIR
) -> list[UnsupportedLanguage]:
    """Reads the languages that nobody is answered in.

    Args:
        symptoms: names of the symptoms that there are.
        folder: that of the languages.

    Raises:
        LanguageDataError: if the file cannot be used, with file, line and what should be there.
    """
    file = folder / FILE
    content = read_checked(
        file, lambda content: ENTRIES.check("the file", content, 1), LanguageDataError
    )
    with placed(file, LanguageDataError):
        return list(_languages(content, symptoms))


def _languages(content: Any, symptoms: Collection[str]) -> Iterator[UnsupportedLanguage]:
    for entry, line in zip(content, content.lines, strict=True):
        _LANGUAGE.check(entry, line)
        own = entry["symptoms"]
        refuse_no_symptom(own, symptoms, entry.lines["symptoms"])
        knowledge = LanguageKnowledge(
            code=str(entry["language"]),
            is_spaced=True,
            symptoms={str(name): _expression(phrases) for name, phrases in own.items()},
            fever_words=_expression(entry["fever_words"]),
            degrees=united(_DEGREES, spaced=False) or _NOTHING,
            is_known_to_encoder=False,
        )
        yield UnsupportedLanguage(
            knowledge,
            letters=frozenset(str(entry.get("letters") or "")),
            words=frozenset(plain(str(entry.get("words") or "")).split()),
            scripts=frozenset(map(str, entry["scripts"])),
        )


def _expression(phrases: Any) -> Expression:
    found = united(map(str, phrases), spaced=True)
    if found is None:
        return _NOTHING
    found.check()
    return found
