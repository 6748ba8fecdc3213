"""Accidents, unanswered letters, sayings, medicines that somebody has, ages: none of them alarms,
and what is close to them and grave still does."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.safety import SafetySettings

NOT_URGENT = [
    # Accidents with a cause that is named.
    "I hurt myself falling off my horse",
    "I cut myself peeling carrots",
    "he cut himself on a fence",
    "I burned myself on the oven",
    # Who does not answer letters, and what does not respond to a treatment.
    "he never replies to my messages",
    "my daughter isn't responding to my texts",
    "they don't answer my emails",
    "my melanoma is not responding",
    "the lymphoma isn't responding to chemo",
    "the nurse missed my vein twice",
    "nobody here listens",
    # Sayings.
    "I choked up when she rang the bell",
    "ready to throw in the towel with this paperwork",
    "can't swallow these tablets, they are so big",
    "you are poisoning me? being poisoned by the chemo is how it feels",
    # Medicines that somebody has, and doses that somebody gets.
    "I have oxycodone at home",
    "he was prescribed oral morphine",
    "third dose today",
    "I can't wait to ring the bell",
    "I've lost count",
    "something for the pain",
    # Numbers that are no temperature, or whose meaning is asked.
    "the clinic is at 38.5 Mill Road",
    "I am 41",
    "text me on 38.5",
    "my skin is glowing",
    "everybody says my complexion looks positively glowing",
    # No "no pulse", and nothing that is surely suicide.
    "no pulse oximeter here",
    "I don't feel like myself today",
    "I think it is depression",
]
URGENT = [
    ("I cut myself shaving, deliberately", "red_flag_crisis"),
    ("I burned myself on the oven on purpose", "red_flag_crisis"),
    ("I cut myself with a blade", "red_flag_crisis"),
    ("I cut my wrists", "red_flag_crisis"),
    ("my husband is not responding", "red_flag_emergency"),
    ("she doesn't respond to questions", "red_flag_emergency"),
    ("he isn't answering me, he's on the floor", "red_flag_emergency"),
    ("choking up blood", "red_flag_emergency"),
    ("can't swallow my tablets and my throat is swelling", "red_flag_emergency"),
    ("I have enough morphine to die", "red_flag_crisis"),
    ("he was given too much morphine", "red_flag_emergency"),
    ("third dose today and I can't breathe", "red_flag_emergency"),
    ("no pulse", "red_flag_emergency"),
    ("my skin is glowing yellow", "red_flag_call_now"),
    ("skin glowing red and hot around my port, and pus", "red_flag_call_now"),
    ("I am 39.3", "red_flag_call_now"),
    ("I am burning up, 40", "red_flag_call_now"),
]
NAMED = [
    ("my tongue is swelling up", "a swelling of the lips, tongue or throat"),
    ("gums bleeding", "new bruises or bleeding"),
    ("no pulse ox but my lips look blue", "serious trouble breathing"),
    ("a fever of 39.4 and shaking chills", "a fever of 39.4 °C and shaking chills"),
]
IN_ENGLISH = ["Temperature 37.5C", "temperature 36.2 C", "Temperature: 39.1C"]


@pytest.mark.parametrize("message", NOT_URGENT)
def test_what_only_sounds_grave(message: str, settings: SafetySettings) -> None:
    assert judge(message, settings, triage_reader()).outcome != "urgent"


@pytest.mark.parametrize(("message", "intent"), URGENT)
def test_what_is_grave(message: str, intent: str, settings: SafetySettings) -> None:
    judged = judge(message, settings, triage_reader())
    is_crisis = judged.crisis and not (judged.emergency or judged.overdose)
    assert judged.outcome == "urgent"
    assert ("red_flag_crisis" if is_crisis else f"red_flag_{judged.tier}") == intent


@pytest.mark.parametrize(("message", "understood"), NAMED)
def test_nothing_is_named_that_was_not_written(
    message: str, understood: str, settings: SafetySettings
) -> None:
    assert judge(message, settings, triage_reader()).understood == understood


@pytest.mark.parametrize("message", IN_ENGLISH)
def test_a_temperature_is_english(message: str, settings: SafetySettings) -> None:
    assert judge(message, settings, triage_reader()).language == "en"


@pytest.mark.parametrize("message", ["temp 385", "temperature 392", "38:5", "38 5"])
def test_a_temperature_without_its_point(message: str, settings: SafetySettings) -> None:
    judged = judge(message, settings, triage_reader())
    assert (judged.outcome in ("urgent", "check"), "fever" in judged.symptoms) == (True, True)


@pytest.mark.parametrize("message", ["room 385", "temp 365", "385", "platform 38 5 minutes"])
def test_another_number(message: str, settings: SafetySettings) -> None:
    assert judge(message, settings, triage_reader()).outcome == "none"
