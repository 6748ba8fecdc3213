"""Which facts a message states, which it denies, and which are over. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from bot.dialogue.english import English
from bot.safety.rules.context import BARE, NOW, OWN_QUESTION, RESOLVED
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words

NEGATED: Final = "negated"
# Reasons of context.py under which a fact is stated, or is over.
_STATED = frozenset({NOW, BARE, OWN_QUESTION, "mild"})
_OVER = frozenset({"past", RESOLVED})
_BETWEEN_WORDS = 3
# So many words may stand between what is measured and its number.
_WORDS_BEFORE_A_NUMBER = 2


def facts_of(
    mentions: list[Match],
    words: Words,
    english: English,
    reason_of: Callable[[Match], str],
    *,
    normal: Collection[int],
    mild: Collection[str],
) -> tuple[frozenset[str], frozenset[str], list[Match]]:
    """Labels of the facts stated and over, and the mentions that are denied.

    Args:
        mentions: phrases of facts.
        words: the message.
        english: the words that deny.
        reason_of: why a mention counts or not, see context.py.
        normal: where words begin that say "… is normal".
        mild: labels of facts that are harmless; any "not" before one denies it.
    """
    stated: set[str] = set()
    over: set[str] = set()
    denied: list[Match] = []
    for mention in mentions:
        reason = reason_of(mention)
        is_denied = (
            mention.end in normal
            or _is_answered_no(mention, words, english)
            or words.norm(mention.first - 1) in english.nothing
            or (mention.label in mild and stands_after_not(mention.first, words, english))
        )
        if is_denied or reason == NEGATED:
            denied.append(mention)
        elif reason in _STATED:
            stated.add(mention.label)
        elif reason in _OVER:
            over.add(mention.label)
    return frozenset(stated), frozenset(over - stated), denied


def stands_after_not(place: int, words: Words, english: English) -> bool:
    """Whether a "not" stands right before a word, or before small words that lead to it: "it is not
    like my usual ones", but not "not worse than usual"."""
    for before in range(place - 1, max(-1, place - 2 - _BETWEEN_WORDS), -1):
        norm = words.norm(before)
        if norm in english.denying or norm in english.nothing:
            return True
        if norm not in english.between_not_and_denied:
            return False
    return False


def longest_of_a_question(mentions: list[Match]) -> list[Match]:
    """Without phrases inside a longer one of another button: "stairs are fine" is not "stairs"."""
    of_questions: dict[tuple[str, ...], list[tuple[str, Match]]] = defaultdict(list)
    for mention in mentions:
        if (place := _place_of(mention)) is not None:
            of_questions[place[:2]].append((place[2], mention))
    inner = {
        id(mention)
        for of_question in of_questions.values()
        for mention in _inside_others(of_question)
    }
    return [mention for mention in mentions if id(mention) not in inner]


def _place_of(mention: Match) -> tuple[str, ...] | None:
    """Symptom, question and button of a phrase; None: it is of no button."""
    parts = mention.label.split(":")
    return tuple(parts[:3]) if len(parts) >= 4 else None


def _inside_others(mentions: Sequence[tuple[str, Match]]) -> Iterator[Match]:
    """Of the phrases of a question those inside a longer one of another button. Each is looked at
    beside those that overlap it alone: a text of thousands takes no thousand times as long."""
    ordered = sorted(mentions, key=lambda one: one[1].first)
    longest = max((mention.end - mention.first for _, mention in mentions), default=0)
    begins = [mention.first for _, mention in ordered]
    for button, mention in mentions:
        low = bisect_left(begins, mention.end - longest)
        high = bisect_right(begins, mention.first)
        if any(
            other_button != button
            and mention.end <= other.end
            and other.end - other.first > mention.end - mention.first
            for other_button, other in ordered[low:high]
        ):
            yield mention


def outside_of(phrases: Sequence[Match], parts: Sequence[Match]) -> list[Match]:
    """The parts that stand in none of some phrases: "blood sugar" tells of no blood."""
    return [
        part
        for part in parts
        if not any(one.first <= part.first and part.end <= one.end for one in phrases)
    ]


def of_own_symptom(
    parts: list[Match], named: list[Match], words: Words, english: English
) -> list[Match]:
    """Without degrees that are said of another symptom: in "a bit itchy, and my joints are stiff"
    the joints are not a bit stiff."""
    return [
        part
        for part in parts
        if not _is_degree(part, words, english) or not _is_of_other(part, named, words, english)
    ]


def _is_degree(part: Match, words: Words, english: English) -> bool:
    return all(words.norm(place) in english.degrees for place in range(part.first, part.end))


def _is_of_other(part: Match, named: list[Match], words: Words, english: English) -> bool:
    """Whether the clause of a part names symptoms, and not the one that it is a part of."""
    first, end = part.first, part.end
    while first > 0 and words.norm(first - 1) not in english.between_clauses:
        first -= 1
    while end < len(words) and words.norm(end) not in english.between_clauses:
        end += 1
    there = {one.label for one in named if first <= one.first < end}
    return bool(there) and part.label.partition(":")[0] not in there


def _is_answered_no(mention: Match, words: Words, english: English) -> bool:
    """ "Fever no", "blood: none"."""
    after = mention.end + (words.norm(mention.end) in (":", "?", "-"))
    if words.norm(after) not in english.denying_after:
        return False
    return not any(map(str.isalnum, words.norm(after + 1)))


def is_before_a_number(place: int, words: Words, english: English) -> bool:
    """Whether a number stands at a place, in digits or as a word: "maybe 2", "maybe two"."""
    if place >= len(words):
        return False
    return words.norm(place)[:1].isdigit() or words.norm(place) in english.numbers


def without_words_for_the_number(parts: Sequence[Match], words: Words, fever: str) -> list[Match]:
    """Without "I have a temperature" before its number, which says by itself how grave it is."""
    named = {one.end for one in parts if one.label == fever and stands_before_a_number(one, words)}
    kind = fever.partition(":")[0]
    return [one for one in parts if one.label.startswith(f"{kind}:") or one.end not in named]


def stands_before_a_number(named: Match, words: Words) -> bool:
    """Whether a number follows right away, or after a word or two: "temp is still 36.8"."""
    following = [words.norm(named.end + step) for step in range(_WORDS_BEFORE_A_NUMBER + 1)]
    number = next((place for place, norm in enumerate(following) if norm[:1].isdigit()), None)
    return number is not None and all(map(str.isalpha, following[:number]))


def count_apart(denials: Sequence[Match]) -> int:
    """How many denied signs stand apart: "a temperature" is one, whatever it is called."""
    apart, end = 0, 0
    for one in sorted(denials, key=lambda match: match.first):
        apart += one.first >= end
        end = max(end, one.end)
    return apart
