"""Results of blood tests that patients read out: "sodium 120", "my creatinine doubled".

Which words name them, and which numbers are nothing to call about, stands in lab_results.yml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.safety.rules.numbers import find_numbers
from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.spelling import SpellingBook
from bot.safety.rules.words import Words, read_words

# Labels of phrases that name no test.
ABNORMAL, UNLESS = "abnormal", "unless"
_REACH_WORDS = 6
_LONGEST_RESULT_WORDS = 30


@dataclass(frozen=True)
class LabTest:
    """One blood test.

    ``understood``: its name for the patient. ``nothing_to_call_about``: ranges of numbers, both
    ends included, in each unit that is in use; none: any number is judged by the care team.
    ``only_with_number``: whether its short name means something else without a number ("alt").
    """

    understood: str
    nothing_to_call_about: tuple[tuple[float, float], ...] = ()
    only_with_number: bool = False

    def is_conspicuous(self, value: float) -> bool:
        """Whether the care team should hear of such a number."""
        return not any(low <= value <= high for low, high in self.nothing_to_call_about)


@dataclass(frozen=True)
class LabResult:
    """A result that a message tells.

    ``understood``: "sodium of 120", or the test's name. ``is_conspicuous``: whether a number or the
    words say that it is not as it should be. ``has_number``: whether a number says it.
    """

    understood: str
    is_conspicuous: bool
    has_number: bool


@dataclass(frozen=True, eq=False)
class LabTests:
    """The tests of lab_results.yml by name; phrases that name them, or say what one is like."""

    tests: Mapping[str, LabTest] = field(default_factory=dict)
    book: PhraseBook = field(default_factory=PhraseBook)
    spelling: SpellingBook | None = None

    def result_in(self, text: str) -> LabResult | None:
        """The result of a blood test that a message tells; of several, a conspicuous one."""
        if self.spelling is None:
            return None
        words = read_words(text, self.spelling.correct)
        if len(words) > _LONGEST_RESULT_WORDS:
            return None
        found = self.book.find(words)
        if any(match.label == UNLESS for match in found):
            return None
        named = [match for match in found if match.label in self.tests]
        results = [self._result(match, named, found, words) for match in named]
        told = [one for one in results if one is not None]
        return max(told, key=lambda one: (one.is_conspicuous, one.has_number), default=None)

    def _result(
        self, name: Match, named: Sequence[Match], found: Sequence[Match], words: Words
    ) -> LabResult | None:
        test = self.tests[name.label]
        first, end = words.sentence_bounds(name.first)
        reach = range(max(first, name.first - _REACH_WORDS), min(end, name.end + _REACH_WORDS))
        after = min((one.first for one in named if one.first > name.first), default=end)
        values = [
            number.value
            for number in find_numbers(words)
            if number.first in reach and name.end <= number.first < after
        ]
        is_abnormal = any(one.label == ABNORMAL and one.first in reach for one in found)
        if values:
            worst = next(filter(test.is_conspicuous, values), values[0])
            is_conspicuous = is_abnormal or test.is_conspicuous(worst)
            return LabResult(f"{test.understood} of {worst:g}", is_conspicuous, has_number=True)
        if test.only_with_number or not is_abnormal:
            return None
        return LabResult(test.understood, is_conspicuous=True, has_number=False)
