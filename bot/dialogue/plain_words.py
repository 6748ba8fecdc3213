"""Messages in which nothing stands but a cry for help, or since when something is. Pure."""

from __future__ import annotations

import re
from typing import Literal, cast

from bot.dialogue.context_knowledge import ContextKnowledge
from bot.dialogue.reading import Reading, read_message
from bot.safety import Assessment

Cry = Literal["help", "unwell", "bad"]
_NUMBERS_AND_SIGNS = re.compile(r"[^\w]*\d[\d\W]*(?:°?\s*[cf])?\W*", re.IGNORECASE)
_FILLERS = frozenset({"filler", "fact_filler", "whose"})
# "I feel bad"; in more words it may be about something, or somebody else.
_LONGEST_BAD_WORDS, _LONGEST_CRY_CHARACTERS = 4, 200


def has_no_words(text: str) -> bool:
    """ "38,7", "39 C?": it tells no language."""
    return _NUMBERS_AND_SIGNS.fullmatch(text) is not None


def cry_in(reading: Reading) -> Cry | None:
    """ "Please help", "something is wrong": whoever cries so is asked, or told once more whom to
    call. None where a message says or asks anything else."""
    cries = [match.label for match in reading.matches if match.label.startswith("cry:")]
    if not cries or not reading.says_only({"cry", *_FILLERS}):
        return None
    cry = cast(Cry, cries[0].partition(":")[2])
    is_else = len(reading.places) > _LONGEST_BAD_WORDS or reading.is_short_question
    return None if cry == "bad" and is_else else cry


def is_to_be_asked(text: str, assessment: Assessment, knowledge: ContextKnowledge | None) -> bool:
    """Whether it is a cry for help, or says that somebody is not well, and of what is not said: it
    is asked about, but for what is urgent."""
    if knowledge is None or len(text) > _LONGEST_CRY_CHARACTERS or assessment.crisis:
        return False
    cry = cry_in(read_message(text, knowledge))
    is_guess = assessment.is_only_suspected and cry != "help"
    return cry is not None and (assessment.outcome != "urgent" or is_guess)


def only_says_since_when(reading: Reading) -> bool:
    """ "Since this morning", "for two days": an answer to a question, or the rest of a report."""
    is_onset = _has(reading, "onset") and reading.says_only({"onset", "filler"})
    return is_onset and not _is_asked(reading)


def only_says_it_is_better(reading: Reading) -> bool:
    """ "It's gone now", "he's ok now"."""
    is_better = reading.today == "better" and reading.says_only({"today", *_FILLERS})
    return is_better and not _is_asked(reading)


def tells_of_a_death(reading: Reading) -> bool:
    """ "My husband died last week, he was on Keytruda"."""
    return _has(reading, "death")


def _has(reading: Reading, label: str) -> bool:
    return any(match.label == label for match in reading.matches)


def _is_asked(reading: Reading) -> bool:
    return any(word.norm == "?" for word in reading.words.items)
