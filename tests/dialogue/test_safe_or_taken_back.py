"""After the question about suicide: what says that somebody is safe, and what takes a no back."""

from __future__ import annotations

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.suicide_question import (
    is_beside_the_question,
    says_that_it_is_safe,
    takes_back_a_no,
)

SAFE = [
    "I won't hurt myself",
    "no I will not do anything silly",
    "I am really safe, my neighbour is here",
    "I swear I am safe",
    "no, nothing like that, honestly not",
    "I don't want to die, I love my family",
]
NOT_SAFE = [
    "no",
    "nope",
    "I am safe for now but I can't promise",
    "am I safe?",
    "I won't hurt myself until Sunday",
    "I am not safe",
    "no one is here",
    "thanks, I am fine",
    "maybe I won't hurt myself",
]
TAKES_BACK = ["that was a lie", "I was lying", "I should have said yes", "that's not the truth"]
THINKS_OF_IT = ["I still think about dying", "those thoughts cross my mind", "I want to end it"]
TAKES_NOTHING_BACK = [
    "sorry for the long text",
    "I never think about it",
    "I didn't lie to you",
    "what do you think about Keytruda",
    "I do not want to die",
]
ASKS_POLITELY = [
    "Thank you. What may I eat?",
    "thanks, and when is it given?",
    "may I travel next week?",
    "is it all right to wash my hair?",
]
ASKS_NOT_POLITELY = [
    "what if I did?",
    "why do you ask that",
    "does it matter",
    "should I end it",
    "thank you, and what if I think about ending it?",
]


@pytest.mark.parametrize("text", SAFE)
def test_a_no_in_full_words(text: str, reader: Reader) -> None:
    assert says_that_it_is_safe(reader.said(text), reader.rules.knowledge)


@pytest.mark.parametrize("text", NOT_SAFE)
def test_what_is_no_such_no(text: str, reader: Reader) -> None:
    assert not says_that_it_is_safe(reader.said(text), reader.rules.knowledge)


@pytest.mark.parametrize("is_right_after", [True, False])
@pytest.mark.parametrize("text", THINKS_OF_IT)
def test_thoughts_count_in_the_whole_talk(text: str, is_right_after: bool, reader: Reader) -> None:
    said, knowledge = reader.said(text), reader.rules.knowledge
    assert takes_back_a_no(said, knowledge, is_right_after=is_right_after)


@pytest.mark.parametrize("text", TAKES_BACK)
def test_a_lie_is_of_what_was_asked_last(text: str, reader: Reader) -> None:
    said, knowledge = reader.said(text), reader.rules.knowledge
    assert takes_back_a_no(said, knowledge, is_right_after=True)
    assert not takes_back_a_no(said, knowledge, is_right_after=False)


@pytest.mark.parametrize("text", TAKES_NOTHING_BACK)
def test_what_takes_nothing_back(text: str, reader: Reader) -> None:
    said, knowledge = reader.said(text), reader.rules.knowledge
    assert not takes_back_a_no(said, knowledge, is_right_after=True)


@pytest.mark.parametrize(
    ("text", "is_beside"),
    [*((one, True) for one in ASKS_POLITELY), *((one, False) for one in ASKS_NOT_POLITELY)],
)
def test_a_polite_question_is_no_yes(text: str, is_beside: bool, reader: Reader) -> None:
    knowledge = reader.rules.knowledge
    question = knowledge.symptoms["mood"].questions[0]
    assert is_beside_the_question(reader.said(text), question, knowledge) is is_beside
