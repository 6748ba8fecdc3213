"""Which topic a conversation is about when a message is written."""

from __future__ import annotations

from bot.dialogue.context_knowledge import FollowUps
from bot.dialogue.situation import Situation

# What is talked about after a visit was noted, and no treatment is known.
_OF_A_VISIT = "process/how_given"


def topic_talked_about(situation: Situation, follow_ups: FollowUps) -> str | None:
    """The topic of the last answer; after a treatment was noted, that treatment, unless the answer
    was about it; else what was offered, or the treatment that is remembered."""
    kind = situation.treatment.kind
    subject = follow_ups.subject_of_treatment(kind) if kind else None
    of_treatment = subject.topics[0] if subject else None
    is_about_it = subject is not None and set(situation.answered[-1:]) & set(subject.topics)
    if situation.is_noted and not is_about_it:
        return of_treatment or _OF_A_VISIT
    if situation.answered:
        return situation.answered[-1]
    return situation.offered[0] if situation.is_offer else of_treatment
