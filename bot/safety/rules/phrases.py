"""Phrases as a clinician writes them, found in the words of a message.

coughing up blood           these words, in this order
(throwing|threw) up         either of them
throat [is] closing         "is" may be missing
yellow ... eyes             up to four words between, in one sentence, none of them a denial
bruis*                      any ending: bruise, bruising, bruises
<cannot> breathe            any wording of the list "cannot" in lists.yml
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.safety.lazy_pattern import LazyPattern
from bot.safety.rules.words import Words

LONGEST_GAP = 4
# A gap never spans a denial: "my heart is not racing" is no "heart ... racing".
_DENIALS = "(?:not|no|never|without|nor|none) "
KEY_LENGTH = 3
_ELEMENTS = re.compile(r"<\w+>|\([^()]*\)|\[[^\[\]]*\]|\.\.\.|[^\s()\[\]<>]+")
_WORD = re.compile(r"[^\W_][\w.%&+-]*\*?|[?%+,]")


class PhraseError(ValueError):
    """A phrase that cannot be read, with what is wrong about it."""


@dataclass(frozen=True)
class Match:
    """A phrase found from word ``first`` up to, not with, word ``end``."""

    label: str
    first: int
    end: int

    @property
    def name(self) -> str:
        """What stands behind the colon of the label: "Keytruda" of "drug:Keytruda"."""
        return self.label.partition(":")[2]


# One element of a phrase: the choices of words that may stand there; [] in it: may be missing.
_Choice = tuple[str, ...]
_GAP = ("...",)
_Index = dict[str, list[tuple[str, "_Pattern"]]]


def read_phrase(phrase: str, lists: Mapping[str, Sequence[str]]) -> list[list[_Choice]]:
    """Cuts a phrase into elements, each a list of choices, each choice some words.

    Raises:
        PhraseError: if a list is unknown or a bracket is not closed.
    """
    leftover = _ELEMENTS.sub("", phrase).strip()
    if leftover:
        raise PhraseError(f"“{phrase}”: the sign {leftover[0]} has no partner")
    elements = [_read_element(piece, phrase, lists) for piece in _ELEMENTS.findall(phrase)]
    if not elements or elements[0] == [_GAP]:
        raise PhraseError(f"“{phrase}”: a phrase begins with a word")
    return elements


def _read_element(piece: str, phrase: str, lists: Mapping[str, Sequence[str]]) -> list[_Choice]:
    if piece == "...":
        return [_GAP]
    if piece.startswith("<"):
        name = piece[1:-1]
        if name not in lists:
            raise PhraseError(f"“{phrase}”: there is no list “{name}” in lists.yml")
        return [choice for entry in lists[name] for choice in _choices(entry, phrase)]
    if piece.startswith("("):
        return _choices(piece[1:-1], phrase)
    if piece.startswith("["):
        return [(), *_choices(piece[1:-1], phrase)]
    return _choices(piece, phrase)


def _choices(text: str, phrase: str) -> list[_Choice]:
    choices = []
    for option in text.split("|"):
        words = _words(option)
        if not words:
            raise PhraseError(f"“{phrase}”: “{option}” is not made of words")
        choices.append(words)
    return choices


# The wordings of a list stand in many phrases, and those of one content in the next again.
@lru_cache(maxsize=8192)
def _words(option: str) -> _Choice:
    """The words of an option; none where it is made of something else."""
    words = tuple(_as_read(option).split())
    return words if all(_WORD.fullmatch(word) for word in words) else ()


def _as_read(option: str) -> str:
    """Short forms written out, as the reader of messages does it."""
    plain = option.lower().replace("won't", "will not").replace("can't", "can not")
    return plain.replace("n't", " not").replace("'s", " is").replace("é", "e")


def words_of(elements: Iterable[list[_Choice]]) -> set[str]:
    """All whole words that occur in a phrase; for the spelling book."""
    found = {word for choices in elements for choice in choices for word in choice}
    return {word for word in found if word.isalpha()}


@dataclass(eq=False)
class PhraseBook:
    """Many labelled phrases, found together in one walk over the words."""

    # By the word that they begin with, or the first letters of it where any ending will do.
    _by_word: _Index = field(default_factory=lambda: defaultdict(list))
    _by_letters: _Index = field(default_factory=lambda: defaultdict(list))
    _words: dict[str, set[str]] = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        """The labels of the phrases, in the order they were added."""
        return list(self._words)

    @property
    def words(self) -> set[str]:
        """All whole words that occur in the phrases."""
        return self.words_of(self._words)

    def words_of(self, labels: Iterable[str]) -> set[str]:
        """The whole words that occur in the phrases of some labels."""
        return {word for label in labels for word in self._words.get(label, ())}

    def add(self, label: str, phrase: str, lists: Mapping[str, Sequence[str]]) -> None:
        """Adds a phrase; raises PhraseError if it cannot be read."""
        elements = read_phrase(phrase, lists)
        pattern = _Pattern(elements)
        for word in _first_words(elements, phrase):
            if word.endswith("*"):
                self._by_letters[word[:KEY_LENGTH]].append((label, pattern))
            else:
                self._by_word[word].append((label, pattern))
        self._words.setdefault(label, set()).update(words_of(elements))

    def find(self, words: Words) -> list[Match]:
        """All phrases found; of one label and first word, the longest only."""
        longest: dict[tuple[str, int], int] = {}
        by_word, by_letters = self._by_word, self._by_letters
        # A message is looked through fifty times, mostly by books that know none of its words.
        for position, word in enumerate(words.items):
            norm = word.norm
            if norm in by_word:
                self._find_at(position, by_word[norm], words, longest)
            if norm[:KEY_LENGTH] in by_letters:
                self._find_at(position, by_letters[norm[:KEY_LENGTH]], words, longest)
        return [Match(label, first, end) for (label, first), end in longest.items()]

    @staticmethod
    def _find_at(
        position: int,
        phrases: Sequence[tuple[str, _Pattern]],
        words: Words,
        longest: dict[tuple[str, int], int],
    ) -> None:
        """Looks for phrases that may begin with a word."""
        line, places = words.line
        place = places[position]
        for label, pattern in phrases:
            found = pattern.pattern.match(line, place)
            if found:
                key = (label, position)
                longest[key] = max(bisect_left(places, found.end()), longest.get(key, 0))


class _Pattern(LazyPattern):
    """The expression of a phrase."""

    __slots__ = ("_elements",)

    def __init__(self, elements: Sequence[list[_Choice]]) -> None:
        self._elements = elements
        super().__init__()

    def expression(self) -> str:
        return _expression(self._elements)


def _expression(elements: Sequence[list[_Choice]]) -> str:
    """Made of checked words, so that it is always a regular expression."""
    parts = []
    for choices in elements:
        if choices == [_GAP]:
            parts.append(rf"(?:(?!{_DENIALS})[^|? ]+ ){{0,{LONGEST_GAP}}}?")
            continue
        options = ["".join(map(_word_pattern, choice)) for choice in choices if choice]
        missing = "?" if () in choices else ""
        parts.append(f"(?:{'|'.join(options)}){missing}")
    return "".join(parts)


def _word_pattern(word: str) -> str:
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\S* "
    return re.escape(word) + " "


def _first_words(elements: Sequence[list[_Choice]], phrase: str) -> set[str]:
    """The words that a phrase may begin with."""
    words: set[str] = set()
    for choices in elements:
        if choices == [_GAP]:
            raise PhraseError(f"“{phrase}”: a gap cannot follow words that may be missing")
        words |= {choice[0] for choice in choices if choice}
        if () not in choices:
            break
    else:
        raise PhraseError(f"“{phrase}”: every word of it may be missing")
    if any(word.endswith("*") and len(word) <= KEY_LENGTH for word in words):
        raise PhraseError(f"“{phrase}”: write at least {KEY_LENGTH} letters before the *")
    return words
