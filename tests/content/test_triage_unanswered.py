"""What is said of a question that got no answer."""

from __future__ import annotations

import pytest

from bot.content.response_book import ResponseBook
from bot.content.triage import load_triage
from bot.content.triage_responses import TriageWords
from bot.dialogue.triage_state import Case, Triage
from bot.settings.clinic import read_yaml
from bot.settings.paths import DOMAIN_FILE
from tests.conversations.script import example_clinic


@pytest.mark.parametrize(
    ("symptom", "question", "expected"),
    [
        ("rash", 0, " If yes, or if you are not sure, call 911 now."),
        ("rash", 1, " If yes, or if you are not sure, call now."),
        ("rash", 2, ""),
        ("hair", 0, ""),
        ("mood", 0, " If yes, or if you are not sure, call 988 now, day or night."),
    ],
)
def test_the_question_that_was_left_open_is_said(
    symptom: str, question: int, expected: str
) -> None:
    knowledge = load_triage()
    of = knowledge.symptoms[symptom]
    title = [{"text": "", "metadata": {"title": "What is a rash?"}}]
    domain = read_yaml(DOMAIN_FILE)
    assert isinstance(domain, dict)
    responses = {**domain["responses"], f"utter_{of.topic}": title}
    words = TriageWords(ResponseBook(responses, example_clinic()), knowledge)
    cases = (Case(symptom, (None,) * len(of.questions), stage="done"),)
    triage = Triage(cases, about=(symptom,), treatment="car_t")
    said = words.say("utter_triage_call_today", triage.as_json())
    left_open = Triage(**{**vars(triage), "unanswered": (symptom, question)})
    with_question = words.say("utter_triage_call_today", left_open.as_json())
    assert said is not None
    assert with_question is not None
    asked = f'I had asked: "{of.questions[question].text}"{expected}'
    assert with_question["text"].startswith(f"{said['text']}\nI could not finish my questions")
    assert with_question["text"].endswith(asked)
