"""The files of bot/data/languages: read, checked, and turned into what the safety layer knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.content.entries import MAPPING, placed, read_checked
from bot.content.errors import DataError
from bot.content.language_schemas import (
    ANSWERS,
    BESIDE_REMARKS,
    ENGLISH,
    KEYS,
    REMARKS,
    REQUIRED,
    check_language,
)
from bot.content.red_flag_files import lines_of
from bot.safety.detector.lines import Line
from bot.safety.languages.knowledge import (
    Cues,
    LanguageKnowledge,
    Remark,
    RemarkWords,
    Stools,
)
from bot.safety.languages.phrases import Expression, united
from bot.settings.paths import LANGUAGES_DIR
from bot.settings.placed_yaml import load_placed

if TYPE_CHECKING:
    from bot.safety.languages.training import ForeignLine

RED_FLAGS_FILE, EXAMPLES_FILE, ENGLISH_FILE = "red_flags.yml", "examples.tsv", "english.yml"
# Stands for the number in a phrase of `stools`.
_NUMBER = "#"
# Words of every language in english.yml, by the group and the key that they are added to.
_OF_ALL_LANGUAGES = (("cues", "laughing"), ("cues", "now"), ("remarks", "polite"))
# Symptoms that english.yml lists for every language.
_LISTS_OF_SYMPTOMS = ("slight_counts", "slight_asked", "joked_about")


class LanguageDataError(DataError):
    """A file of bot/data/languages is wrong; says where and what should be there."""


@dataclass(frozen=True)
class LanguageBook:
    """All languages by code, and the scripts of those that have their own; English words that
    answers of other languages may look like, and everyday English words."""

    languages: Mapping[str, LanguageKnowledge]
    scripts: Mapping[str, tuple[str, ...]]
    short_english: frozenset[str]
    everyday_english: frozenset[str]

    @property
    def everyday_words(self) -> dict[str, frozenset[str]]:
        """Of each language but English."""
        return {code: frozenset(one.everyday_words) for code, one in self.languages.items()}


def language_folders(folder: Path = LANGUAGES_DIR) -> list[Path]:
    """The folder of each language."""
    return sorted(path for path in folder.iterdir() if (path / RED_FLAGS_FILE).exists())


def load_languages(
    symptoms: Collection[str], folder: Path = LANGUAGES_DIR, checked: bool = True
) -> LanguageBook:
    """Reads what counts as a red flag in each language.

    Args:
        symptoms: names of the symptoms that there are.
        folder: with a folder for each language.
        checked: whether each phrase is tried, which takes a second.

    Raises:
        LanguageDataError: if a file cannot be used, with file, line and what should be there.
    """
    languages, scripts = {}, {}
    english = load_yaml(folder / ENGLISH_FILE)
    with placed(folder / ENGLISH_FILE, LanguageDataError):
        ENGLISH.check(english, 1)
    of_all = _lists_of_symptoms(english, symptoms, folder / ENGLISH_FILE)
    for path in language_folders(folder):
        content = _with_those_of_all(_checked(path / RED_FLAGS_FILE), english)
        one = _knowledge(content, path, symptoms, checked)
        languages[path.name] = replace(
            one,
            slight_counts=of_all["slight_counts"],
            slight_asked=of_all["slight_asked"],
            joked_about=of_all["joked_about"],
        )
        if content["scripts"]:
            scripts[path.name] = tuple(str(script) for script in content["scripts"])
    return LanguageBook(
        languages,
        scripts,
        short_english=frozenset(map(str, english["short_words"])),
        everyday_english=frozenset(str(english["everyday_words"]).split()),
    )


def read_foreign_lines() -> list[ForeignLine]:
    """The example lines of all languages, for training."""
    from bot.safety.languages.training import ForeignLine  # noqa: PLC0415 - brings scikit-learn

    return [ForeignLine(line, line.writer) for line in read_language_lines()]


def read_language_lines(folder: Path = LANGUAGES_DIR) -> list[Line]:
    """The example lines of all languages; of each, the writer is the language's code.

    Raises:
        LanguageDataError: if a line is not written so.
    """
    return [
        line
        for path in language_folders(folder)
        for line in lines_of(path / EXAMPLES_FILE, path.name, LanguageDataError)
    ]


def load_yaml(file: Path) -> dict[str, Any]:
    """A YAML mapping. Raises LanguageDataError."""
    content: dict[str, Any] = read_checked(
        file, lambda content: MAPPING.check("the file", content, 1), LanguageDataError
    )
    return content


def line_of(file: Path, *keys: str | int) -> int:
    """The line of an entry of a YAML file, for an error about it."""
    content: Any = load_placed(file.read_text(encoding="utf-8"))
    line = 1
    for key in keys:
        is_mapping = isinstance(content, dict)
        if is_mapping and key not in content:
            return line
        line = content.lines[key]
        content = content[key]
    return line


def require(content: dict[str, Any], keys: Iterable[str], file: Path, *under: str) -> None:
    """Raises LanguageDataError unless the mapping ``under`` some keys of a file has all keys."""
    missing = [key for key in keys if content.get(key) is None]
    if missing:
        raise LanguageDataError(
            f"{file}, line {line_of(file, *under)}: add “{missing[0]}: …” to "
            f"{'.'.join(under) or 'the file'}"
        )


def _checked(file: Path) -> dict[str, Any]:
    """What counts in a language, in which no name is missing or unknown."""
    content = load_yaml(file)
    require(content, KEYS, file)
    for group, keys in REQUIRED.items():
        require(content[group], keys, file, group)
    with placed(file, LanguageDataError):
        check_language(content)
    return content


def _with_those_of_all(content: dict[str, Any], english: dict[str, Any]) -> dict[str, Any]:
    """What counts in a language, with the phrases that hold in every one."""
    united = dict(content)
    for group, key in _OF_ALL_LANGUAGES:
        own = united[group]
        united[group] = {**own, key: [*own.get(key, ()), *english.get(key, ())]}
    return united


def _knowledge(
    content: dict[str, Any], path: Path, symptoms: Collection[str], checked: bool
) -> LanguageKnowledge:
    file, spaced = path / RED_FLAGS_FILE, content["spaced"]
    unknown = [name for name in content["symptoms"] if name not in symptoms]
    if unknown:
        raise LanguageDataError(
            f"{file}, line {line_of(file, 'symptoms', unknown[0])}: “{unknown[0]}” is no symptom "
            "of bot/data/red_flags"
        )
    phrases = _Phrases(content, file, spaced, checked)
    return LanguageKnowledge(
        code=path.name,
        is_spaced=spaced,
        symptoms={name: phrases.required("symptoms", name) for name in content["symptoms"]},
        fever_words=phrases.required("temperature", "words"),
        degrees=replace(phrases, spaced=False).required("temperature", "degrees"),
        cues=Cues(**{f.name: phrases.optional("cues", f.name) for f in fields(Cues)}),
        answers={one: phrases.required("answers", one) for one in ANSWERS},
        remarks=_remarks(phrases),
        stools=Stools(
            phrases.counted("few"), phrases.counted("many"), phrases.optional("stools", "named")
        ),
        everyday_words=tuple(str(content.get("words") or "").split()),
        is_known_to_encoder=content.get("known_to_encoder", True),
    )


def _lists_of_symptoms(
    english: dict[str, Any], symptoms: Collection[str], file: Path
) -> dict[str, frozenset[str]]:
    """The lists of symptoms that hold for every language."""
    found = {}
    for key in _LISTS_OF_SYMPTOMS:
        names = [str(name) for name in english.get(key) or ()]
        for index, name in enumerate(names):
            if name not in symptoms:
                raise LanguageDataError(
                    f"{file}, line {line_of(file, key, index)}: “{name}” is no symptom of "
                    "bot/data/red_flags"
                )
        found[key] = frozenset(names)
    return found


def _remarks(phrases: _Phrases) -> dict[Remark | RemarkWords, Expression]:
    remarks: dict[Remark | RemarkWords, Expression] = {
        one: phrases.required("remarks", one) for one in REMARKS
    }
    for key in BESIDE_REMARKS:
        expression = phrases.optional("remarks", key)
        if expression is not None:
            remarks[key] = expression
    return remarks


@dataclass(frozen=True)
class _Phrases:
    """The lists of phrases of a file as expressions; errors name file and line."""

    content: dict[str, Any]
    file: Path
    spaced: bool
    checked: bool

    def required(self, group: str, key: str) -> Expression:
        """The expression of a list that must not be empty."""
        expression = self.optional(group, key)
        if expression is None:
            line = line_of(self.file, group, key)
            raise LanguageDataError(f"{self.file}, line {line}: “{key}” needs a phrase")
        return expression

    def optional(self, group: str, key: str) -> Expression | None:
        """The expression of a list, None if it is empty."""
        return self._united(self.content[group].get(key) or [], group, key)

    def counted(self, number: str) -> Expression:
        """The phrases of `stools` with the numbers of "few" or "many" in them."""
        numbers = f"({self.content['stools'][number]})"
        for index, phrase in enumerate(self.content["stools"]["phrases"]):
            if _NUMBER not in str(phrase):
                line = line_of(self.file, "stools", "phrases", index)
                raise LanguageDataError(
                    f"{self.file}, line {line}: “{phrase}” needs a “{_NUMBER}” where the number is"
                )
        phrases = [str(p).replace(_NUMBER, numbers) for p in self.content["stools"]["phrases"]]
        expression = self._united(phrases, "stools", "phrases")
        if expression is None:
            line = line_of(self.file, "stools", "phrases")
            raise LanguageDataError(f"{self.file}, line {line}: “phrases” needs a phrase")
        return expression

    def _united(self, listed: Iterable[Any], group: str, key: str) -> Expression | None:
        phrases = [str(phrase) for phrase in listed]
        expression = united(phrases, self.spaced)
        if expression is None or not self.checked:
            return expression
        try:
            expression.check()
        except re.error:
            for index, phrase in enumerate(phrases):
                self._check(phrase, group, key, index)
            raise
        return expression

    def _check(self, phrase: str, group: str, key: str, index: int) -> None:
        expression = united([phrase], self.spaced)
        assert expression is not None
        try:
            expression.check()
        except re.error as problem:
            line = line_of(self.file, group, key, index)
            raise LanguageDataError(
                f"{self.file}, line {line}: “{phrase}” is no phrase ({problem.msg})"
            ) from None
