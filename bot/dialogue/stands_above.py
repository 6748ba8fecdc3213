"""A short question after what stands in the answer that was just given: "and shingles?". Pure."""

from __future__ import annotations

import re

from bot.dialogue.reading import Reading
from bot.dialogue.situation import Meaning, Situation, Understood

_LONGEST_WORDS, _SHORTEST_NAME = 5, 4
_GOES_ON = frozenset({"and", "also", "or", "plus", "what", "how"})
_ENDS = frozenset({"too", "well", "also"})
# A topic this likely is meant, whatever stands above.
_SURE = 0.5


def of_what_stands_above(
    reading: Reading, situation: Situation, understood: Understood, answer: str
) -> Meaning | None:
    """The answer just given, where all that is named stands in it; None: something else is asked.

    ``answer``: the text of that answer.
    """
    norms = [reading.words.norm(place) for place in sorted(reading.places)]
    goes_on = bool(norms) and (norms[0] in _GOES_ON or norms[-1] in _ENDS)
    if understood.is_alarm or not goes_on or len(norms) > _LONGEST_WORDS:
        return None
    if not situation.answered or reading.is_short_question or reading.mentions:
        return None
    likeliest = understood.in_context[0][1] if understood.in_context else 0.0
    if likeliest >= _SURE or not (understood.is_unclear or understood.in_context):
        return None
    names = [name for name in reading.named if len(name) >= _SHORTEST_NAME]
    said = set(re.findall(r"[^\W\d_]+", answer.casefold()))
    if not names or not all({name, name.rstrip("s"), f"{name}s"} & said for name in names):
        return None
    return Meaning("answer", situation.answered[-1:])
