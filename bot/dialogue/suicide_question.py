"""What a message means as an answer to "Do you think about ending your life?". Pure.

Only a clear no is a no. Whoever evades, or says yes by half, is taken at his word that it may be so
(triage_notes.md, section 1: "not sure" counts as yes on the questions for danger).
"""

from __future__ import annotations

from typing import Literal

from bot.dialogue.answers import Stop
from bot.dialogue.facts_said import stands_after_not
from bot.dialogue.measures import read_measure
from bot.dialogue.said import Said
from bot.dialogue.settling import place_of
from bot.dialogue.triage_knowledge import Question, TriageKnowledge, TriageSymptom
from bot.safety.rules.words import Words

CLEAR_NO, NO_IN_WORDS, AFTER_A_NO, HALF_YES = "no", "no, in words", "after a no", "half a yes"
BESIDE_IT = "beside it"
SUICIDE_ANSWERS = (CLEAR_NO, NO_IN_WORDS, AFTER_A_NO, HALF_YES, BESIDE_IT)
# "Since the diagnosis, every day": what is longer says more than how long.
_LONGEST_BESIDE_IT_WORDS = 8


def is_about_suicide(symptom: TriageSymptom, question: Question) -> bool:
    """Whether it is the question that leads to the crisis line."""
    return symptom.crisis and question.gravest_mark == "emergency"


def answer_about_suicide(said: Said, knowledge: TriageKnowledge) -> Literal["yes", "no"]:
    """ "No" for a clear no, alone or with its reason; "yes" for whatever else is answered."""
    if is_half_a_yes(said, knowledge) or said.worsens:
        return "yes"
    found = knowledge.about_suicide.find(said.words)
    if any(match.label == NO_IN_WORDS for match in found):
        return "no"
    opening = [match.end for match in found if match.label == CLEAR_NO and match.first == 0]
    if not opening:
        return "yes"
    rest = range(max(opening), len(said.words))
    place = next((one for one in rest if _is_a_word(one, said.words)), None)
    goes_on = any(match.label == AFTER_A_NO and match.first == place for match in found)
    return "no" if place is None or goes_on else "yes"


def button_about_suicide(
    chosen: int | Stop | None,
    said: Said,
    question: Question,
    knowledge: TriageKnowledge,
    *,
    is_left: bool,
) -> int | Stop | None:
    """The button that a message chooses: what it states, and else No only where it is a clear one.
    "Stop asking" stays what it is; the crisis line is said with it."""
    yes, no = place_of(question, "Yes"), place_of(question, "No")
    if chosen not in (yes, no, None, "stop"):
        return chosen
    if (is_left or chosen == "stop") and not is_half_a_yes(said, knowledge):
        return "stop"
    return no if answer_about_suicide(said, knowledge) == "no" else yes


def is_half_a_yes(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether it evades, refuses to say, or says yes by half: "it crosses my mind"."""
    return any(
        match.label == HALF_YES and not stands_after_not(match.first, said.words)
        for match in knowledge.about_suicide.find(said.words)
    )


def _is_a_word(place: int, words: Words) -> bool:
    return any(map(str.isalnum, words.norm(place)))


def is_beside_the_question(said: Said, question: Question, knowledge: TriageKnowledge) -> bool:
    """Whether a message only tells how long it has been, what it is about, or that it is worse."""
    words = [word.norm for word in said.words.items if any(map(str.isalnum, word.norm))]
    if len(words) > _LONGEST_BESIDE_IT_WORDS or is_half_a_yes(said, knowledge):
        return False
    if any(said.states(button) for button in question.buttons if button.mark):
        return False
    is_duration = read_measure(said.words, "days", said.measures) is not None
    found = knowledge.about_suicide.find(said.words)
    is_beside = is_duration or said.worsens
    return is_beside or any(match.label == BESIDE_IT for match in found)
