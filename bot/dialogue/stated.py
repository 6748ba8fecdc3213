"""Whether a treatment is told of beside a question: "I had CAR-T last week, can I drive?". Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.english import English
from bot.safety.rules.phrases import LONGEST_GAP, Match
from bot.safety.rules.words import Words

_MARKS = frozenset({",", ".", ";", ":", "!", "?", "-"})
_ASKS = "?"
# "If I get Keytruda", "when I had CAR-T": no more than possible, or long told.
_SUPPOSING = frozenset({"if", "when", "whether", "unless", "until", "suppose", "supposing", "say"})
# "Can I drive I had CAR-T on Monday": what was is told, wherever it stands.
_OF_THE_PAST = frozenset({"had", "got", "received", "finished", "completed", "started", "took"})


def asks_in_a_clause(words: Words, english: English) -> bool:
    """ "Rituximab, is that one too": a later clause asks."""
    return any(
        words.norm(place) in english.opening_a_clause and words.norm(place - 1) in _MARKS
        for place in range(1, len(words))
    )


def begins_with_a_state(words: Words, matches: Sequence[Match], english: English) -> bool:
    """ "Have been on it": no question, though "have" may open one."""
    first = next((at for at, word in enumerate(words.items) if word.norm.isalnum()), 0)
    states = any(one.label == "fact:takes" and one.first == first for one in matches)
    asks = any(word.norm == _ASKS for word in words.items)
    return states and not asks and words.norm(first) in english.opening_a_state


def is_told_beside_a_question(
    words: Words, told: Sequence[Match], named: Sequence[Match], english: English
) -> bool:
    """Whether a message that asks something says before or after it who gets what.

    Args:
        words: the message.
        told: where it says that somebody gets something.
        named: where treatments are named.
        english: the words that open questions.
    """
    return any(
        _is_told(words, one, name, english)
        for one in told
        for name in named
        if 0 <= name.first - one.end <= LONGEST_GAP
    )


def _is_told(words: Words, told: Match, name: Match, english: English) -> bool:
    asking = english.begins_a_follow_up
    opening = asking | _SUPPOSING
    first, end = _clause(words, told.first)
    if name.first >= end:
        return False
    opens = words.norm(first)
    if opens in opening:
        subject = told.first - 1
        is_past = (
            words.norm(told.first) in _OF_THE_PAST and words.norm(subject) in english.the_writer
        )
        return is_past and words.norm(subject - 1) not in opening
    if words.norm(end) != _ASKS:
        return True
    # "I had CAR-T can I drive?" asks behind it, "can I drive, I had CAR-T?" before it.
    asks_behind = any(words.norm(place) in asking for place in range(name.end, end))
    return asks_behind or any(words.norm(place) in asking for place in range(first))


def _clause(words: Words, place: int) -> tuple[int, int]:
    """Where the clause of a word begins and ends, between marks."""
    before = (at for at in range(place, 0, -1) if words.norm(at - 1) in _MARKS)
    behind = (at for at in range(place, len(words)) if words.norm(at) in _MARKS)
    return next(before, 0), next(behind, len(words))
