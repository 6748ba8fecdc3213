"""Whether an answer to a question for danger says what it is taken for. Pure.

"Yes, both feet" and "no inhaler" tell of the symptom, and answer nothing of what is asked: the
question is put once more before anything follows.
"""

from __future__ import annotations

from typing import Literal

from bot.dialogue.answers import ASKED_BACK, YES_CLAUSE, begins_with_plain_no, labels_of
from bot.dialogue.said import Said
from bot.dialogue.settling import is_yes_or_no, place_of
from bot.dialogue.stems import stems, stems_of
from bot.dialogue.triage_knowledge import Question, TriageKnowledge, is_red

Doubt = Literal["yes", "no"]
# "My neighbour says no": an answer of somebody who need not know.
HEARSAY = "hearsay"
_CANNOT = frozenset({"can", "not"})


def is_for_danger(question: Question) -> bool:
    """Whether a yes to it is an emergency."""
    return question.gravest_mark == "emergency" and is_yes_or_no(question)


def doubt_of(
    chosen: int, said: Said, question: Question, knowledge: TriageKnowledge
) -> Doubt | None:
    """The answer that a message is taken for and does not surely give; None: it does, or the
    question does not ask for danger."""
    if is_yes_or_no(question) and HEARSAY in labels_of(said, knowledge):
        return "yes" if chosen == place_of(question, "Yes") else "no"
    if not is_for_danger(question):
        return "yes" if _is_yes_by_half(chosen, said, question, knowledge) else None
    if chosen == place_of(question, "Yes"):
        return None if _is_sure_yes(said, question, knowledge) else "yes"
    return None if _is_sure_no(said, question, knowledge) else "no"


def _is_yes_by_half(
    chosen: int, said: Said, question: Question, knowledge: TriageKnowledge
) -> bool:
    """Whether "just a bit", which may tell how bad the symptom is, is taken for a yes to signs that
    cannot wait."""
    is_red_yes = is_yes_or_no(question) and is_red(question.gravest_mark)
    if not is_red_yes or chosen != place_of(question, "Yes"):
        return False
    states = any(said.states(button) for button in question.buttons if button.mark)
    labels = {match.label for match in knowledge.answers.find(said.words)}
    return not states and YES_CLAUSE in labels and "yes" not in labels


def is_only_guessed(said: Said, question: Question, knowledge: TriageKnowledge) -> bool:
    """Whether what a message is taken for follows only from "not sure"."""
    labels = labels_of(said, knowledge)
    states = any(said.states(button) for button in question.buttons)
    return "not sure" in labels and "yes" not in labels and not states


def _is_sure_yes(said: Said, question: Question, knowledge: TriageKnowledge) -> bool:
    labels = labels_of(said, knowledge)
    if ASKED_BACK in labels:
        return False
    states = any(said.states(button) for button in question.buttons if button.mark)
    # "It's got worse" alone may be said of what was reported.
    if (
        states
        or (said.worsens and _begins_with_yes(said, knowledge))
        or _names_what_is_asked(said, question, knowledge)
    ):
        return True
    return _norms(said) <= knowledge.beside_yes


def _begins_with_yes(said: Said, knowledge: TriageKnowledge) -> bool:
    found = knowledge.answers.find(said.words)
    return any(one.label == "yes" and (one.first, one.end) == (0, 1) for one in found)


def _is_sure_no(said: Said, question: Question, knowledge: TriageKnowledge) -> bool:
    parts = {part for button in question.buttons if button.mark for part in button.parts}
    if said.well or said.coping or parts & said.denied or begins_with_plain_no(said, knowledge):
        return True
    # "No, but it itches", "no just tired"
    goes_on = {said.words.norm(place) for place in (1, 2)} & knowledge.english.but
    if _names_what_is_asked(said, question, knowledge) or goes_on:
        return True
    if _norms(said) >= _CANNOT:
        return False  # "I can't do anything"
    return _norms(said) <= knowledge.beside_no


def _names_what_is_asked(said: Said, question: Question, knowledge: TriageKnowledge) -> bool:
    named = stems(_norms(said), knowledge.english)
    return bool(named & stems_of(question.wordings, knowledge))


def _norms(said: Said) -> set[str]:
    return {word.norm for word in said.words.items if any(map(str.isalnum, word.norm))}
