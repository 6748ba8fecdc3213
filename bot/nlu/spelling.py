"""Spelling repair against the project's own words ("wite pathces" → "white patches").

Only words that English does not know are repaired, and only into words that patients use often in
the training examples. Misspelled examples stay in the training data: this is a second view.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SHORTEST_REPAIRED = 4
# Two typing errors are read only in words that stay recognisable with them.
_SHORTEST_WITH_TWO_ERRORS = 7
# A word is a target when patients write it this often; a rarer unknown word may be an error itself.
_FEWEST_USES = 5
_FEWEST_USES_UNKNOWN_TO_ENGLISH = 12


class SpellingRepair:
    """Knows the words that examples are made of, and English words that are right as they are."""

    def __init__(self, targets: dict[str, int], english: Iterable[str]) -> None:
        self._uses = targets
        self._targets = sorted(targets)
        self._known = frozenset(english) | targets.keys()

    @classmethod
    def of_examples(cls, texts: Sequence[str], english: Iterable[str]) -> SpellingRepair:
        """From the training examples and a list of English words, both without regard to case."""
        english = frozenset(english)
        uses = Counter(word for text in texts for word in _WORD.findall(text.casefold()))
        targets = {
            word: count
            for word, count in uses.items()
            if len(word) >= _SHORTEST_REPAIRED
            and count >= (_FEWEST_USES if word in english else _FEWEST_USES_UNKNOWN_TO_ENGLISH)
        }
        return cls(targets, english)

    def repair(self, text: str) -> str:
        """The text in lower case with its misspelled words repaired."""
        return _WORD.sub(lambda match: self._meant(match[0]), text.casefold())

    def _meant(self, word: str) -> str:
        if len(word) < _SHORTEST_REPAIRED or word in self._known:
            return word
        errors = 1 if len(word) < _SHORTEST_WITH_TWO_ERRORS else 2
        near = extract(word, self._targets, scorer=OSA.distance, score_cutoff=errors, limit=5)
        if not near:
            return word
        meant, _, _ = min(near, key=lambda found: (found[1], -self._uses[found[0]]))
        return str(meant)
