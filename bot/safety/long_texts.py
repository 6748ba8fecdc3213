"""What is too long to be judged as a whole: its middle, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.safety.assess import SafetySettings, assess, sounds_urgent
from bot.safety.finding import Assessment
from bot.safety.languages.plain import LONGEST_READ as LONGEST_READ_OF_OTHER_LANGUAGES
from bot.safety.rules.tokens import LONGEST_READ

# A judgement costs more than twice as much for a text of twice the length, so pieces are short.
_PIECE, _OVERLAP = 1000, 200
# Of longer texts, which nobody writes by hand, the detector hears only what the rules hear, too:
# 64 kB would keep a thread busy for half a minute.
_LONGEST_HEARD = 8000
_SENTENCE_END = re.compile(r"[.!?…。؟।\n]+\s*")


def has_unread_middle(text: str, language: str) -> bool:
    """Whether the judgement of the whole text read its start and end alone."""
    is_english = language == "en"
    return len(text) > (LONGEST_READ if is_english else LONGEST_READ_OF_OTHER_LANGUAGES)


def urgent_piece(text: str, settings: SafetySettings) -> Assessment | None:
    """The gravest urgent judgement of the text's pieces; None where none is urgent."""
    gravest: Assessment | None = None
    for piece in dict.fromkeys(pieces(text)):
        if len(text) > _LONGEST_HEARD and not sounds_urgent(piece, settings):
            continue
        judged = assess(piece, settings)
        if judged.outcome == "urgent":
            gravest = judged if gravest is None else graver(gravest, judged)
        if gravest is not None and _is_gravest(gravest):
            return gravest
    return gravest


def graver(one: Assessment, other: Assessment | None) -> Assessment:
    """The graver of two judgements; ``one`` where they are alike."""
    if other is None or other.outcome != "urgent" or _is_gravest(one):
        return one
    return other if one.outcome != "urgent" or _is_gravest(other) else one


def _is_gravest(judged: Assessment) -> bool:
    return judged.outcome == "urgent" and (judged.emergency or judged.crisis)


def pieces(text: str) -> Iterator[str]:
    """Overlapping pieces that begin with a sentence where one begins nearby: "no chest pain" is not
    to lose its "no"."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _PIECE)
        yield text[start:end].strip()
        if end == len(text):
            return
        start = _start_near(text, end - _OVERLAP, end)


def _start_near(text: str, earliest: int, latest: int) -> int:
    """Where a sentence begins, else a word, else anywhere; before ``latest`` in any case."""
    found = _SENTENCE_END.search(text, earliest, latest)
    if found is not None and found.end() < latest:
        return found.end()
    space = text.find(" ", earliest, latest)
    return space + 1 if space >= 0 else earliest
