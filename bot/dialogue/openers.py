"""Openings of a message that make a report look like a question. Pure.

"What? No! I have a rash" is a report, and so is "is it normal that I cry a lot, 3 weeks now".
"""

from __future__ import annotations

import re

_OUTCRY = re.compile(
    r"\s*(?:(?:what|wait|no|nope|huh|eh|hey|hello|hi|sorry|pardon|oh|listen|excuse me|come on|omg)"
    r"(?:\s+(?:no|what|wait|hello|sorry))*\s*[?!]+\s*)+",
    re.I,
)
_OWN_QUESTION = re.compile(
    r"\s*(?:(?:hi|hello|so|and|but|please)[\s,]+)*(?:is|was)\s+(?:it|this|that)\s+(?:\w+\s+)?"
    r"(?:normal|usual|ok|okay|common|bad|expected|all\s?right|alright|fine|right|serious|weird)\s+"
    r"(?:that|if|when|for me that)\s+(?=(?:i|im|i'm|my|he|his|she|her|mum|mom|dad)\b)",
    re.I,
)
_FEWEST_WORDS_LEFT = 3


def without_outcry(text: str) -> str:
    """The message with spaces in place of "What? No!" at its start, if something is said after."""
    return _without(text, _OUTCRY) or text


def own_statement(text: str) -> str | None:
    """What somebody asks about as perhaps normal, with spaces in place of the asking; None where
    nothing is told of oneself."""
    return _without(text, _OWN_QUESTION)


def _without(text: str, opening: re.Pattern[str]) -> str | None:
    found = opening.match(text)
    if found is None or len(text[found.end() :].split()) < _FEWEST_WORDS_LEFT:
        return None
    return " " * found.end() + text[found.end() :]
