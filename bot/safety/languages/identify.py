"""Which language a message is written in: by its script, else by pieces of its words.

Of Latin letters (Spanish, but also Hindi, Arabic or Russian typed with them) a logistic regression
over pieces of words decides, learned from the example lines of all languages and from English.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.safety.kept import kept_for_words
from bot.safety.languages.plain import plain

ENGLISH = "en"
BUCKETS = 1 << 15
# A message is known by its beginning as well as by all of it.
_LONGEST_WORDS = 40
# How likely another language must be where no word is English; the more words are, the likelier. Of
# 15,000 English messages of the development sets five in ten thousand pass, and hardly one of them
# is English.
LEAST_FOREIGN = 0.6
# Where no word is an English one, and one is an everyday word of another language: "diarreas hoy".
LEAST_FOREIGN_OF_EVERYDAY_WORDS = 0.5
# How much an everyday word of a language speaks for it against other languages (log odds); the
# pieces of two or three words alone often point to a neighbor.
EVERYDAY_WORD = 1.5
# A sign of Chinese is about a word; of other scripts a letter is a letter.
_WEIGHT_OF_SIGN = {"CJK": 3}
_LEAST_SHARE_OF_SCRIPT = 0.5
_SHORT_WORDS = 8
# A message of fewer letters is taken as English, but for an everyday word.
_FEWEST_LETTERS = 5

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LearnedLanguages:
    """Weights for each bucket (buckets × languages) and a bias for each language."""

    weights: Floats
    bias: Floats
    codes: tuple[str, ...]


class LanguageIdentifier:
    """Tells a message's language."""

    def __init__(
        self,
        learned: LearnedLanguages,
        scripts: Mapping[str, Sequence[str]],
        is_english_word: Callable[[str], bool],
        everyday_words: Mapping[str, frozenset[str]],
    ) -> None:
        """``scripts``: of each language that has one of its own, as Unicode names it.
        ``everyday_words``: of each language."""
        self._learned = learned
        self._scripts = scripts
        self._is_english_word = is_english_word
        self._words_by_code = everyday_words
        self._everyday_words = frozenset(w for words in everyday_words.values() for w in words)
        self._english = learned.codes.index(ENGLISH)

    def __call__(self, text: str) -> str:
        """The code of the language; "en" also where nothing speaks for another one."""
        own = None if text.isascii() else self._by_script(text)
        if own is not None:
            return own
        words = words_of(plain(text))
        if not words or self._says_too_little(words):
            return ENGLISH
        probabilities = self._probabilities(words)
        foreign = 1 - float(probabilities[self._english])
        known = sum(map(self._is_english_word, words)) / len(words)
        is_told = not known and any(word in self._everyday_words for word in words)
        least = LEAST_FOREIGN_OF_EVERYDAY_WORDS if is_told else LEAST_FOREIGN
        if foreign < least + (1 - least) * known:
            return ENGLISH
        probabilities[self._english] = 0
        return self._learned.codes[int(np.argmax(self._weighed(probabilities, words)))]

    def likeliest(self, text: str, codes: Collection[str]) -> str:
        """The likeliest of these languages, for a text that something else tells to be in one."""
        words = words_of(plain(text))
        weighed = self._weighed(self._probabilities(words), words)
        by_code = dict(zip(self._learned.codes, weighed, strict=True))
        return max(codes, key=lambda code: by_code.get(code, 0.0))

    def _weighed(self, probabilities: Floats, words: Sequence[str]) -> Floats:
        """How likely each language is; of a short message with what its everyday words say."""
        if len(words) > _SHORT_WORDS:
            return probabilities
        longer = [word for word in words if len(word) > 1]
        votes = [
            sum(w in self._words_by_code.get(c, ()) for w in longer) for c in self._learned.codes
        ]
        weighed: Floats = probabilities * np.exp(EVERYDAY_WORD * np.array(votes, dtype=np.float32))
        return weighed

    def _says_too_little(self, words: Sequence[str]) -> bool:
        """ "aye" and "ta ra" are like words of many languages; "hola" is one of them."""
        letters = sum(map(len, words))
        known = any(len(word) > 2 and word in self._everyday_words for word in words)
        return letters < _FEWEST_LETTERS and not known

    def _by_script(self, text: str) -> str | None:
        letters = Counter(filter(None, map(_script, text)))
        weighed = {script: n * _WEIGHT_OF_SIGN.get(script, 1) for script, n in letters.items()}
        total = sum(weighed.values())
        shares = {
            code: sum(weighed.get(script, 0) for script in scripts)
            for code, scripts in self._scripts.items()
        }
        # Chinese and Japanese share signs: whose scripts cover more, or the one with fewer of them.
        best = max(shares, key=lambda code: (shares[code], -len(self._scripts[code])), default=None)
        if best is None or not total or shares[best] < _LEAST_SHARE_OF_SCRIPT * total:
            return None
        return best

    def _probabilities(self, words: Sequence[str]) -> Floats:
        found = pieces(words)
        rows = self._learned.weights[list(found)]
        scores = np.array(list(found.values()), dtype=np.float32) @ rows + self._learned.bias
        odds: Floats = np.exp(scores - scores.max())
        odds /= odds.sum()
        return odds


def words_of(plain_text: str) -> list[str]:
    """The words of a plain text, without numbers and signs."""
    letters = "".join(c if c.isalpha() or c == "'" else " " for c in plain_text)
    return letters.split()[:_LONGEST_WORDS]


def pieces(words: Sequence[str]) -> dict[int, float]:
    """One to four neighbouring letters of each word with its ends, hashed, of unit length."""
    counts: Counter[int] = Counter()
    for word in words:
        counts.update(_pieces_of_word(word))
    length = sum(count * count for count in counts.values()) ** 0.5
    return {bucket: count / length for bucket, count in counts.items()}


@kept_for_words
def _pieces_of_word(word: str) -> tuple[int, ...]:
    spaced = f" {word} "
    found = [spaced[i : i + n] for n in (2, 3, 4) for i in range(len(spaced) + 1 - n)]
    return tuple(zlib.crc32(piece.encode()) % BUCKETS for piece in (spaced, *found))


@lru_cache(maxsize=8192)
def _script(letter: str) -> str | None:
    if not letter.isalpha():
        return None
    return unicodedata.name(letter, "").split(" ")[0].removesuffix("-COMPATIBILITY") or None
