"""Which remembered treatment the triage goes by, message after message."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.dialogue.known import with_remembered
from bot.dialogue.reports import Reader
from bot.dialogue.treatment import TreatmentMemory
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.triage_turn import take_turn

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("whose", "days_ago", "text", "treatment"),
    [
        (None, None, "i have a rash", "car_t"),
        (None, None, "my husband has a rash", "car_t"),  # nobody said whose it is
        (None, 56, "i have a rash", "car_t"),
        (None, 57, "i have a rash", "car_t_past"),
        ("your father", None, "he has a rash", "car_t"),
        ("your father", None, "a rash on the arm", "car_t"),
        ("your father", None, "i noticed a rash", "car_t"),
        ("your father", None, "i took a photo of the rash", "car_t"),
        ("your father", None, "i have a rash", None),
        ("your father", None, "my rash itches", None),
    ],
)
def test_what_is_remembered_of_whoever_has_it(
    reader: Reader, whose: str | None, days_ago: int | None, text: str, treatment: str | None
) -> None:
    day = None if days_ago is None else TODAY - timedelta(days=days_ago)
    memory = TreatmentMemory("car_t", whose=whose, infusion=day)
    triage = with_remembered(
        Triage(), memory, reader.said(text), TODAY, reader.rules.knowledge.limits
    )
    assert triage.treatment == treatment


@pytest.mark.parametrize(
    ("texts", "treatment"),
    [
        (["i had car-t last week"], "car_t"),
        (["i had car-t last week", "thanks"], "car_t"),
        # corrected, denied
        (["i had car-t last week", "no, opdivo"], "checkpoint_inhibitor"),
        (["i had car-t last week", "sorry, i am not on car-t"], None),
        # only asked about, or talked of as possible
        (["i take keytruda", "what is car-t"], "checkpoint_inhibitor"),
        (["i take keytruda", "should i have car-t instead"], "checkpoint_inhibitor"),
        # of somebody else than who has it now
        (["my dad had car-t last week", "i have a rash"], None),
        (["my dad had car-t last week", "he has a rash"], "car_t"),
        (["i had car-t last week", "my husband has a rash"], None),
        (["i had car-t last week", "she has a rash"], "car_t"),
        # nobody's drug but the patient's own, in its place, takes it away
        (["i had car-t last week", "my aunt gets opdivo", "37.6"], "car_t"),
        (["i had car-t last week", "my aunt gets opdivo", "i have a rash"], "car_t"),
        (["i had car-t last week", "my aunt had car-t too", "i have a rash"], "car_t"),
        (["i had car-t last week", "before that i was on avastin", "37.6"], "car_t"),
        (["i had car-t last week", "my flu vaccine was today", "37.6"], "car_t"),
        (["i had car-t last week, where do i park?", "37.6"], "car_t"),
        (["i had car-t last week", "it was three years ago, car-t i mean"], "car_t_past"),
        (["i take keytruda", "i take avastin", "37.6"], "antibody"),
    ],
)
def test_the_treatment_of_a_talk(reader: Reader, texts: list[str], treatment: str | None) -> None:
    triage = Triage()
    for text in texts:
        symptoms = reader.said(text).happening
        message = Message(text, symptoms=symptoms, takes_over=bool(symptoms))
        triage = take_turn(triage, message, reader).triage
    assert triage.treatment == treatment
