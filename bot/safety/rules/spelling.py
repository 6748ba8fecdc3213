"""One-letter typos in long words are read as the word that was meant, and words without spaces
between them ("cantbreathe") as those words."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST_CORRECTED = 6
# Of words run together, each must be a known word, and one of them a longer word of a phrase.
SHORTEST_RUN_TOGETHER = 8
LONGEST_RUN_TOGETHER = 40
SHORTEST_TELLING_PIECE = 5
_SHORT_PIECES = frozenset(
    {"i", "a", "my", "me", "he", "is", "am", "im", "it", "in", "on", "no", "of", "to", "do", "so",
     "up", "we", "at", "be"}
)  # fmt: skip
_UNSPELT = frozenset({"cant", "dont", "wont", "hes", "shes", "ive", "havent", "doesnt", "isnt"})


class SpellingBook:
    """Knows the words that phrases are made of, and words that are right as they are.

    A word of at least six letters that is unknown, and one letter away from a word of a phrase
    (a letter missing, added, changed, or two neighbours swapped), is read as that word.
    """

    def __init__(self, phrase_words: Iterable[str], other_words: Iterable[str] = ()) -> None:
        targets = sorted(set(phrase_words))
        self._targets = frozenset(targets)
        self._known = frozenset(targets) | frozenset(other_words)
        self._by_trace: dict[str, str] = {}
        for word in targets:
            if len(word) >= SHORTEST_CORRECTED - 1:
                for trace in _traces(word):
                    self._by_trace.setdefault(trace, word)

    def knows(self, word: str) -> bool:
        """Whether a word is English, as far as the lists go."""
        return word in self._known

    def split(self, word: str) -> tuple[str, ...]:
        """The fewest words of which an unknown word is made; the word itself where it is known,
        one typo away from a word that is, or made of nothing that a phrase is about."""
        fits = SHORTEST_RUN_TOGETHER <= len(word) <= LONGEST_RUN_TOGETHER and word.isalpha()
        if not fits or word in self._known or self.correct(word) != word:
            return (word,)
        best: list[tuple[str, ...] | None] = [(), *([None] * len(word))]
        for end in range(1, len(word) + 1):
            for start in range(end):
                before, piece = best[start], word[start:end]
                if before is None or not self._is_piece(piece):
                    continue
                shortest = best[end]
                if shortest is None or len(before) + 1 < len(shortest):
                    best[end] = (*before, piece)
        pieces = best[-1] or (word,)
        telling = any(len(p) >= SHORTEST_TELLING_PIECE and p in self._targets for p in pieces)
        return pieces if telling else (word,)

    def _is_piece(self, piece: str) -> bool:
        if len(piece) < 3:
            return piece in _SHORT_PIECES
        return piece in self._known or piece in _UNSPELT

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
