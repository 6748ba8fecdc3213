"""Which answer a message gives to the open question, once all of it is weighed."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.after_no import after_no, says_yes_and_no
from bot.dialogue.answers import Stop, read_answer
from bot.dialogue.limiting import button_of_limit
from bot.dialogue.reports import Reader
from bot.dialogue.said import Said
from bot.dialogue.settling import is_yes_or_no, place_of
from bot.dialogue.suicide_question import (
    MOST_MOOD_OF_SOMETHING_ELSE,
    MOST_RED_OF_MILD_MOOD,
    button_about_suicide,
    is_about_suicide,
    is_beside_the_question,
    tells_of_something_else,
)
from bot.dialogue.sureness import Doubt, doubt_of
from bot.dialogue.triage import (
    break_off,
)
from bot.dialogue.triage_knowledge import Question, TriageSymptom
from bot.dialogue.triage_levels import Rules
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.turns import Turn, turn_of


def as_judged(
    triage: Triage, chosen: int, said: Said, message: Message, reader: Reader
) -> tuple[int, Doubt | None]:
    """The answer that a message gives once all of it is weighed, and the one that is doubtful.

    "No, no and yes" is a yes, once it was asked which; "no, but it's rock hard" may be one.
    """
    assert triage.question is not None
    symptom = reader.rules.knowledge.symptoms[triage.question[0]]
    question = symptom.questions[triage.question[1]]
    yes, plain = place_of(question, "Yes"), doubt_of(chosen, said, question, reader.rules.knowledge)
    if yes is None or not is_yes_or_no(question) or is_about_suicide(symptom, question):
        return chosen, plain
    if says_yes_and_no(said):
        return yes, None if triage.made_sure else "yes"
    if chosen == yes:
        return chosen, plain
    rest = after_no(said, question, symptom, message.told, reader)
    if rest == "grave":
        return yes, None
    may_be_yes = rest == "doubtful" and not (triage.made_sure or message.is_check)
    return chosen, "no" if may_be_yes else plain


def chosen_answer(
    said: Said,
    symptom: TriageSymptom,
    question: Question,
    rules: Rules,
    *,
    is_else: bool,
    is_left: bool,
) -> int | Stop | None:
    """The button that a message chooses, "stop", or None.

    ``is_else``: it reports another symptom, or asks about a topic.
    """
    knowledge = rules.knowledge
    chosen = read_answer(said, question, knowledge)
    if chosen is None and not is_else and set(said.happening) <= {symptom.name}:
        chosen = button_of_limit(said, question, knowledge)
    if not is_about_suicide(symptom, question):
        return chosen
    return button_about_suicide(chosen, said, question, knowledge, is_left=is_left, is_else=is_else)


def _goes_on_to_else(message: Message, said: Said, question: Question, reader: Reader) -> bool:
    """Whether a reply to the question about suicide is about something else, as far as words,
    learned wordings and the safety layer tell. "Two months" may be about the thoughts."""
    if is_beside_the_question(said, question, reader.rules.knowledge):
        return False
    if message.sounds_of_suicide or not tells_of_something_else(said, reader.rules.knowledge):
        return False
    return reader.report(message.text).mood <= MOST_MOOD_OF_SOMETHING_ELSE


def passes_suicide(
    chosen: int | Stop | None,
    message: Message,
    said: Said,
    symptom: TriageSymptom,
    question: Question,
    reader: Reader,
) -> bool:
    """Whether what would count as a yes to the question about suicide is about something else."""
    is_yes = is_about_suicide(symptom, question) and chosen == place_of(question, "Yes")
    if not is_yes:
        return False
    is_mild = _tells_how_mild_it_is(message, said, symptom, reader)
    return is_mild or _goes_on_to_else(message, said, question, reader)


def _tells_how_mild_it_is(
    message: Message, said: Said, symptom: TriageSymptom, reader: Reader
) -> bool:
    """ "Some days only, I still enjoy my garden": the mildest answer to another question, in words
    that are surely not red, and nothing that evades or sounds of despair."""
    if message.sounds_of_suicide or not tells_of_something_else(said, reader.rules.knowledge):
        return False
    harmless = (b for one in symptom.questions for b in one.buttons if not b.mark)
    is_told = any(said.states(button) for button in harmless)
    return is_told and reader.report(message.text).red <= MOST_RED_OF_MILD_MOOD


def past_suicide(triage: Triage, message: Message, reader: Reader) -> Turn | None:
    """The question once more, kindly; who goes past it a second time is told to call today, with
    the crisis line for whoever would say yes. What else may be a red flag is asked about first."""
    if message.is_check:
        return None
    if not triage.made_sure:
        # Whom else it names is not who is asked about: "my sister visits".
        return Turn("question", replace(triage.once_more(""), made_sure="yes"))
    return turn_of(break_off(replace(triage, made_sure=""), reader.rules), reader.rules)
