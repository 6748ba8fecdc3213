"""One-letter typos in long words are read as the word that was meant."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST_CORRECTED = 6


class SpellingBook:
    """Knows the words that phrases are made of, and words that are right as they are.

    A word of at least six letters that is unknown, and one letter away from a word of a phrase
    (a letter missing, added, changed, or two neighbours swapped), is read as that word.
    """

    def __init__(self, phrase_words: Iterable[str], other_words: Iterable[str] = ()) -> None:
        targets = sorted(set(phrase_words))
        self._known = frozenset(targets) | frozenset(other_words)
        self._by_trace: dict[str, str] = {}
        for word in targets:
            if len(word) >= SHORTEST_CORRECTED - 1:
                for trace in _traces(word):
                    self._by_trace.setdefault(trace, word)

    def knows(self, word: str) -> bool:
        """Whether a word is English, as far as the lists go."""
        return word in self._known

    def correct(self, word: str) -> str:
        """The word that was meant; the word itself when it is known or nothing is near."""
        if len(word) < SHORTEST_CORRECTED - 1 or word in self._known or not word.isalpha():
            return word
        for trace in _traces(word):
            meant = self._by_trace.get(trace)
            if meant is not None and is_one_typo(word, meant):
                return meant
        return word


def _traces(word: str) -> list[str]:
    """The word, and the word with each letter left out; two near words share one of these."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]


def is_one_typo(typed: str, meant: str) -> bool:
    """Whether one missing, added, changed letter or one swap turns one word into the other."""
    if max(len(typed), len(meant)) < SHORTEST_CORRECTED or abs(len(typed) - len(meant)) > 1:
        return False
    if len(typed) == len(meant):
        places = [i for i, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
        if len(places) == 2:
            first, second = places
            swapped = typed[first] == meant[second] and typed[second] == meant[first]
            return second == first + 1 and swapped
        return len(places) <= 1
    shorter, longer = sorted((typed, meant), key=len)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
