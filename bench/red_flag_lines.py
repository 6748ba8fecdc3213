"""Training examples for stock's ``red_flag`` intent, out of the lists of bot/data/red_flags."""

from __future__ import annotations

import re
from typing import Any

from bot.settings.clinic import read_yaml
from bot.settings.paths import RED_FLAG_DIR

_FILES = ("emergency.yml", "call_now.yml")
_WORDINGS_OF_EACH = 2


def red_flag_lines() -> list[str]:
    """Of each symptom its name and its first two wordings of whole words (no ``bruis*``), as plain
    words: a few dozen lines."""
    lists: Any = read_yaml(RED_FLAG_DIR / "lists.yml")
    lines: list[str] = []
    for file in _FILES:
        symptoms: Any = read_yaml(RED_FLAG_DIR / file)
        for symptom in symptoms:
            says = [phrase for phrase in symptom.get("says") or [] if "*" not in phrase]
            names = (symptom.get("names") or [])[:1]
            lines += [plain_words(phrase, lists) for phrase in says[:_WORDINGS_OF_EACH]]
            lines += [f"I have {plain_words(name, lists)}" for name in names]
    return list(dict.fromkeys(lines))


def plain_words(phrase: str, lists: dict[str, list[str]]) -> str:
    """``(keeled|keel) over ... <my> floor`` → ``keeled over my floor``: the first of each choice,
    without what may be missing."""
    phrase = re.sub(r"\[[^\]]*\]|\.\.\.|\*", " ", phrase)
    phrase = re.sub(r"<(\w+)>", lambda name: lists[name[1]][0].split("|")[0], phrase)
    phrase = re.sub(r"\(([^()|]*)[^()]*\)", r"\1", phrase)
    return " ".join(phrase.replace("*", "").split())
