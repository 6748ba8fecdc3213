"""A message as plain words: spelled in one way, each knowing its place in the patient's text.

spaCy cuts the words; what is matched is their normal form ("can't" → can, not; "Im" → i, am),
in which typing habits no longer matter: case, typographic apostrophes, full-width letters,
missing spaces ("38.9c", "cantbreathe"), drawn-out letters ("sooo"), one-letter typos in long words,
pictures, and disguises ("s u i c i d e", see disguises.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from bot.safety.kept import kept_for_messages, kept_for_words
from bot.safety.rules.tokens import AS_IT_STANDS, Typing, tokens

# What has no full stop for longer is cut, so that no message takes more than linear time.
LONGEST_SENTENCE_WORDS = 120
SENTENCE_ENDS = frozenset({".", "!", "?", ";", "\n", "…"})
_BARS = SENTENCE_ENDS - {"?"}
CLAUSE_ENDS = SENTENCE_ENDS | {",", ":", "-", "(", ")", "/"}
CLAUSE_OPENERS = frozenset(
    {"but", "though", "although", "however", "because", "cos", "cuz", "so", "then", "while",
     "yet", "except", "plus", "and", "oh", "btw", "also", "anyway", "which", "whereas", "or"}
)  # fmt: skip
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_NORMS = {
    "n't": "not", "nt": "not", "ca": "can", "wo": "will", "ai": "is", "'s": "is", "'m": "am",
    "'ve": "have", "ve": "have", "'re": "are", "re": "are", "'ll": "will", "'d": "would",
    "u": "you", "r": "are", "ur": "your", "im": "am", "w": "with", "wen": "when", "n": "and",
    "+": "plus", "&": "and", "havin": "having", "tho": "though", "cud": "could", "dont": "not",
    "i'm": "am", "2day": "today", "b4": "before", "thru": "through", "feelin": "feeling",
}  # fmt: skip
_AFTER_PRONOUN = {"s": "is", "m": "am", "d": "would", "ll": "will"}
_PRONOUNS = frozenset({"i", "he", "she", "it", "that", "there", "what", "who", "mum", "mom", "dad"})


@dataclass(frozen=True)
class Word:
    """One word in its normal form, and the characters of the message it was read from."""

    norm: str
    start: int
    end: int
    sentence: int
    clause: int


@dataclass(frozen=True)
class Words:
    """The words of a message in order."""

    text: str
    items: tuple[Word, ...]

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return _spans([word.sentence for word in self.items])

    @cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        return _spans([word.clause for word in self.items])

    @cached_property
    def line(self) -> tuple[str, list[int]]:
        """The normal forms in one text, a space after each, and where each begins. A sentence's end
        is a bar, but for the question mark, which phrases may name."""
        norms = ["|" if w.norm in _BARS else w.norm for w in self.items]
        places = [0, *accumulate(len(norm) + 1 for norm in norms)]
        return "".join(f"{norm} " for norm in norms), places[:-1]

    def norm(self, position: int) -> str:
        """The normal form at a position; empty beyond either end."""
        return self.items[position].norm if 0 <= position < len(self.items) else ""

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """The span of the message's characters from word ``first`` up to, not with, ``last``."""
        return self.items[first].start, self.items[last - 1].end

    def sentence_bounds(self, position: int) -> tuple[int, int]:
        """First word and end of the sentence around a position."""
        return self._sentences[position]

    def clause_bounds(self, position: int) -> tuple[int, int]:
        """First word and end of the clause around a position."""
        return self._clauses[position]


def _spans(units: Sequence[int]) -> list[tuple[int, int]]:
    """For each position the first position and the end of the run of equal numbers around it."""
    spans: list[tuple[int, int]] = []
    first = 0
    for position in range(1, len(units) + 1):
        if position == len(units) or units[position] != units[first]:
            spans += [(first, position)] * (position - first)
            first = position
    return spans


@kept_for_messages
def read_words(
    text: str, correct: Callable[[str], str] = str, typing: Typing | None = None
) -> Words:
    """Cuts a message into words.

    Args:
        text: what the patient wrote.
        correct: gives the word that was meant for a misspelt one, see ``SpellingBook``.
        typing: how else it is read; without it, as it stands.
    """
    items: list[Word] = []
    sentence = clause = since = 0
    previous = ""
    for token in tokens(text, typing or AS_IT_STANDS):
        norm = correct(_normal_form(token.lower, token.norm, previous in _PRONOUNS))
        if norm in CLAUSE_OPENERS and previous not in CLAUSE_ENDS:
            clause += 1
        items.append(Word(norm, token.start, token.end, sentence, clause))
        ends = norm in SENTENCE_ENDS or since >= LONGEST_SENTENCE_WORDS
        since = 0 if ends else since + 1
        sentence += ends
        clause += norm in CLAUSE_ENDS
        previous = norm
    if len(items) <= 2 and text.strip(" .!").casefold() == "n":
        items[0] = replace(items[0], norm="no")  # not the "n" of "fever n chills"
    return Words(text, tuple(items))


@kept_for_words
def _normal_form(lower: str, norm: str, after_pronoun: bool) -> str:
    if after_pronoun and lower in _AFTER_PRONOUN:
        return _AFTER_PRONOUN[lower]
    if lower in _NORMS:
        return _NORMS[lower]
    if lower == "did":
        return lower
    form = _NORMS.get(norm, norm) if "'" in lower or norm != lower else lower
    return _DRAWN_OUT.sub(r"\1", form)
