"""Messages in which nothing stands but a cry for help, or since when something is. Pure."""

from __future__ import annotations

import re
from typing import Literal, cast

from bot.dialogue.context_knowledge import ContextKnowledge
from bot.dialogue.reading import Reading, read_message
from bot.safety import Assessment

Cry = Literal["help", "unwell", "bad"]
Picture = Literal["unwell", "sad", "thanks"]
Settled = Literal["seen", "over"]
_LONGEST_SETTLED_WORDS, _LONGEST_PERSONAL_WORDS = 25, 16
# The pattern looks at a text of twice the length four times as long.
_LONGEST_NUMBER = 40
_NUMBERS_AND_SIGNS = re.compile(r"[^\w]*\d[\d\W]*(?:°?\s*[cf])?\W*", re.IGNORECASE)
_FILLERS = frozenset({"filler", "fact_filler", "whose"})
_OUTCRY = ("what", "a")  # "What a day"
# "I feel bad"; in more words it may be about something, or somebody else.
_LONGEST_BAD_WORDS, _LONGEST_CRY_CHARACTERS = 4, 200


def has_no_words(text: str) -> bool:
    """ "38,7", "39 C?": it tells no language."""
    return len(text) <= _LONGEST_NUMBER and _NUMBERS_AND_SIGNS.fullmatch(text) is not None


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
    if picture_in(text, knowledge) == "unwell":
        return assessment.outcome != "urgent"
    cry = cry_in(read_message(text, knowledge))
    is_guess = assessment.is_only_suspected
    return cry is not None and (assessment.outcome != "urgent" or is_guess)


def picture_in(text: str, knowledge: ContextKnowledge) -> Picture | None:
    """What a message says that is nothing but pictures: "😭😭", "🤒"."""
    if any(map(str.isalnum, text)):
        return None
    pictures = knowledge.pictures.items()
    said = (name for name, signs in pictures if any(sign in text for sign in signs))
    return cast("Picture | None", next(said, None))


def matter_settled(reading: Reading) -> Settled | None:
    """Whether what is told is dealt with: "I had the runs last month but it's gone", "the doctor
    saw it and gave me cream". Not where anything of it is there now."""
    if len(reading.places) > _LONGEST_SETTLED_WORDS:
        return None
    said = {m.label.partition(":")[2] for m in reading.matches if m.label.startswith("settled:")}
    knows = "seen" in said or {"told", "answered"} <= said
    if knows and not _says_otherwise(reading):
        return "seen"
    is_over = {"long_ago", "gone"} <= said and "not" not in said
    return "over" if is_over else None


def _says_otherwise(reading: Reading) -> bool:
    """Whether something says that it is not dealt with, outside the words that say that the care
    team has seen it: "the doctor saw it this morning"."""
    seen = [m for m in reading.matches if m.label == "settled:seen"]
    return any(
        m.label == "settled:not" and not any(s.first <= m.first and m.end <= s.end for s in seen)
        for m in reading.matches
    )


def is_surely_settled(
    text: str, assessment: Assessment, knowledge: ContextKnowledge | None
) -> bool:
    """Whether it is dealt with, and nothing in it is an emergency or of suicide; a number that was
    measured long ago is for the care team, one that they know of is not."""
    if knowledge is None or len(text) > _LONGEST_CRY_CHARACTERS or assessment.crisis:
        return False
    if assessment.tier == "emergency" or any(f.is_emergency_by_rule for f in assessment.findings):
        return False
    settled = matter_settled(read_message(text, knowledge))
    is_measured = any(map(str.isdigit, assessment.understood))
    return settled == "seen" or (settled == "over" and not is_measured)


def only_says_since_when(reading: Reading) -> bool:
    """ "Since this morning", "for two days": an answer to a question, or the rest of a report."""
    is_onset = _has(reading, "onset") and reading.says_only({"onset", "filler"})
    return is_onset and not _is_asked(reading)


def only_says_it_is_better(reading: Reading) -> bool:
    """ "It's gone now", "he's ok now"."""
    is_better = reading.today == "better" and reading.says_only({"today", *_FILLERS})
    return is_better and not _is_asked(reading)


def only_says_it_is_no_help(reading: Reading) -> bool:
    """ "Thanks for nothing"."""
    return _has(reading, "unhelpful") and reading.says_only({"unhelpful", "filler"})


def tells_of_a_death(reading: Reading) -> bool:
    """ "My husband died last week, he was on Keytruda"."""
    return _has(reading, "death")


def tells_something_personal(reading: Reading) -> bool:
    """ "My husband left me", "lousy day": what weighs on somebody, and asks nothing."""
    is_short = len(reading.places) <= _LONGEST_PERSONAL_WORDS
    is_outcry = (reading.words.norm(0), reading.words.norm(1)) == _OUTCRY
    tells = is_short and (is_outcry or not reading.is_asked)
    return tells and (_has(reading, "personal") or is_left(reading))


def is_left(reading: Reading) -> bool:
    """ "She has moved out": nobody has died."""
    return _has(reading, "parting") and not tells_of_a_death(reading)


def is_well_and_asks_leave(reading: Reading) -> bool:
    """ "I feel quite all right, and my wife wants me to ask if I may go swimming"."""
    return _has(reading, "feels_well") and _has(reading, "asks_leave")


def _has(reading: Reading, label: str) -> bool:
    return any(match.label == label for match in reading.matches)


def _is_asked(reading: Reading) -> bool:
    return any(word.norm == "?" for word in reading.words.items)
