"""How hard an answer is to read, and how long it is: the project's own limits for answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import textstat

from bot.content.faq_files import Response

SHORTEST_WORDS, LONGEST_WORDS = 40, 120
# Flesch-Kincaid grade. The AMA and the NIH ask for a sixth-grade level or below in texts for
# patients; a short text may go a little over it because of one long word.
HIGHEST_GRADE = 6.5
# Stands for a word in braces, so that each counts as one word.
_FILLED_IN = "555-0100"
# What an answer must go on saying: whom to call, and that it cannot wait.
_LIFELINES = ("{care_team_phone}", "{emergency_phone}", "{crisis_phone}", "at once")
_FOR_CLINICIANS = re.compile(
    r"\b\d+ ?(mg|ml|mcg|tablets?)\b|\b(we|it will|will) cure\b|\bguarantee|\bstop taking\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Readability:
    """Words of an answer as a patient reads it, and its Flesch-Kincaid grade."""

    words: int
    grade: float

    @classmethod
    def of(cls, text: str) -> Readability:
        read = re.sub(r"\{\w+\}", _FILLED_IN, text)
        grade = float(textstat.flesch_kincaid_grade(read.replace("\n", " "))) if read.strip() else 0
        return cls(len(read.split()), grade)


def length_problem(measured: Readability) -> str | None:
    """What is wrong with the length of an answer; None: nothing."""
    if SHORTEST_WORDS <= measured.words <= LONGEST_WORDS:
        return None
    return f"it has {measured.words} words; an answer has {SHORTEST_WORDS} to {LONGEST_WORDS}"


def wording_problems(text: str, before: Response) -> list[str]:
    """What keeps a text from being the answer in place of the one ``before``, in plain sentences:
    too hard, or without the call for help that was there. Its length the check of content
    measures."""
    measured = Readability.of(text)
    found = []
    if measured.grade > HIGHEST_GRADE:
        found.append(
            f"It reads at school grade {measured.grade:.1f}; the highest is {HIGHEST_GRADE}. "
            "Shorter sentences and plainer words bring it down."
        )
    found += [
        f"The answer before said “{words}”. Keep that: it tells patients when and whom to call."
        for words in _LIFELINES
        if words in before.text and words not in text
    ]
    match = _FOR_CLINICIANS.search(text)
    if match:
        found.append(
            f"“{match[0]}”: an answer gives no doses, promises no cure, and tells nobody to stop "
            "a medicine."
        )
    return found
