"""bot/safety/decisions.py, row by row: a message and a suspicion → the row that decides."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bot.safety import Assessment, SafetySettings, assess
from bot.safety.decisions import RULES_ALONE, UNITED, Suspicion
from bot.safety.rules.reading import Reading


class Suspects:
    """A detector that is as sure of every message."""

    urgent_from, ask_from, check_from = 0.6, 0.3, 0.1

    def __init__(self, probability: float, symptom: str) -> None:
        self._suspicion = Suspicion(probability, symptom)

    def __call__(self, reading: Reading) -> Suspicion:  # noqa: ARG002
        return self._suspicion


# message, the detector's probability and symptom, the row
ROWS = [
    ("temp 39.4", 0.0, "fever", "a measured number counts"),
    ("sats are 88", 0.0, "fever", "a measured number counts"),
    ("please send an ambulance to us", 0.0, "fever", "a sure wording counts"),
    ("a fever of 39 and he is confused", 0.0, "fever", "a measured number counts"),
    ("sewerslide", 0.0, "fever", "nothing but a wording that counts"),
    ("stroke", 0.0, "fever", "nothing but an emergency's name"),
    ("s u i c i d e", 0.0, "fever", "nothing but an emergency's name"),
    ("37.2", 0.9, "fever", "nothing but a harmless number"),
    ("bp 128/84 this morning", 0.9, "heart", "nothing but calm numbers"),
    ("37.2 this morning, blue lips now", 0.9, "seizure", "the detector is sure"),
    ("37.2 then, so much worse now", 0.9, "seizure", "a harmless number, but the rest alarms"),
    ("thermometer said 37.2 today", 0.9, "fever", "a harmless number"),
    ("35.4 today", 0.0, "fever", "a low temperature"),
    ("37.9 today", 0.0, "fever", "a number just below a fever"),
    ("mum seems a bit off today", 0.96, "confusion", "an unclear wording, surely meant"),
    ("mum seems a bit off today", 0.89, "confusion", "an unclear wording"),
    ("something odd is going on", 0.6, "seizure", "the detector is sure"),
    ("something odd is going on", 0.6, "self_harm", "despair is guessed"),
    ("something odd is going on", 0.89, "despair", "despair is guessed"),
    ("something odd is going on", 0.9, "self_harm", "the detector is sure"),
    ("something odd is going on", 0.59, "self_harm", "strongly suspected"),
    ("I want to kill myself somehow", 0.6, "self_harm", "a sure wording counts"),
    ("I have a rash all over my back", 0.45, "skin", "a rule counts and the detector agrees"),
    ("I have a rash all over my back", 0.44, "skin", "a rule counts"),
    ("is it normal to see double", 0.0, "fever", "asked whether one's own symptom is normal"),
    ("seizure of some sort", 0.0, "fever", "an emergency is named"),
    ("fever", 0.0, "fever", "nothing but a name"),
    ("fever lol", 0.0, "fever", "nothing but a name"),
    ("fever 😢", 0.0, "fever", "nothing but a name"),
    ("fever and the like", 0.1, "fever", "named and suspected"),
    ("something odd is going on", 0.3, "seizure", "strongly suspected"),
    ("something odd is going on", 0.1, "seizure", "weakly suspected"),
    ("what is CAR-T", 0.05, "fever", "nothing stands out"),
]


def judged(message: str, probability: float, symptom: str, rules: SafetySettings) -> Assessment:
    return assess(message, replace(rules, detector=Suspects(probability, symptom)))


@pytest.mark.parametrize(("message", "probability", "symptom", "row"), ROWS)
def test_each_row(
    message: str, probability: float, symptom: str, row: str, rules_alone: SafetySettings
) -> None:
    assessment = judged(message, probability, symptom, rules_alone)
    (decision,) = [decision for decision in UNITED if decision.name == row]
    assert (assessment.decided_by, assessment.outcome) == (row, decision.outcome)
    assert assessment.needs_call_line == decision.adds_call_line


def test_every_row_has_a_test_and_a_name_of_its_own() -> None:
    assert {row for *_, row in ROWS} == {decision.name for decision in UNITED}
    for table in (UNITED, RULES_ALONE):
        assert max(Counter(decision.name for decision in table).values()) == 1


@pytest.mark.parametrize(
    ("message", "tier", "crisis", "emergency"),
    [
        # an emergency of the body outranks what is unclear about suicide
        ("crushing chest pain and I am not coping", "emergency", False, True),
        ("I can't breathe and I think I'm going to die", "emergency", False, True),
        ("a fever of 39 and I can't cope", "call_now", False, False),
        # both, where both are meant
        ("chest pain, and I want to end my life", "emergency", True, True),
        ("I want to end my life", "emergency", True, False),
    ],
)
def test_who_comes_first(
    message: str, tier: str, crisis: bool, emergency: bool, rules_alone: SafetySettings
) -> None:
    found = judged(message, 0.9, "self_harm", rules_alone)
    assert (found.tier, found.crisis, found.emergency) == (tier, crisis, emergency)


@pytest.mark.parametrize(
    ("message", "tier"),
    [
        ("fever of 39.5 and he is confused", "emergency"),
        ("shaking chills and blood pressure 80/40", "emergency"),
        ("droopy eyelids and I can't swallow", "emergency"),
        ("black stools and I feel faint", "emergency"),
        ("hit my head and my platelets are low", "emergency"),
        ("sugar of 310 and he is vomiting", "emergency"),
        ("my calf is swollen and I am short of breath", "emergency"),
        ("fever of 39.5, no confusion", "call_now"),
        ("black stools, not faint", "call_now"),
        ("sugar of 310", "call_now"),
    ],
)
def test_combinations(message: str, tier: str, rules_alone: SafetySettings) -> None:
    assert judged(message, 0.9, "fever", rules_alone).tier == tier
