"""A message whose subject was named in the one before: "mine is racing", "yes, in my chest". Pure.

It is read with the name in its place, so that whatever reads reports reads it as one.
"""

from __future__ import annotations

from bot.dialogue.english import English
from bot.dialogue.pointing import GOES_ON, PARTS, YES_IT_IS, PointingWords, after_openers
from bot.safety.rules.words import Words

_LONGEST_WORDS = 12
_OPENING_WORDS = 3
_MINE = "mine"
_DOES = frozenset({"does", "do", "did"})
_BEFORE_WHERE = frozenset(
    {"in", "on", "at", "when", "since", "around", "under", "behind",
     "a", "only", "just", "quite", "my", "his", "her"}
)  # fmt: skip
_WHOSE = frozenset({"his", "her", "our", "their"})
_POINTING = frozenset({"it", "they", "its", "theyre", "that", "this", "these"})


def with_own(question: Words, words: Words, known: PointingWords) -> str | None:
    """ "Mine is racing" after "what about the heart" as "my heart is racing"; None: it begins with
    no "mine", or no part of the body was named. After a symptom the triage knows what "mine" is."""
    start = after_openers(words, known.book.find(words))
    if words.norm(start) != _MINE or not words.norm(start + 1).isalnum():
        return None
    name = next(iter(_parts(question, known)), None)
    return None if name is None else f"{_whose(question)} {name} {_rest(words, start + 1)}"


def with_part(question: Words, words: Words, known: PointingWords) -> str | None:
    """ "It's black" after "one question about my stool" as "my stool is black"; None where it says
    anything else, or no part of the body, or more than one, was named."""
    parts = _parts(question, known)
    if len(parts) != 1 or not 0 < _length(words) <= _LONGEST_WORDS or _parts(words, known):
        return None
    found, whose = known.book.find(words), _whose(question)
    start = after_openers(words, found)
    if start >= len(words):
        return None  # "no", "ok"
    if words.norm(start) in _POINTING:
        start += 1
    elif not any(match.label == GOES_ON and match.first == start for match in found):
        return f"{whose} {parts[0]} is {_rest(words, start)}" if _length(words) == 1 else None
    return f"{whose} {parts[0]} {_rest(words, start)}"


def with_denied(
    question: Words, words: Words, known: PointingWords, english: English
) -> str | None:
    """ "Yes, in my chest" after "no pain" as "i have pain in my chest"; None where the one message
    denies nothing, or the other does not take it back."""
    denial = next((i for i, w in enumerate(question.items) if w.norm in english.denials), None)
    if denial is None or not 0 < _length(words) <= _LONGEST_WORDS:
        return None
    if any(word.norm in english.denials or word.norm == "?" for word in words.items):
        return None
    found = known.book.find(words)
    takes_back = [m for m in found if m.label == YES_IT_IS and m.first <= _OPENING_WORDS]
    if not takes_back:
        return None
    yes = max(takes_back, key=lambda match: match.end)
    where = (at for at in range(yes.first, yes.end) if words.norm(at) in _BEFORE_WHERE)
    rest, head = _rest(words, next(where, yes.end)), _rest(question, 0, denial)
    denied = _rest(question, denial + 1)
    if question.norm(denial) in english.nothing:
        told = [denied if w in _DOES else w for w in rest.split()]
        return " ".join(told if denied in told else [*told, denied])
    return " ".join((head or "i have", denied, rest)).strip()


def _whose(words: Words) -> str:
    return next((word.norm for word in words.items if word.norm in _WHOSE), "my")


def _parts(words: Words, known: PointingWords) -> list[str]:
    """The parts of the body, and what leaves it, that a message names."""
    found = [match for match in known.book.find(words) if match.label == PARTS]
    names = [_rest(words, match.first, match.end) for match in found]
    return list(dict.fromkeys(names))


def _rest(words: Words, first: int, end: int | None = None) -> str:
    places = range(first, len(words) if end is None else end)
    norms = (words.norm(place) for place in places)
    return " ".join(norm for norm in norms if norm[:1].isalnum())


def _length(words: Words) -> int:
    return sum(word.norm.isalnum() for word in words.items)
