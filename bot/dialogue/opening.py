"""Whether a message opens with a question. Pure."""

from __future__ import annotations

from bot.dialogue.english import English
from bot.safety.rules.words import Words


def opens_question(words: Words, english: English) -> bool:
    """Whether the first words of a message open a question."""
    # "Can do everything, just slower" and "when I stand" tell.
    first, second = words.norm(0), words.norm(1)
    if first == "can" and second in english.after_can:
        return False
    if first == "when" and second in english.subjects:
        return False
    if second == "not" and words.norm(2) not in english.subjects | {"you"}:
        return "?" in words.text  # "didn't black out" tells
    return first in english.begins_a_question or (first, second) == ("am", "i")
