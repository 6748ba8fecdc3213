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
# "Actually it's also on my back" tells what "it's also on my back" does.
_CORRECTION = re.compile(
    r"\s*(?:(?:oh|ah|ok|okay|well|no wait|wait|hm+)[\s,.!]+)*"
    r"(?:actually|in fact|come to think of it)"
    r"[\s,.:-]+(?=(?:it|its|it's|it’s|they|they're|my|his|her|the|there|there's|i|i'm|he|she)\b)",
    re.I,
)
_FEWEST_WORDS_LEFT = 3
_FEWEST_WORDS_AFTER_A_PREFACE = 2


def without_preface(text: str) -> str:
    """The message with spaces in place of "Sorry, I forgot to say" at its start, if something is
    said after it."""
    return _without(text, _PREFACE, _FEWEST_WORDS_AFTER_A_PREFACE) or text


def without_correction(text: str) -> str:
    """The message with spaces in place of "Actually" at its start, if something is told after it:
    it puts right what was said, and says nothing of a symptom itself."""
    return _without(text, _CORRECTION) or text


def without_outcry(text: str) -> str:
    """The message with spaces in place of "What? No!" at its start, if something is said after."""
    return _without(text, _OUTCRY) or text


def own_statement(text: str) -> str | None:
    """What somebody asks about as perhaps normal, with spaces in place of the asking; None where
    nothing is told of oneself."""
    return _without(text, _OWN_QUESTION)


def _without(
    text: str, opening: re.Pattern[str], fewest_words: int = _FEWEST_WORDS_LEFT
) -> str | None:
    found = opening.match(text)
    if found is None or len(text[found.end() :].split()) < fewest_words:
        return None
    return " " * found.end() + text[found.end() :]
