"""Whether a message is only the beginning of one: "and my". Pure."""

from __future__ import annotations

from bot.dialogue.reading import Reading

_LONGEST_WORDS = 4


def is_unfinished(reading: Reading) -> bool:
    """ "and my": more must follow."""
    if not reading.places or len(reading.places) > _LONGEST_WORDS:
        return False
    last, words = max(reading.places), reading.words
    ends = words.norm(last) in reading.knowledge.unfinished_ends
    if len(reading.places) <= 2:
        ends = ends or words.norm(last) in reading.knowledge.unfinished_ends_of_two
    # A mark at the end finishes it, other than dots.
    closing = [word.norm for word in words.items[last + 1 :]]
    return ends and closing[:1] not in (["?"], ["!"]) and closing != ["."]
