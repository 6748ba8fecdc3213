"""Openings of a message that make a report look like a question. Pure.

"What? No! I have a rash" is a report, and so is "is it normal that I cry a lot, 3 weeks now".
"""

from __future__ import annotations

import re

from bot.safety.rules.bare_no import with_comma_after_no

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
# "Sorry, I forgot to say I'm confused" is no apology.
_TELLING = (
    r"(?:i'?ve |i have |i |we )?(?:forgot|forgotten|should have|meant)(?: to)? "
    r"(?:say|said|mention|mentioned|add|added|tell you|told you|write|written)\b(?: that)?"
    r"[\s,.:;-]*"
)
_PREFACE = re.compile(
    r"\s*(?:(?:oh|ah|ok|okay|and|also|so|well|hi|hello|wait|hang on|by the way|btw)[\s,.!:]+)*"
    r"(?:(?:(?:i'?m|i am) )?(?:so |very )?(?:sorry|apologies|my apologies|my bad|forgive me)\b"
    r"[\s,.!:-]*"
    rf"(?:(?:but|and) )?(?:{_TELLING}|(?:i )?(?:made a mistake|was wrong)[\s]*[,.:;-]+\s*)?"
    rf"|{_TELLING})",
    re.I,
)
# A "no" that stands for itself, and denies nothing of what follows.
_NO_BEFORE = re.compile(
    r"\s*(?:(?:oh|ok|okay|well|um|hm+|and|thanks|thank you|sorry)[\s,]+)*"
    r"(?:(?:no|nope|nah|not really)[\s,]*)+(?:[,.;:!-]|\bbut\b)\s*"
    r"(?:(?:actually|wait|well)[\s,]+)?",
    re.I,
)
_FEWEST_WORDS_LEFT = 3
_FEWEST_WORDS_AFTER_A_PREFACE = _FEWEST_WORDS_AFTER_NO = 2


def without_preface(text: str) -> str:
    """The message with spaces in place of "Sorry, I forgot to say" at its start, if something is
    said after it."""
    return _without(text, _PREFACE, _FEWEST_WORDS_AFTER_A_PREFACE) or text


def without_outcry(text: str) -> str:
    """The message with spaces in place of "What? No!" at its start, if something is said after."""
    return _without(text, _OUTCRY) or text


def own_statement(text: str) -> str | None:
    """What somebody asks about as perhaps normal, with spaces in place of the asking; None where
    nothing is told of oneself."""
    return _without(text, _OWN_QUESTION)


def without_bare_no(text: str) -> str | None:
    """What follows a "no" that denies nothing of it, behind spaces: "no my arm is weak"; None where
    a message begins with no such "no"."""
    return _without(with_comma_after_no(text), _NO_BEFORE, _FEWEST_WORDS_AFTER_NO)


def _without(
    text: str, opening: re.Pattern[str], fewest_words: int = _FEWEST_WORDS_LEFT
) -> str | None:
    found = opening.match(text)
    if found is None or len(text[found.end() :].split()) < fewest_words:
        return None
    return " " * found.end() + text[found.end() :]
