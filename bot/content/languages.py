"""What a patient of another language reads: the words of bot/data/languages/*/urgent.yml.

They are said first; the English message stands below, for whoever helps.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.content.entries import ANYTHING, MAPPING, TEXT, TEXTS, Schema, placed
from bot.content.language_files import LanguageDataError, line_of, load_yaml, require
from bot.content.loaded import Loaded

Message = dict[str, Any]
TextName = Literal[
    "call_emergency",
    "call_now",
    "crisis",
    "emergency_and_crisis",
    "check",
    "check_emergency",
    "check_crisis",
    "not_now",
    "no_answer",
    "english_only",
    "apology",
    "welcome",
    "goodbye",
    "help_is_coming",
    "please_call",
    "please_call_emergency",
]
FILE = "urgent.yml"
ENGLISH = "en"
ENGLISH_ONLY = "utter_english_only"
_KEYS = ("name", "english_name", "direction", "texts", "buttons")
_OFFLINE_WORDS = "offline_words"
# The placeholders of each text; a number that is missing, or in the wrong place, costs time.
PLACEHOLDERS: Mapping[TextName, frozenset[str]] = {
    "call_emergency": frozenset({"emergency_phone", "care_team_phone"}),
    "call_now": frozenset({"care_team_phone", "emergency_phone"}),
    "crisis": frozenset({"crisis_phone", "crisis_name", "emergency_phone"}),
    "emergency_and_crisis": frozenset({"emergency_phone", "crisis_phone", "crisis_name"}),
    "check": frozenset({"care_team_phone", "emergency_phone"}),
    "check_emergency": frozenset({"emergency_phone", "care_team_phone"}),
    "check_crisis": frozenset({"crisis_phone"}),
    "not_now": frozenset({"care_team_phone"}),
    "no_answer": frozenset({"emergency_phone"}),
    "english_only": frozenset({"care_team_phone", "emergency_phone"}),
    "apology": frozenset({"care_team_phone", "emergency_phone"}),
}
# May be missing: then the English words stand alone.
OPTIONAL_PLACEHOLDERS: Mapping[TextName, frozenset[str]] = {
    "welcome": frozenset(),
    "goodbye": frozenset({"care_team_phone"}),
    "help_is_coming": frozenset({"emergency_phone"}),
    "please_call": frozenset({"care_team_phone"}),
    "please_call_emergency": frozenset({"emergency_phone"}),
}
BUTTONS = ("yes", "no", "not_sure")
# What a button sends stays English; what stands on it is translated.
_BUTTON_OF_PAYLOAD = {"yes": "yes", "no": "no", "I am not sure": "not_sure"}
_BY_NAME: Mapping[str, TextName] = {
    "utter_check_crisis": "check_crisis",
    "utter_check_crisis_of_another": "check_crisis",
    "utter_check_help_to_die": "check_crisis",
    "utter_not_now": "not_now",
    "utter_not_in_crisis": "not_now",
    "utter_nobody_answers": "no_answer",
    "utter_nobody_answers_crisis_line": "no_answer",
    "utter_line_unanswered": "no_answer",
    "utter_thanks": "welcome",
    "utter_goodbye": "goodbye",
    "utter_help_is_coming": "help_is_coming",
    "utter_please_call": "please_call",
    "utter_please_call_emergency": "please_call_emergency",
    "utter_apology": "apology",
    "utter_too_long": "apology",
}
# Small talk that is said in other languages, too.
SMALL_TALK = frozenset(
    {"utter_thanks", "utter_goodbye", "utter_help_is_coming", "utter_please_call",
     "utter_please_call_emergency"}
)  # fmt: skip
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class LanguageWords:
    """What is said in one language.

    Attributes:
        name: the language's own name for itself.
        english_name: its name in English.
        direction: "ltr" or "rtl".
        reviewed: when a clinician who speaks it has read it; None: not yet.
        texts: with placeholders of clinic.yml; the optional ones may be missing.
        buttons: labels of yes, no and not_sure.
        offline_words: at which the widget says whom to call while nothing can be sent.
    """

    name: str
    english_name: str
    direction: Literal["ltr", "rtl"]
    reviewed: str | None
    texts: Mapping[TextName, str]
    buttons: Mapping[str, str]
    offline_words: tuple[str, ...] = ()


def load_language_words(folder: Path) -> dict[str, LanguageWords]:
    """Reads what is said in each language.

    Raises:
        LanguageDataError: if a file cannot be used, with file, line and what should be there.
    """
    return {file.parent.name: _words(file) for file in sorted(folder.glob(f"*/{FILE}"))}


# The words in use, of all languages by code.
language_words = Loaded(lambda folders: load_language_words(folders.languages))


def _words(file: Path) -> LanguageWords:
    content = load_yaml(file)
    require(content, _KEYS, file)
    require(content["texts"], PLACEHOLDERS, file, "texts")
    require(content["buttons"], BUTTONS, file, "buttons")
    with placed(file, LanguageDataError):
        _refuse_slips(content)
    if content["direction"] not in ("ltr", "rtl"):
        raise LanguageDataError(
            f"{file}, line {line_of(file, 'direction')}: direction should be ltr or rtl"
        )
    texts = content["texts"]
    optional = {name: own for name, own in OPTIONAL_PLACEHOLDERS.items() if texts.get(name)}
    placeholders = {**PLACEHOLDERS, **optional}
    for name, expected in placeholders.items():
        found = set(_PLACEHOLDER.findall(str(texts[name])))
        if found != expected:
            raise LanguageDataError(
                f"{file}, line {line_of(file, 'texts', name)}: “{name}” should have the "
                f"placeholders {', '.join(sorted(expected)) or '(none)'} and no others"
            )
    reviewed = content.get("reviewed")
    return LanguageWords(
        name=str(content["name"]),
        english_name=str(content["english_name"]),
        direction=content["direction"],
        reviewed=str(reviewed) if reviewed else None,
        texts={name: str(texts[name]) for name in placeholders},
        buttons={name: str(content["buttons"][name]) for name in BUTTONS},
        offline_words=tuple(map(str, content.get(_OFFLINE_WORDS) or ())),
    )


def _refuse_slips(content: Any) -> None:
    """Raises EntryError for an unknown name, or for what is no text."""
    texts: list[str] = [*PLACEHOLDERS, *OPTIONAL_PLACEHOLDERS]
    kinds = {**dict.fromkeys(_KEYS, TEXT), "texts": MAPPING, "buttons": MAPPING}
    Schema(kinds, {"reviewed": ANYTHING, _OFFLINE_WORDS: TEXTS}).check(content, 1)
    Schema({}, dict.fromkeys(texts, TEXT)).check(content["texts"], content.lines["texts"])
    Schema({}, dict.fromkeys(BUTTONS, TEXT)).check(content["buttons"], content.lines["buttons"])


def text_for(response: str, metadata: Mapping[str, Any], words: Mapping[str, str]) -> TextName:
    """Which text says what a response says, by its name or by what it is.

    Args:
        response: its name in domain.yml.
        metadata: its kind, urgency, crisis and calls.
        words: what stands for the placeholders, with the clinic's numbers.
    """
    if response in _BY_NAME:
        return _BY_NAME[response]
    first = (metadata.get("calls") or [""])[0]
    if metadata.get("kind") == "check":
        # Where one number is for both: nobody with chest pain is asked about suicide.
        if first == words["emergency_phone"]:
            return "check_emergency"
        return "check_crisis" if first == words["crisis_phone"] else "check"
    if metadata.get("crisis"):
        return "crisis" if first == words["crisis_phone"] else "emergency_and_crisis"
    if metadata.get("urgency") == "emergency":
        return "call_emergency"
    return "call_now" if metadata.get("urgency") == "call_now" else "english_only"


def said_in(
    code: str,
    response: str,
    message: Message,
    words: Mapping[str, str],
    languages: Mapping[str, LanguageWords] | None = None,
) -> Message:
    """A message with the words of a language before the English ones, its buttons translated.

    Args:
        code: the language's code; English, and what is not known, stays as it is.
        response: the name of the response in domain.yml.
        message: text, buttons and metadata, filled in.
        words: what stands for the placeholders.
        languages: for tests; those of bot/data/languages.
    """
    language = (languages or language_words()).get(code)
    if language is None:
        return message
    said = copy.deepcopy(message)
    metadata = said.setdefault("metadata", {})
    name = text_for(response, metadata, words)
    if name not in language.texts:
        return message
    text = text_in(language, name, words)
    said["text"] = f"{text}\n\n{said.get('text') or ''}".rstrip()
    for button in said.get("buttons") or []:
        label = _BUTTON_OF_PAYLOAD.get(button["payload"])
        if label is not None:
            button["title"] = language.buttons[label]
    metadata["language"] = code
    return said


def text_in(language: LanguageWords, name: TextName, words: Mapping[str, str]) -> str:
    """A text of a language with the clinic's numbers."""
    return _PLACEHOLDER.sub(
        lambda match: _placed_in(language.direction, words[match[1]]), language.texts[name]
    )


def _placed_in(direction: str, word: str) -> str:
    """A number or name of the clinic's as it stands in words of a direction.

    Among right-to-left letters an unmarked 555-0100 is shown as 0100-555. These marks are older
    than Unicode's isolates, so that old phones know them, too, and draw no boxes.
    """
    return f"{_LEFT_TO_RIGHT}{word}{_LEFT_TO_RIGHT}" if direction == "rtl" else word
