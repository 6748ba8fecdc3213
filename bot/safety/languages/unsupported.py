"""Messages in languages that nobody is answered in, told from those of their neighbours.

The identifier knows the languages that it learned, and takes Danish for Dutch. Here a few letters
and everyday words tell such a language; what is said is read with the same rules and detector.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.safety.languages.identify import words_of
from bot.safety.languages.knowledge import LanguageKnowledge
from bot.safety.languages.plain import plain

# So much must speak for it: a word is one, a letter of its own or a grave wording is …
_LEAST_VOTES = 2
_VOTES_OF_A_LETTER = _VOTES_OF_A_WORDING = 2
_LEAST_SHARE_OF_SCRIPT = 0.5


@dataclass(frozen=True)
class UnsupportedLanguage:
    """One of them: its words and numbers, and what it is known by."""

    knowledge: LanguageKnowledge
    letters: frozenset[str]
    words: frozenset[str]
    scripts: frozenset[str]


class UnsupportedLanguages:
    """Tells whether a message is in one of them."""

    def __init__(
        self,
        languages: Sequence[UnsupportedLanguage],
        supported: Mapping[str, Collection[str]],
        is_english_word: Callable[[str], bool],
    ) -> None:
        """``supported``: the everyday words of each language that somebody is answered in."""
        self._languages = languages
        self._supported = [frozenset(words) for words in supported.values()]
        self._is_english_word = is_english_word

    def __call__(self, text: str) -> LanguageKnowledge | None:
        """The language; None where nothing speaks for one more than for those that are known."""
        letters = {letter for letter in text.lower() if letter.isalpha()}
        words = words_of(plain(text))
        if not words:
            return None
        by_script = self._by_script(text)
        if by_script is not None:
            return by_script.knowledge
        said = plain(text)
        votes = {one.knowledge.code: _votes(one, words, letters, said) for one in self._languages}
        best = max(self._languages, key=lambda one: votes[one.knowledge.code])
        most = votes[best.knowledge.code]
        known = max((_count(words, own) for own in self._supported), default=0)
        others = [word for word in words if word not in best.words and len(word) > 1]
        english = sum(map(self._is_english_word, others))
        is_told = most >= _LEAST_VOTES and most > known and most > english
        return best.knowledge if is_told else None

    def _by_script(self, text: str) -> UnsupportedLanguage | None:
        if text.isascii():
            return None
        scripts = [
            unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()
        ]
        least = _LEAST_SHARE_OF_SCRIPT * len(scripts)
        fitting = (
            one
            for one in self._languages
            if one.scripts and sum(script in one.scripts for script in scripts) > least
        )
        return next(fitting, None)


def _votes(
    one: UnsupportedLanguage, words: Sequence[str], letters: Collection[str], said: str
) -> int:
    votes = _count(words, one.words)
    votes += _VOTES_OF_A_LETTER * (not one.letters.isdisjoint(letters))
    wordings = one.knowledge.symptoms.values() if votes else ()
    return votes + _VOTES_OF_A_WORDING * any(wording.search(said) for wording in wordings)


def _count(words: Sequence[str], own: frozenset[str]) -> int:
    return len({word for word in words if word in own and len(word) > 1})
