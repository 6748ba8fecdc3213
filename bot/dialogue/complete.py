"""What follows from a report whose wording says all that decides. Pure.

Thresholds were chosen on the graded reports of six writers in November 2026 (docs/triage.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue.said import FEVER, Said
from bot.dialogue.triage_knowledge import Action

# A report that is as likely mild and complete, and no likelier red, needs no question; one of fewer
# words only where it is less likely red.
COMPLETE_FROM, MOST_RED_OF_COMPLETE = 0.5, 0.25
WORDS_OF_COMPLETE, LEAST_WORDS_OF_COMPLETE, MOST_RED_OF_FEW_WORDS = 7, 2, 0.15
# Whoever asks something gets an answer, or is asked, unless the report around it is as likely mild:
# of 28 such reports of four writers 25 were right to get advice, and 1 was told too little.
COMPLETE_OF_A_QUESTION_FROM = 0.75
# One of several symptoms needs none only where one advice is as likely: "a bit itchy, and queasy
# for days" grades the one, and says little of the other.
COMPLETE_OF_SEVERAL_FROM = 0.9
# It is advised to call today where that is so many times as likely as that it can wait.
TODAY_OVER_SELF_CARE = 0.8
# A wording that can wait with this likelihood, and is no likelier red, is mild although a phrase in
# it may ask for a call today: "thighs a bit stiff like after the gym, still doing everything". Of
# 21 such reports 20 were right to wait.
SURELY_MILD_FROM, MOST_RED_OF_SURELY_MILD = 0.5, 0.1
# One that need not be now with this likelihood is no alarm, either: "soles red and tender, nothing
# has cracked, I walk to the shop as always".
# Of 56 such reports of two writers 54 were right to wait till today at least.
MILD_BEYOND_DOUBT_FROM = 0.95


def advice_of(
    likely: Mapping[str, float], norms: Sequence[str], *, asks: bool, several: bool
) -> Action | None:
    """The advice without a question; None: something must be asked, or it may be red.

    Args:
        likely: outcome → its probability, see recogniser.OUTCOMES.
        norms: its words in their normal form.
        asks: whether it asks something.
        several: whether it names several symptoms.
    """
    words = sum(norm.isalnum() for norm in norms)
    today, self_care = likely["call_today"], likely["self_care"]
    least = COMPLETE_OF_A_QUESTION_FROM if asks else COMPLETE_FROM
    if words < LEAST_WORDS_OF_COMPLETE or today + self_care < least:
        return None
    if several and max(today, self_care) < COMPLETE_OF_SEVERAL_FROM:
        return None
    if red_of(likely) > _most_red(words):
        return None
    return "self_care" if self_care > TODAY_OVER_SELF_CARE * today else "call_today"


def is_surely_mild(likely: Mapping[str, float]) -> bool:
    """Whether the wording as a whole is so surely mild that facts which it seems to state do not
    make it graver."""
    can_wait = likely["self_care"] >= SURELY_MILD_FROM
    return is_mild_beyond_doubt(likely) or (can_wait and red_of(likely) <= MOST_RED_OF_SURELY_MILD)


def is_mild_beyond_doubt(likely: Mapping[str, float]) -> bool:
    """Whether it is that so surely that neither words in it nor the detector make it an alarm."""
    return likely["call_today"] + likely["self_care"] >= MILD_BEYOND_DOUBT_FROM


def _most_red(words: int) -> float:
    return MOST_RED_OF_COMPLETE if words >= WORDS_OF_COMPLETE else MOST_RED_OF_FEW_WORDS


def red_of(likely: Mapping[str, float]) -> float:
    """How likely an outcome is one that cannot wait."""
    return likely["call_now"] + likely["emergency"]


def advice_in(
    likely: Mapping[str, float], said: Said, main: str, *, several: bool
) -> Action | None:
    """The advice that a mild report leads to; what follows from a number, the table says.

    Args:
        likely: of each outcome, how likely it is.
        said: the report.
        main: the symptom that it is about.
        several: whether it tells of others, too.
    """
    if said.is_measured and main == FEVER:
        return None
    norms = [word.norm for word in said.words.items]
    return advice_of(likely, norms, asks=said.asks, several=several)
