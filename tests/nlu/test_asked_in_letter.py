"""bot/nlu/asked_in_letter.py: a letter that asks is not asked about what is only guessed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.triaged import TriagedAssessment
from bot.nlu.asked_in_letter import is_asked_in_a_letter, questions_in, surest_question
from bot.safety import Assessment, Finding
from bot.safety.finding import DETECTOR, WEAK_SUSPICION

STORY = "the lads came round on Saturday and the dog ate half of my leaflet in the hall by the door"
LETTER = f"{STORY}, so what is the port for, and must I pay"
TOPIC, OTHER = [("process/port", 0.5), ("out_of_scope", 0.3)], [("out_of_scope", 0.9)]
VAGUE = [("out_of_scope", 0.3), ("process/port", 0.25), ("skin/onset", 0.4)]
GUESS = Finding("collapse", "emergency", (0, 1), "a collapse", True, DETECTOR)
READ = Finding("cough", "call_now", (0, 1), "a cough", True, "now")
SUSPECTED = Assessment("check", findings=(GUESS,), suspicion=0.4)
ALARM = Assessment("urgent", "emergency", (GUESS,), emergency=True, suspicion=0.8)
BY_RULE = Assessment("check", findings=(READ,), suspicion=0.3)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            LETTER,
            [
                "what is the port for, and must I pay",
                "what is the port for",
                "is the port for, and must I pay",
                "is the port for",
            ],
        ),
        (f"{STORY}. Is it safe to fly? Thanks.", ["Is it safe to fly"]),
        (f"{STORY}, and I can not stop shaking", []),
        ("What is the port for, and how long does it stay in?", []),  # no letter
        (STORY, []),
    ],
)
def test_the_questions_of_a_letter(text: str, questions: list[str]) -> None:
    assert questions_in(text) == questions


@pytest.mark.parametrize(
    ("whole", "share", "surest"),
    [
        (TOPIC, 0.9, 0.9),
        (OTHER, 0.9, 0.0),  # the letter hints at no such topic
        ([], 0.9, 0.0),
    ],
)
def test_the_surest_question(
    whole: Sequence[tuple[str, float]], share: float, surest: float
) -> None:
    def rank(texts: Sequence[str]) -> list[list[tuple[str, float]]]:
        return [[("process/port", share)] for _ in texts]

    assert surest_question(LETTER, whole, rank) == surest


def judged(heard: Assessment, **told: Any) -> TriagedAssessment:
    """An assessment as the triage leaves it, where the recogniser hears what ``told`` says."""
    report = triage_reader().report(LETTER)
    values: dict[str, Any] = {"nothing": 0.6, "strongest": 0.2, "mood": 0.0, **told}
    outcome: Any = {"outcome": heard.outcome, "tier": heard.tier, "findings": heard.findings}
    return TriagedAssessment(**outcome, report=replace(report, **values), by_safety=heard)


@pytest.mark.parametrize(
    ("heard", "told", "whole", "surest", "is_asked"),
    [
        (SUSPECTED, {}, TOPIC, 0.0, True),
        (SUSPECTED, {}, OTHER, 0.7, True),
        (SUSPECTED, {}, OTHER, 0.5, True),
        (SUSPECTED, {"nothing": 0.3}, OTHER, 0.5, False),
        (SUSPECTED, {}, OTHER, 0.3, False),  # about no topic
        (SUSPECTED, {"nothing": 0.1}, TOPIC, 0.0, False),  # something is reported
        (SUSPECTED, {"strongest": 0.5}, TOPIC, 0.0, False),
        (ALARM, {}, TOPIC, 0.0, True),
        (replace(ALARM, suspicion=WEAK_SUSPICION), {}, TOPIC, 0.0, False),
        # of despair only what is faint
        (replace(SUSPECTED, crisis=True), {}, TOPIC, 0.0, True),
        (replace(SUSPECTED, crisis=True, suspicion=0.5), {}, TOPIC, 0.0, False),
        (replace(SUSPECTED, crisis=True), {"mood": 0.4}, TOPIC, 0.0, False),
        (SUSPECTED, {"mood": 0.46, "strongest": 0.46}, TOPIC, 0.0, False),
        (replace(SUSPECTED, crisis=True, overdose=True), {}, TOPIC, 0.0, False),
        # what a rule reads counts, unless nobody hears it
        (BY_RULE, {}, TOPIC, 0.0, False),
        (BY_RULE, {"nothing": 0.8}, TOPIC, 0.0, True),
        (BY_RULE, {"nothing": 0.9, "strongest": 0.05}, VAGUE, 0.0, True),
        (BY_RULE, {"nothing": 0.8}, VAGUE, 0.0, False),
        (BY_RULE, {"nothing": 0.8}, OTHER, 0.0, False),
        (BY_RULE, {"nothing": 0.9, "strongest": 0.05}, OTHER, 0.0, False),
        (replace(BY_RULE, outcome="urgent", tier="call_now"), {"nothing": 0.9}, TOPIC, 0.9, False),
        (
            replace(BY_RULE, findings=(replace(READ, tier="emergency"),)),
            {"nothing": 0.9},
            TOPIC,
            0.9,
            False,
        ),
    ],
)
def test_what_a_letter_is_not_asked_about(
    heard: Assessment,
    told: dict[str, Any],
    whole: Sequence[tuple[str, float]],
    surest: float,
    is_asked: bool,
) -> None:
    assert is_asked_in_a_letter(LETTER, whole, lambda: surest, judged(heard, **told)) is is_asked


def test_an_alarm_of_the_triage_and_a_short_message_are_left_alone() -> None:
    calm = judged(SUSPECTED)
    raised = replace(calm, outcome="urgent", tier="call_now")
    assert is_asked_in_a_letter(LETTER, TOPIC, surely, calm)
    assert not is_asked_in_a_letter(LETTER, TOPIC, surely, raised)
    assert not is_asked_in_a_letter("what is the port for", TOPIC, surely, calm)
    assert not is_asked_in_a_letter(LETTER, TOPIC, surely, SUSPECTED)


def surely() -> float:
    return 0.9


def test_the_questions_of_a_letter_that_nobody_would_be_asked_about_are_not_ranked() -> None:
    def surest() -> float:
        raise AssertionError("it takes milliseconds")

    nothing = judged(replace(SUSPECTED, outcome="none"))
    assert not is_asked_in_a_letter(LETTER, OTHER, surest, nothing)
