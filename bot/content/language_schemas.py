"""What the files of bot/data/languages may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.content.entries import FLAG, MAPPING, TEXT, TEXTS, Schema, check_all
from bot.safety.finding import ForeignAnswer
from bot.safety.languages.knowledge import Cues, Remark, RemarkWords

ANSWERS: tuple[ForeignAnswer, ...] = ("yes", "no", "not_sure")
REMARKS: tuple[Remark, ...] = ("thanks", "goodbye", "nobody_answers", "help_is_coming")
BESIDE_REMARKS: tuple[RemarkWords, ...] = ("polite", "not_by_phone", "help_in_short")
KEYS = (
    "spaced", "scripts", "answers", "remarks", "temperature", "stools", "cues", "symptoms",
)  # fmt: skip
# What must stand in some groups.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "answers": ANSWERS,
    "remarks": REMARKS,
    "stools": ("few", "many", "phrases"),
    "temperature": ("words", "degrees"),
}
_GROUPS: Mapping[str, Schema] = {
    "answers": Schema({}, dict.fromkeys(ANSWERS, TEXTS)),
    "remarks": Schema({}, dict.fromkeys((*REMARKS, *BESIDE_REMARKS), TEXTS)),
    "temperature": Schema({}, dict.fromkeys(REQUIRED["temperature"], TEXTS)),
    "stools": Schema({}, {"few": TEXT, "many": TEXT, "phrases": TEXTS, "named": TEXTS}),
    "cues": Schema({}, dict.fromkeys((cue.name for cue in fields(Cues)), TEXTS)),
}
_LANGUAGE = Schema(
    {},
    {
        **dict.fromkeys(("spaced", "known_to_encoder"), FLAG),
        "scripts": TEXTS,
        "words": TEXT,
        **dict.fromkeys((*_GROUPS, "symptoms"), MAPPING),
    },
)
ENGLISH = Schema(
    {"short_words": TEXTS, "everyday_words": TEXT},
    dict.fromkeys(
        ("laughing", "now", "polite", "slight_counts", "slight_asked", "joked_about"), TEXTS
    ),
)


def check_language(content: Any) -> None:
    """Raises EntryError for a slip in the red_flags.yml of a language."""
    _LANGUAGE.check(content, 1)
    for name, schema in _GROUPS.items():
        schema.check(content[name], content.lines[name])
    check_all(content["symptoms"], TEXTS)
