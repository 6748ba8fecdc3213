"""A short question after what stands in the answer that was just given: "and shingles?". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.dialogue.reading import Reading
from bot.dialogue.situation import Meaning, Situation, Understood

# The sort of such a question.
STANDS_ABOVE = "stands above"
_LONGEST_WORDS, _SHORTEST_NAME = 5, 4
_GOES_ON = frozenset({"and", "also", "or", "plus", "what", "how"})
_ENDS = frozenset({"too", "well", "also"})


def of_what_stands_above(
    reading: Reading,
    situation: Situation,
    understood: Understood,
    answer_of: Callable[[str], str],
) -> Meaning | None:
    """The answer just given, where all that is named stands in it; None: something else is asked,
    or it is named where the message by itself would be answered: "and nausea".

    ``answer_of``: the text of the answer to a topic.
    """
    norms = [reading.words.norm(place) for place in sorted(reading.places)]
    goes_on = bool(norms) and (norms[0] in _GOES_ON or norms[-1] in _ENDS)
    if understood.is_alarm or not goes_on or len(norms) > _LONGEST_WORDS:
        return None
    if not situation.answered or reading.is_short_question or reading.mentions:
        return None
    names = [name for name in reading.named if len(name) >= _SHORTEST_NAME]
    above = situation.answered[-1]
    if not names or not _stand_in(names, answer_of(above)):
        return None
    likely = [label for label, _ in understood.in_context[:1]] or understood.topics[:1]
    others = (topic for topic in likely if "/" in topic and topic != above)
    if any(_stand_in(names, answer_of(topic)) for topic in others):
        return None
    return Meaning("answer", (above,), STANDS_ABOVE)


def _stand_in(names: Sequence[str], answer: str) -> bool:
    said = set(re.findall(r"[^\W\d_]+", answer.casefold()))
    return all({name, name.rstrip("s"), f"{name}s"} & said for name in names)
