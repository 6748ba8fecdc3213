"""Answers to the question about suicide: only a clear no is a no."""

from __future__ import annotations

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.suicide_question import (
    answer_about_suicide,
    is_about_suicide,
    is_beside_the_question,
    tells_of_something_else,
)
from bot.dialogue.triage_knowledge import TriageKnowledge

CLEAR = [
    "no",
    "No.",
    "nope",
    "no, never",
    "no not at all",
    "God no",
    "absolutely not",
    "of course not",
    "not at all",
    "nothing like that",
    "I don't",
    "no, I'm just tired",
    "no, just the treatment",
    "no thank god",
    "no, i would not hurt myself",
    "I'm not suicidal",
    "I don't want to die",
    "no, I never think about it",
    "I would never hurt myself",
    "oh no, nothing like that",
]
UNCLEAR = [
    "yes",
    "I'm not sure",
    "it crosses my mind",
    "I'd rather not say",
    "prefer not to answer",
    "I have thought about it before",
    "only at night",
    "what if I did?",
    "why do you ask that",
    "leave me alone",
    "I can't answer that",
    "...",
    "I don't want to say",
    "not right now",
    "not really",
    "not any more",
    "I think about it but I'd never do it",
    "no but sometimes",
    "no, it got worse",
    "no, I already decided how",
    "no, it is only a matter of time",
    "no, I just want to fall asleep and never wake up",
    "no, not until my daughter is married",
    "no i wish",
    "no one would miss me",
    "no comment",
    "no idea",
    "not that I would do anything",
    "dunno",
    "ok",
    "it would be easier",
    "I don't know",
    "none of your business",
    "does it matter",
    "thanks",
]

# They tell how long, or of what; neither yes nor no.
BESIDE = [
    "most days",
    "a month",
    "two months",
    "two months, it got worse",
    "it got worse lately",
    "3 weeks now",
    "it comes and goes",
    "since the diagnosis",
    "since my last infusion",
    "about the scan",
    "of the port",
    "the treatment I mean",
    "my dog died",
    "should I stop work",
    "lol",
]
NOT_BESIDE = [
    "yes, most days",
    "some nights",
    "for weeks I have thought about it",
    "I'd rather not say, it's about the scan",
    "it would be easier",
    "I want to end it, for months now",
    "everybody would be better off without me since the diagnosis",
]


@pytest.mark.parametrize("text", CLEAR)
def test_a_clear_no(reader: Reader, text: str) -> None:
    assert answer_about_suicide(reader.said(text), reader.rules.knowledge) == "no"


@pytest.mark.parametrize("text", UNCLEAR)
def test_whatever_else_is_a_yes(reader: Reader, text: str) -> None:
    assert answer_about_suicide(reader.said(text), reader.rules.knowledge) == "yes"


@pytest.mark.parametrize(
    ("text", "expected"), [(one, True) for one in BESIDE] + [(one, False) for one in NOT_BESIDE]
)
def test_what_is_beside_the_question(reader: Reader, text: str, expected: bool) -> None:
    question = reader.rules.knowledge.symptoms["mood"].questions[0]
    said = reader.said(text)
    assert is_beside_the_question(said, question, reader.rules.knowledge) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my neighbour comes at four", True),
        ("he will not touch his dinner", True),
        ("she is in second grade", True),
        ("how do i talk to my boys", True),
        ("we adore her", True),
        # evades, is a no by half, or may go on to a yes
        ("i'd rather not talk", False),
        ("no, the boys are here", False),
        ("no, i have decided", False),
        ("sometimes, in the car", False),
        # sounds of despair
        ("nobody would miss me", False),
        ("i see no way out", False),
        ("there's no point any more", False),
        ("i cannot go on like this", False),
        ("i'm such a burden to them", False),
        ("i keep looking at the bridge", False),
        ("what if i did", False),
        ("leave me alone", False),
        # tells nothing
        ("ok", False),
        ("...", False),
        ("well, i am", False),
    ],
)
def test_what_tells_of_something_else(reader: Reader, text: str, expected: bool) -> None:
    said = reader.said(text)
    assert tells_of_something_else(said, reader.rules.knowledge) is expected


@pytest.mark.parametrize("text", ["ok", "thanks", "thank you"])
def test_a_nod_is_beside_the_question(reader: Reader, text: str) -> None:
    question = reader.rules.knowledge.symptoms["mood"].questions[0]
    assert is_beside_the_question(reader.said(text), question, reader.rules.knowledge)


def test_which_question_it_is(knowledge: TriageKnowledge) -> None:
    asked = [
        (symptom.name, place)
        for symptom in knowledge.symptoms.values()
        for place, question in enumerate(symptom.questions)
        if is_about_suicide(symptom, question)
    ]
    assert asked == [("mood", 0)]
