"""Numbers that are no reason for an alarm, and results of blood tests: what is said of them."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.dialogue.reported_values import reported_value
from bot.safety import SafetySettings

VALUES = [
    ("36.6", "no fever", "a temperature of 36.6 °C"),
    ("98.4 F, is that alright", "no fever", "a temperature of 98.4 °F"),
    ("mum's temp is 36.9", "no fever", "a temperature of 36.9 °C"),
    ("spo2 97", "no reason to call", "an oxygen level of 97 %"),
    ("pulse is 54, I cycle a lot", "no reason to call", "a heart rate of 54"),
    ("blood sugar 5.9 before breakfast", "no reason to call", "a blood sugar of 5.9"),
    ("fasting sugar 112", "no reason to call", "a blood sugar of 112"),
    ("bp 118/76", "no reason to call", "a blood pressure of 118"),
    ("bp 162/98", "tell today", "a blood pressure of 162"),
    ("heart rate 45", "tell today", "a heart rate of 45"),
    ("sugar 12.5", "tell today", "a blood sugar of 12.5"),
    ("neutrophils 0.4", "result today", "neutrophils of 0.4"),
    ("my creatinine doubled", "result today", "creatinine"),
    ("sodium 141, fine?", "result", "sodium of 141"),
    ("cortisol came back very low", "result today", "cortisol"),
]
NONE = [
    "37.6",  # near a fever: asked about
    "35.4",
    "38.6",
    "temp 36.8 but I feel awful",
    "36.9 after paracetamol",
    "temp 36.7 and I have a rash",
    "pulse 72 and short of breath",
    "pulse 135",
    "oxygen 93",
    "bp 96/58",
    "sugar 6 and so thirsty",
    "sodium 121 and I am so dizzy",
    "2 loose stools today",
    "how does immunotherapy work",
    "mi temperatura es 36.8",
]


@pytest.mark.parametrize(("text", "kind", "understood"), VALUES)
def test_what_is_said_of_a_value(
    text: str, kind: str, understood: str, settings: SafetySettings
) -> None:
    reader = triage_reader()
    told = reported_value(text, judge(text, settings, reader), reader, settings.knowledge)
    assert told is not None
    assert (told.kind, told.understood) == (kind, understood)


@pytest.mark.parametrize("text", NONE)
def test_what_is_felt_or_near_an_alarm_is_none(text: str, settings: SafetySettings) -> None:
    reader = triage_reader()
    assert reported_value(text, judge(text, settings, reader), reader, settings.knowledge) is None


@pytest.mark.parametrize(
    ("text", "may_ask"),
    [
        ("liver enzymes are raised", False),
        ("liver enzymes 300?", False),  # a number tells it
        ("what do raised liver enzymes mean", True),
        ("platelets down on keytruda", True),
    ],
)
def test_whether_it_may_ask_about_the_test(
    text: str, may_ask: bool, settings: SafetySettings
) -> None:
    reader = triage_reader()
    told = reported_value(text, judge(text, settings, reader), reader, settings.knowledge)
    assert told is not None
    assert told.may_ask == may_ask


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("HR 68, BP 118/76", "call_today"),  # the pair is the pressure
        ("HR 68, BP 84/50", "call_now"),
        ("top number is 84", "call_now"),
        ("BP 118 over 76, later 84 over 50", "call_now"),
    ],
)
def test_the_pair_is_the_pressure(text: str, level: str) -> None:
    reader = triage_reader()
    assert reader is not None
    assert reader.report(text).level == level
