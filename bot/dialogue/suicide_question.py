"""What a message means as an answer to "Do you think about ending your life?". Pure.

Only a clear no is a no. Whoever evades, or says yes by half, is taken at his word that it may be so
(triage_notes.md, section 1: "not sure" counts as yes on the questions for danger).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from bot.dialogue.answers import Stop
from bot.dialogue.facts_said import stands_after_not
from bot.dialogue.measures import read_measure
from bot.dialogue.said import Said
from bot.dialogue.settling import place_of
from bot.dialogue.triage_knowledge import Question, TriageKnowledge, TriageSymptom
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words

CLEAR_NO, NO_IN_WORDS, AFTER_A_NO, HALF_YES = "no", "no, in words", "after a no", "half a yes"
BESIDE_IT, ASKS_POLITELY = "beside it", "asks politely"
SAFE, TAKEN_BACK, TAKEN_BACK_ALONE = "safe", "takes it back", "takes it back, alone"
THINKS_OF_IT, DESPAIR, NODS = "thinks of it", "despair", "nods, alone"
SUICIDE_ANSWERS = (
    CLEAR_NO, NO_IN_WORDS, AFTER_A_NO, HALF_YES, BESIDE_IT, ASKS_POLITELY, SAFE, TAKEN_BACK,
    TAKEN_BACK_ALONE, THINKS_OF_IT, DESPAIR, NODS,
)  # fmt: skip
# A reply about something else has as little of the learned share for low mood: "my sister visits"
# 0.04, "just a monday" 0.09; "I pray" 0.39, "it is all pointless" 0.53.
MOST_MOOD_OF_SOMETHING_ELSE = 0.15
# … and one that tells how little the mood is, as likely red at most.
MOST_RED_OF_MILD_MOOD = 0.05
# "No" alone after the crisis line may be "no, I won't call"; a longer no says what it denies.
_FEWEST_WORDS_OF_A_FULL_NO = 4
_LONGEST_ALONE_WORDS = 5
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
    is_else: bool = False,
) -> int | Stop | None:
    """The button that a message chooses: what it states, and else No only where it is a clear one.
    "Stop asking" stays what it is; the crisis line is said with it.

    ``is_else``: it reports another symptom, or asks about a topic, so that what is no answer is
    none: "he won't eat" is no No.
    """
    yes, no = place_of(question, "Yes"), place_of(question, "No")
    if is_else:
        is_no = chosen == no and answer_about_suicide(said, knowledge) == "no"
        return chosen if chosen != no or is_no else None
    if chosen not in (yes, no, None, "stop"):
        return chosen
    if (is_left or chosen == "stop") and not is_half_a_yes(said, knowledge):
        return "stop"
    return no if answer_about_suicide(said, knowledge) == "no" else yes


def is_half_a_yes(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether it evades, refuses to say, or says yes by half: "it crosses my mind"."""
    return any(
        match.label == HALF_YES and not stands_after_not(match.first, said.words, said.english)
        for match in knowledge.about_suicide.find(said.words)
    )


def says_that_it_is_safe(
    said: Said, knowledge: TriageKnowledge, *, in_so_many_words: bool = False
) -> bool:
    """Whether a message after the crisis line denies in full words that somebody will hurt himself:
    "no, I won't hurt myself", "I am safe, my sister is with me"; nothing that is half a yes.

    ``in_so_many_words``: "oh no, not like that" is not enough, as something else may be meant.
    """
    if said.asks or said.worsens or is_half_a_yes(said, knowledge):
        return False
    if takes_back_a_no(said, knowledge, is_right_after=True):
        return False
    if _holds((SAFE, NO_IN_WORDS), said, knowledge):
        return True
    is_full = not in_so_many_words and _length(said) >= _FEWEST_WORDS_OF_A_FULL_NO
    return is_full and answer_about_suicide(said, knowledge) == "no"


def takes_back_a_no(said: Said, knowledge: TriageKnowledge, *, is_right_after: bool) -> bool:
    """Whether a message takes back that nobody thinks about ending his life: "I do think about it"
    at any time after the no; "I lied" and "I meant yes" while nothing else was asked since."""
    labels = [THINKS_OF_IT]
    if is_right_after:
        is_short = _length(said) <= _LONGEST_ALONE_WORDS
        labels += [TAKEN_BACK, *([TAKEN_BACK_ALONE] if is_short else [])]
    return _holds(labels, said, knowledge)


def _holds(labels: Collection[str], said: Said, knowledge: TriageKnowledge) -> bool:
    found = knowledge.about_suicide.find(said.words)
    denials = [match for match in found if match.label in (NO_IN_WORDS, SAFE)]
    return any(
        match.label in labels
        and not stands_after_not(match.first, said.words, said.english)
        and not (match.label == THINKS_OF_IT and _is_denied(match, denials))
        for match in found
    )


def _is_denied(match: Match, denials: Collection[Match]) -> bool:
    """ "I don't want to hurt myself" holds "hurt myself"."""
    return any(one.first < match.first < one.end for one in denials)


def _length(said: Said) -> int:
    return sum(any(map(str.isalnum, word.norm)) for word in said.words.items)


def tells_of_something_else(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether a message is about something else altogether: "my sister visits", "she is eight".
    Nothing of it evades, begins with a no, or sounds of despair."""
    if is_half_a_yes(said, knowledge) or _holds([THINKS_OF_IT, DESPAIR], said, knowledge):
        return False
    found = knowledge.about_suicide.find(said.words)
    opening = [match for match in found if match.label == CLEAR_NO and match.first == 0]
    # "No, …" may go on with a yes; "he does not eat" says what he does not do.
    if opening and said.words.norm(0) not in knowledge.english.subjects:
        return False
    norms = {word.norm for word in said.words.items if any(map(str.isalnum, word.norm))}
    return bool(norms - knowledge.beside_yes)


def _only_nods(said: Said, knowledge: TriageKnowledge) -> bool:
    """ "Ok", "thanks": nothing is answered. A picture, or "…", is no nod."""
    length = _length(said)
    found = knowledge.about_suicide.find(said.words)
    return length > 0 and any(m.label == NODS and m.end - m.first >= length for m in found)


def _is_a_word(place: int, words: Words) -> bool:
    return any(map(str.isalnum, words.norm(place)))


def is_beside_the_question(said: Said, question: Question, knowledge: TriageKnowledge) -> bool:
    """Whether a message only tells how long it has been, what it is about ("most days") or that it
    is worse, or politely asks something of the treatment: "thank you, and what comes next?"."""
    if is_half_a_yes(said, knowledge):
        return False
    if _only_nods(said, knowledge):
        return True
    if said.asks and not said.worsens and _holds([ASKS_POLITELY], said, knowledge):
        return not _holds([THINKS_OF_IT], said, knowledge)
    if _length(said) > _LONGEST_BESIDE_IT_WORDS:
        return False
    if any(said.states(button) for button in question.buttons if button.mark):
        return False
    is_duration = read_measure(said.words, "days", said.measures) is not None
    found = knowledge.about_suicide.find(said.words)
    is_beside = is_duration or said.worsens
    return is_beside or any(match.label == BESIDE_IT for match in found)
