"""The action that what is known of a symptom leads to. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.triage_knowledge import (
    CELL_THERAPIES,
    Action,
    Question,
    TriageKnowledge,
    TriageSymptom,
    graver,
)
from bot.dialogue.triage_state import Case, Triage


@dataclass(frozen=True)
class Rules:
    """The content, and the clinic's fever threshold in °C."""

    knowledge: TriageKnowledge
    fever_celsius: float = 38.0

    def mark(self, question: Question, place: int | None) -> Action | None:
        """The action that an answer leads to at least."""
        if place is None:
            return None
        button = question.buttons[place]
        starts = [one.start for one in button.values if one.start is not None]
        fever = question.measure == "temperature" and any(s >= self.fever_celsius for s in starts)
        return graver(button.mark, "call_now") if fever else button.mark


def level(case: Case, triage: Triage, rules: Rules) -> Action | None:
    """The action that what is known of a symptom leads to at least; None: nothing has a mark."""
    symptom = rules.knowledge.symptoms[case.symptom]
    known: Action | None = case.learned
    for question, place in zip(symptom.questions, case.chosen, strict=True):
        known = graver(known, rules.mark(question, place))
    if _is_unmeasured_after_cells(symptom, case, triage):
        known = graver(known, "call_now")
    return _raised(graver(known, _of_lowest(symptom)), symptom, triage) or known


def _is_unmeasured_after_cells(symptom: TriageSymptom, case: Case, triage: Triage) -> bool:
    """Whether after CAR-T or a bispecific it is told without a number: "he feels hot"."""
    if not symptom.unmeasured_after_cell_therapy or triage.treatment not in CELL_THERAPIES:
        return False
    places = zip(symptom.questions, case.chosen, strict=True)
    return all(place is None for question, place in places if question.measure)


def result(case: Case, triage: Triage, rules: Rules) -> Action:
    """The action of a symptom whose questions are answered; with no mark its mildest row holds."""
    symptom = rules.knowledge.symptoms[case.symptom]
    known = level(case, triage, rules) or symptom.lowest
    return _raised(known, symptom, triage) or known


def _of_lowest(symptom: TriageSymptom) -> Action | None:
    """Where even the mildest row is more than self-care, that is known from the start."""
    return symptom.lowest if symptom.lowest != "self_care" else None


def _raised(known: Action | None, symptom: TriageSymptom, triage: Triage) -> Action | None:
    if triage.treatment not in CELL_THERAPIES:
        return known
    if symptom.after_cell_therapy == "any" or (
        symptom.after_cell_therapy == "raised" and known == "call_today"
    ):
        return graver(known, "call_now")
    return known
