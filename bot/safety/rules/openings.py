"""Openings of a message that make a report look like a question or an apology. Pure.

"What? No! I have a rash" is a report, and so is "is it normal that I cry a lot, 3 weeks now". Which
words open a message so stands in bot/data/red_flags/openings.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from bot.safety.rules.bare_no import with_comma_after_no

# So many words must be left after an opening, else it is what the message says.
_FEWEST_WORDS_LEFT = 3
_FEWEST_WORDS_AFTER_A_PREFACE = _FEWEST_WORDS_AFTER_NO = 2

Wordings = tuple[str, ...]


@dataclass(frozen=True)
class Outcry:
    """ "What? No!": its words, and those that may follow one of them."""

    words: Wordings = ()
    and_then: Wordings = ()


@dataclass(frozen=True)
class OwnQuestion:
    """ "Is it normal that I …": what may stand before it, words for what is normal, what leads on
    to what is told, and words that name somebody there."""

    before: Wordings = ()
    normal: Wordings = ()
    leading_on: Wordings = ()
    of_somebody: Wordings = ()


@dataclass(frozen=True)
class Preface:
    """ "Oh sorry, but I forgot to say": what may stand before it, and the words of each part."""

    before: Wordings = ()
    apologising: Wordings = ()
    going_on: Wordings = ()
    wrong: Wordings = ()
    forgot: Wordings = ()
    to_say: Wordings = ()


@dataclass(frozen=True)
class Correction:
    """ "Actually it's also on my back": what may stand before it, its words, what is told of."""

    before: Wordings = ()
    words: Wordings = ()
    of_something: Wordings = ()


@dataclass(frozen=True)
class BareNo:
    """A "no" that stands for itself, and denies nothing of what follows: what may stand before it,
    and behind it."""

    before: Wordings = ()
    words: Wordings = ()
    and_then: Wordings = ()


@dataclass(frozen=True)
class Openings:
    """The openings of openings.yml; without its words nothing is taken for one."""

    outcry: Outcry = field(default_factory=Outcry)
    own_question: OwnQuestion = field(default_factory=OwnQuestion)
    preface: Preface = field(default_factory=Preface)
    correction: Correction = field(default_factory=Correction)
    bare_no: BareNo = field(default_factory=BareNo)

    def without_preface(self, text: str) -> str:
        """The message with spaces in place of "Sorry, I forgot to say" at its start, if something
        is said after it."""
        return _without(text, self._preface, _FEWEST_WORDS_AFTER_A_PREFACE) or text

    def without_correction(self, text: str) -> str:
        """The message with spaces in place of "Actually" at its start, if something is told after
        it: it puts right what was said, and says nothing of a symptom itself."""
        return _without(text, self._correction, _FEWEST_WORDS_LEFT) or text

    def without_outcry(self, text: str) -> str:
        """The message with spaces in place of "What? No!" at its start, if something is said after
        it."""
        return _without(text, self._outcry, _FEWEST_WORDS_LEFT) or text

    def own_statement(self, text: str) -> str | None:
        """What somebody asks about as perhaps normal, with spaces in place of the asking; None
        where nothing is told of oneself."""
        return _without(text, self._own_question, _FEWEST_WORDS_LEFT)

    def without_bare_no(self, text: str) -> str | None:
        """What follows a "no" that denies nothing of it, behind spaces: "no my arm is weak"; None
        where a message begins with no such "no"."""
        return _without(with_comma_after_no(text), self._bare_no, _FEWEST_WORDS_AFTER_NO)

    @cached_property
    def _correction(self) -> re.Pattern[str]:
        it = self.correction
        return _pattern(
            rf"\s*(?:{_any_of(it.before)}[\s,.!]+)*{_any_of(it.words)}"
            rf"[\s,.:-]+(?={_any_of(it.of_something)}\b)"
        )

    @cached_property
    def _bare_no(self) -> re.Pattern[str]:
        it = self.bare_no
        return _pattern(
            rf"\s*(?:{_any_of(it.before)}[\s,]+)*"
            rf"(?:{_any_of(it.words)}[\s,]*)+(?:[,.;:!-]|\bbut\b)\s*"
            rf"(?:{_any_of(it.and_then)}[\s,]+)?"
        )

    @cached_property
    def _outcry(self) -> re.Pattern[str]:
        words, and_then = _any_of(self.outcry.words), _any_of(self.outcry.and_then)
        return _pattern(rf"\s*(?:{words}(?:\s+{and_then})*\s*[?!]+\s*)+")

    @cached_property
    def _own_question(self) -> re.Pattern[str]:
        it = self.own_question
        return _pattern(
            rf"\s*(?:{_any_of(it.before)}[\s,]+)*(?:is|was)\s+(?:it|this|that)\s+(?:\w+\s+)?"
            rf"{_any_of(it.normal)}\s+{_any_of(it.leading_on)}\s+(?={_any_of(it.of_somebody)}\b)"
        )

    @cached_property
    def _preface(self) -> re.Pattern[str]:
        it = self.preface
        telling = (
            rf"(?:i'?ve |i have |i |we )?{_any_of(it.forgot)}(?: to)? {_any_of(it.to_say)}\b"
            r"(?: that)?[\s,.:;-]*"
        )
        return _pattern(
            rf"\s*(?:{_any_of(it.before)}[\s,.!:]+)*"
            rf"(?:(?:(?:i'?m|i am) )?(?:so |very )?{_any_of(it.apologising)}\b[\s,.!:-]*"
            rf"(?:{_any_of(it.going_on)} )?"
            rf"(?:{telling}|(?:i )?{_any_of(it.wrong)}[\s]*[,.:;-]+\s*)?|{telling})"
        )


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def _any_of(wordings: Iterable[str]) -> str:
    """An expression for any of some wordings; for none, where there are none."""
    each = "|".join(re.escape(wording).replace(r"\ ", " ") for wording in wordings)
    return f"(?:{each or '(?!)'})"


def _without(text: str, opening: re.Pattern[str], fewest_words: int) -> str | None:
    found = opening.match(text)
    if found is None or len(text[found.end() :].split()) < fewest_words:
        return None
    return " " * found.end() + text[found.end() :]
