"""The buttons of each symptom reach exactly the actions of its rows of the clinical reference."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.content.triage import MOST_QUESTIONS, load_triage
from bot.dialogue.reports import Reader
from bot.dialogue.triage import answer, report
from bot.dialogue.triage_knowledge import Action, TriageKnowledge, is_red
from bot.dialogue.triage_state import Step, Triage

SYMPTOMS = list(load_triage().symptoms)


def outcomes(step: Step, reader: Reader, asked: int = 0) -> Iterator[tuple[Action, int]]:
    """Every action that some answers lead to, with the number of questions put before it."""
    if step.action is not None:
        yield step.action, asked
        return
    assert step.triage.question is not None
    name, place = step.triage.question
    for button in range(len(reader.rules.knowledge.symptoms[name].questions[place].buttons)):
        said = reader.said("")
        yield from outcomes(answer(step.triage, button, said, reader.rules), reader, asked + 1)


def test_all_symptoms_of_the_reference_are_there() -> None:
    assert len(SYMPTOMS) == 53


@pytest.mark.parametrize("symptom", SYMPTOMS)
def test_buttons_reach_the_actions_of_the_reference(symptom: str, reader: Reader) -> None:
    step = report(Triage(), [symptom], reader.said(""), reader.rules)
    found = list(outcomes(step, reader))
    of = reader.rules.knowledge.symptoms[symptom]
    if is_red(of.lowest):
        # Red as it stands: an alarm at once, never a question.
        assert found == [(of.lowest, 0)]
        return
    assert {action for action, _ in found} == {grade.action for grade in of.grades}
    assert max(asked for _, asked in found) <= MOST_QUESTIONS


@pytest.mark.parametrize("symptom", SYMPTOMS)
def test_each_button_leads_at_least_to_its_mark(symptom: str, reader: Reader) -> None:
    rules = reader.rules
    if is_red(rules.knowledge.symptoms[symptom].lowest):
        return
    for place, question in enumerate(rules.knowledge.symptoms[symptom].questions):
        for number, button in enumerate(question.buttons):
            if button.mark in ("emergency", "call_now"):
                step = report(Triage(), [symptom], reader.said(""), rules)
                while step.triage.question and step.triage.question[1] < place:
                    before = rules.knowledge.symptoms[symptom].questions[step.triage.question[1]]
                    no = [b.mark for b in before.buttons].index(None)
                    step = answer(step.triage, no, reader.said(""), rules)
                assert answer(step.triage, number, reader.said(""), rules).action == button.mark


def test_words_for_patients_are_short(knowledge: TriageKnowledge) -> None:
    for symptom in knowledge.symptoms.values():
        assert len(symptom.understood) <= 50
        assert all(len(question.text) <= 200 for question in symptom.questions)
        assert all(len(b.title) <= 30 for q in symptom.questions for b in q.buttons)
        assert all(grade.source for grade in symptom.grades)
        assert symptom.advice.source
