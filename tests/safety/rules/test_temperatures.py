"""Every temperature from 35.0 to 42.0 °C and 95.0 to 108.0 °F, in many wordings, exactly."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings, assess
from tests.safety.evaluate import wrong_temperatures


@pytest.mark.slow
def test_every_temperature_is_judged_rightly(settings: SafetySettings) -> None:
    assert wrong_temperatures(settings) == []


def test_every_temperature_is_judged_rightly_by_rules_alone(rules_alone: SafetySettings) -> None:
    assert wrong_temperatures(rules_alone) == []


@pytest.mark.parametrize(
    ("message", "understood"),
    [
        ("temp 38,9", "a fever of 38.9 °C"),
        ("38.5℃", "a fever of 38.5 °C"),
        ("thirty nine and a half", "a fever of 39.5 °C"),
        ("temp is one oh two", "a fever of 102 °F"),
        ("a fever of a hundred and one point five", "a fever of 101.5 °F"),
        ("a tad warm - 39", "a fever of 39 °C"),
        ("my temp's 39ish", "a fever of 39 °C"),
        ("101.3F", "a fever of 101.3 °F"),
        ("in the car, temp 39.5", "a fever of 39.5 °C"),
        ("it won't go below 38.5", "a fever of 38.5 °C"),
        ("temperature doesn't drop under 38.9 even with tablets", "a fever of 38.9 °C"),
        ("can I wait until tomorrow with 38.6", "a fever of 38.6 °C"),
        ("T38.6", "a fever of 38.6 °C"),
        ("🤒39.5", "a fever of 39.5 °C"),
        ("39º", "a fever of 39 °C"),
        ("102", "a fever of 102 °F"),
        ("it's 103, what do i do", "a fever of 103 °F"),
        ("is 101 a fever", "a fever of 101 °F"),
        ("should I worry about 38.7", "a fever of 38.7 °C"),
        ("it's a mild fever, 38.2", "a fever of 38.2 °C"),
        ("38.9 last night, gone now", "a fever of 38.9 °C"),
        ("keep getting 37.9 and feel awful", "a temperature of 37.9 °C"),
    ],
)
def test_a_fever_is_named_as_it_was_told(
    message: str, understood: str, rules_alone: SafetySettings
) -> None:
    assert understood in assess(message, rules_alone).understood


@pytest.mark.parametrize(
    "message",
    [
        "room 104",
        "I am 38 years old",
        "it cost 39 dollars",
        "my train is at 10.40",
        "I have 101 questions",
        "platelet count 150",
        "it is 39 degrees outside",
        "I weigh 102 pounds",
        "38 weeks pregnant",
        "bus 38",
        "set the oven to 100",
        "38% of patients",
        "hemoglobin 10.2",
        "what is the fever threshold, 38 or 38.3?",
        "my temp hasn't gone over 38",
        "below 38 all week",
        "39",
        "my PSA was 39.5",
        "temp 22, humidity 40%",
        "my temp is fine, number 39 on the list",
        "session 39.1 of the course",
        "the oven temp is 39",
        "the temperature outside is 39",
        "blood pressure 140/102",
    ],
)
def test_other_numbers_are_no_fever(message: str, rules_alone: SafetySettings) -> None:
    assert assess(message, rules_alone).outcome != "urgent"
