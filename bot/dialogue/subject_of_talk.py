"""Which topic a conversation is about when a message is written."""

from __future__ import annotations

from bot.dialogue.after_note import OF_THE_TIME_AFTER, is_over
from bot.dialogue.context_knowledge import ContextKnowledge
from bot.dialogue.reading import Reading
from bot.dialogue.situation import Situation

# What is talked about after a visit was noted, and no treatment is known.
_OF_A_VISIT = "process/how_given"


def topic_talked_about(situation: Situation, knowledge: ContextKnowledge) -> str | None:
    """The topic of the last answer; after a treatment was noted, that treatment, unless the answer
    was about it; else what was offered, or the treatment that is remembered."""
    kind = situation.treatment.kind
    subject = knowledge.follow_ups.subject_of_treatment(kind) if kind else None
    of_treatment = subject.topics[0] if subject else None
    is_about_it = subject is not None and set(situation.answered[-1:]) & set(subject.topics)
    if is_over(situation, knowledge):
        return OF_THE_TIME_AFTER
    if situation.is_noted and not is_about_it:
        return of_treatment or _OF_A_VISIT
    if situation.answered:
        return situation.answered[-1]
    return situation.offered[0] if situation.is_offer else of_treatment


def only_asks_about_a_treatment(reading: Reading, situation: Situation) -> bool:
    """ "And Yervoy", "what about CAR-T": behind an answer it asks, and says of nobody that he gets
    it."""
    goes_on = reading.words.norm(0) in reading.knowledge.english.opening_what_goes_on
    is_next = goes_on and not reading.states_treatment
    is_behind_answer = bool(situation.answered) and not situation.is_noted
    return is_behind_answer and is_next and reading.is_only_treatment


def kind_asked_about(
    reading: Reading, topic: str | None, question_kind: str | None, known: str | None
) -> str | None:
    """The kind of treatment that a short question names, or that what is talked about is of; None:
    that of the patient.

    Args:
        reading: the question.
        topic: what is talked about.
        question_kind: the kind that the last question was about.
        known: the kind that is remembered.
    """
    if reading.meant:
        return reading.meant[0].kind
    follow_ups = reading.knowledge.follow_ups
    subject = follow_ups.subject_of(topic) if topic else None
    kind = subject.treatment if subject else None
    # "Can I drive" has an answer for CAR-T only; who gets another treatment did not ask about that.
    came_upon_it = known not in (None, kind) and topic in follow_ups.only_for
    return question_kind if came_upon_it else kind or question_kind
