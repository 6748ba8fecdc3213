"""A long message in short stretches: what a detector would lose in the whole of a story.

A confession of two hundred words has its one dark sentence somewhere; a vector of the whole is
mostly about the rest.
"""

from __future__ import annotations

from bot.safety.rules.words import SENTENCE_ENDS, Words

# Messages of more words than this are read in stretches: the detector's lines are mostly shorter.
LONG_MESSAGE_WORDS = 45
SHORTEST_STRETCH_WORDS = 12
LONGEST_STRETCH_WORDS = 28
# Where nobody sets a full stop, a new stretch begins after so many words.
STEP_WITHOUT_STOPS = 14


def stretches(words: Words) -> list[str]:
    """Overlapping stretches of one to three sentences, as written; none of a short message."""
    if len(words) <= LONG_MESSAGE_WORDS:
        return []
    found: dict[str, None] = {}
    for first in _starts(words):
        start, end = words.characters(first, _end(words, first))
        found[words.text[start:end]] = None
    return list(found)


def _starts(words: Words) -> list[int]:
    starts = [0]
    for position in range(1, len(words)):
        after_stop = words.norm(position - 1) in SENTENCE_ENDS
        if after_stop or position - starts[-1] >= STEP_WITHOUT_STOPS:
            starts.append(position)
    return [first for first in starts if words.norm(first) not in SENTENCE_ENDS]


def _end(words: Words, first: int) -> int:
    longest = min(len(words), first + LONGEST_STRETCH_WORDS)
    for end in range(min(longest, first + SHORTEST_STRETCH_WORDS), longest):
        if words.norm(end - 1) in SENTENCE_ENDS:
            return end
    return longest
