"""What the messages of a talk lead to when they are read as one report. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.after_no import clauses_that_deny
from bot.dialogue.facts_said import count_apart
from bot.dialogue.later import SIGNS_OF_A_LIST, is_denial
from bot.dialogue.measures import is_bare_count
from bot.dialogue.plain_words import only_says_since_when
from bot.dialogue.reading import read_message
from bot.dialogue.reports import OLD, Reader, Report
from bot.dialogue.said import Said
from bot.dialogue.settling import settled_by
from bot.dialogue.suicide_question import is_about_suicide
from bot.dialogue.sureness import is_for_danger
from bot.dialogue.triage_knowledge import Action, Question, graver, is_red
from bot.dialogue.triage_state import Case
from bot.dialogue.weighing import is_guess

# A talk of so many messages may decide without another question: where its wording is as unlikely
# red as this, or as likely, and by so much more than before this message. Chosen on tests/dialogue
# and the symptom dialogues of six writers in November 2026.
_MESSAGES_OF_A_TALK = 2
_MOST_RED_WHEN_ALL_IS_TOLD = 0.15
_RED_WHEN_ALL_IS_TOLD_FROM, _MUCH_MORE = 0.95, 0.1
# "1" says nothing that makes it red.
_LEAST_WORDS_OF_NEWS = 2
# Who denies so many things, one after the other, has thought of those of danger.
_CLAUSES_OF_A_LIST = 3
# "You have been very patient, thank you" (1.00) is none; "they gave way twice" (0.86) is.
_SURELY_NOTHING_FROM = 0.98
# "I have a rash. No. No. No." reports nothing to speak of, and decides nothing.
MOST_NOTHING_OF_TALK = 0.5
_TALK = ". "
_LONGEST_ONSET = 100


def decided_by_talk(
    told: Sequence[str], case: Case, said: Said, reader: Reader, *, is_unread: bool
) -> Action | None:
    """What a talk about a symptom leads to at least, so that nothing more is asked; None: it does
    not decide.

    Args:
        told: its messages, in order.
        case: the symptom that is asked about, with what was answered so far.
        said: the latest message, with the signs that are known.
        is_unread: whether that message answers no question.
    """
    if len(told) < _MESSAGES_OF_A_TALK:
        return None
    whole = reader.report(_TALK.join(told))
    if whole.symptoms[:1] != (case.symptom,) or whole.nothing > MOST_NOTHING_OF_TALK:
        return None
    if is_unread and reader.report(told[-1]).nothing >= _SURELY_NOTHING_FROM:
        return None  # "ok cheers"
    action = _mild(whole, said, is_unread)
    if action is not None and not _denies_enough(said) and leaves_graver(case, action, reader):
        action = None  # "mild", "like always" answers the last question, and no other
    if action is not None and leaves_danger(case, said, reader):
        action = None  # "no sores, only tender" says nothing of a swelling throat
    if action is not None and asks_about_suicide(case, reader):
        return None
    # "No fainting" makes nothing worse.
    may_be_red = action is None and is_unread and not is_denial(reader.said(told[-1]))
    # How grave a number is, the table knows: "2 times more than usual"; and "as for years" makes
    # nothing worse.
    questions = reader.rules.knowledge.symptoms[case.symptom].questions
    is_counted = any(said.value(question) is not None for question in questions)
    is_counted = is_counted or is_bare_count(said.words, said.measures)
    may_be_red = may_be_red and not is_counted and not _only_since_when(told[-1], reader)
    may_be_red = may_be_red and not _is_in_the_table(told[-1], questions, reader)
    may_be_red = may_be_red and OLD not in reader.said(told[-1]).stated
    if may_be_red and _is_red_since(told, whole, said, reader):
        return "call_now"
    return action


def _is_in_the_table(text: str, questions: Sequence[Question], reader: Reader) -> bool:
    """Whether a message chooses a button that is marked: how grave that is, the table knows, as in
    "three nights with hardly a wink"."""
    said = reader.said(text)
    chosen = ((question, settled_by(said, question)) for question in questions)
    return any(place is not None and question.buttons[place].mark for question, place in chosen)


def _only_since_when(text: str, reader: Reader) -> bool:
    """ "Started monday": the question that is open is put again."""
    is_read = reader.context is not None and len(text) <= _LONGEST_ONSET
    return is_read and only_says_since_when(read_message(text, reader.context))


def another_symptom(told: Sequence[str], symptom: str, reader: Reader) -> str | None:
    """What the messages of a talk are together surely about, where the first named no symptom and
    the one that is asked about was guessed: "my hands are giving me bother … three quarters of an
    hour before I can close them"; else None."""
    if len(told) < _MESSAGES_OF_A_TALK or not is_guess(reader.report(told[0])):
        return None
    whole = reader.report(_TALK.join(told))
    if whole.nothing > MOST_NOTHING_OF_TALK or is_guess(whole):
        return None
    meant = next(iter(whole.symptoms), symptom)
    return None if meant == symptom else meant


def _mild(whole: Report, said: Said, is_unread: bool) -> Action | None:
    """The advice, where all that decides is said: "since Sunday … eating half, no headache, not
    yellow". Who only denies something has not told how much it is."""
    if is_denial(said) or is_red(whole.level):
        return None
    denies = _denies_enough(said)
    is_mild = is_unread and whole.red_as_told <= _MOST_RED_WHEN_ALL_IS_TOLD
    if not denies and not is_mild:
        return None
    can_wait = whole.advice == "self_care"
    return None if can_wait and not whole.is_surely_mild else whole.advice


def _denies_enough(said: Said) -> bool:
    listed = count_apart(said.denials)
    return listed >= SIGNS_OF_A_LIST or (listed > 0 and said.coping)


def leaves_graver(case: Case, action: Action, reader: Reader) -> bool:
    """Whether a question that got no answer yet could lead to more than an action."""
    questions = reader.rules.knowledge.symptoms[case.symptom].questions
    return any(
        place is None and graver(action, question.gravest_mark) != action
        for question, place in zip(questions, case.chosen, strict=True)
    )


def leaves_danger(case: Case, said: Said, reader: Reader) -> bool:
    """Whether a question for danger got no answer yet, nor is answered by all that was told."""
    if clauses_that_deny(said) >= _CLAUSES_OF_A_LIST:
        return False
    questions = reader.rules.knowledge.symptoms[case.symptom].questions
    return any(
        place is None and is_for_danger(question) and settled_by(said, question) is None
        for question, place in zip(questions, case.chosen, strict=True)
    )


def asks_about_suicide(case: Case, reader: Reader) -> bool:
    """Whether the question about suicide got no answer yet: nothing else decides in its place."""
    symptom = reader.rules.knowledge.symptoms[case.symptom]
    return any(
        place is None and is_about_suicide(symptom, question)
        for question, place in zip(symptom.questions, case.chosen, strict=True)
    )


def _is_red_since(told: Sequence[str], whole: Report, said: Said, reader: Reader) -> bool:
    """Whether the talk is surely red, and only since the latest message: "my legs are weak … I
    can't get off the sofa"."""
    words = sum(word.norm.isalpha() for word in said.words.items)
    if whole.red_as_told < _RED_WHEN_ALL_IS_TOLD_FROM or words < _LEAST_WORDS_OF_NEWS:
        return False
    earlier = reader.report(_TALK.join(told[:-1])).red_as_told
    return whole.red_as_told >= earlier + _MUCH_MORE
