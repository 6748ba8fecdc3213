"""Whether a message opens with a question. Pure."""

from __future__ import annotations

from bot.dialogue.english import AFTER_CAN, OPENING_A_QUESTION, SUBJECTS
from bot.safety.rules.words import Words


def opens_question(words: Words) -> bool:
    """Whether the first words of a message open a question."""
    # "Can do everything, just slower" and "when I stand" tell.
    first, second = words.norm(0), words.norm(1)
    if (first == "can" and second in AFTER_CAN) or (first == "when" and second in SUBJECTS):
        return False
    return words.norm(0) in OPENING_A_QUESTION or (words.norm(0), words.norm(1)) == ("am", "i")
