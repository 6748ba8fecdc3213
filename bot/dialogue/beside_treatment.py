"""What a message tells beside a treatment that it names. Pure.

"My wife had her first teclistamab on thursday and her joints ache" reports sore joints, but as a
whole it sounds like a fact about a treatment.
"""

from __future__ import annotations

import re

from bot.dialogue.context_knowledge import ContextKnowledge
from bot.dialogue.reading import read_message

_CLAUSE_END = re.compile(r"[,;:!\n]+|\.(?!\d)|\s(?:and|but|now|so|then)(?=\s)", re.I)
# Longer ones are letters, of which a clause alone says too little.
_LONGEST_CHARACTERS = 300
_FEWEST_WORDS_LEFT = 2


def reported_beside_treatment(text: str, knowledge: ContextKnowledge) -> str | None:
    """The message with spaces in place of the clauses that only tell of a treatment; None where
    there are none, or where hardly anything else is said."""
    if len(text) > _LONGEST_CHARACTERS:
        return None
    whole = read_message(text, knowledge)
    if whole.is_fact or whole.is_fear_beside_fact:
        return None
    left = list(text)
    for first, end in _clauses(text):
        clause = read_message(text[first:end], knowledge)
        if clause.is_fact or clause.is_fact_of_an_end:
            left[first:end] = " " * (end - first)
    rest = "".join(left)
    if rest == text:
        return None
    rest = re.sub(r"^[\s,;:.!]+(?:(?:and|but|now|so|then)\s)*", lambda one: " " * len(one[0]), rest)
    return rest if len(re.findall(r"\w+", rest)) >= _FEWEST_WORDS_LEFT else None


def _clauses(text: str) -> list[tuple[int, int]]:
    ends = [match.start() for match in _CLAUSE_END.finditer(text)] + [len(text)]
    starts = [0] + [match.end() for match in _CLAUSE_END.finditer(text)]
    return [(first, end) for first, end in zip(starts, ends, strict=True) if first < end]
