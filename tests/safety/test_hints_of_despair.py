"""Hints of despair ask the question about suicide, and what is given up or over by name does not;
and who swallowed too much is told apart."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings, assess
from bot.safety.escalation import CALL_OVERDOSE, CALL_OVERDOSE_OF_ANOTHER, CHECK_CRISIS, Escalation


def _escalation(text: str, settings: SafetySettings) -> Escalation:
    return Escalation.of(assess(text, settings), settings.knowledge.symptoms)


@pytest.mark.parametrize(
    "text",
    [
        "I don't see any way out",
        "i can't see a way forward",
        "i just feel like giving up",
        "i want to give up",
        "i wish this was over",
        "I want it all to be over",
    ],
)
def test_a_hint_of_despair_is_asked_about(text: str, settings: SafetySettings) -> None:
    assert _escalation(text, settings).response == CHECK_CRISIS


@pytest.mark.parametrize(
    "text",
    [
        "i want to give up smoking",
        "should i give up coffee",
        "i feel like giving up on the diet",
        "i wish it was over with the itching",
        "i don't see a way forward with this drug",
        "i wish the treatment was over",
        "is there a way out of the trial",
    ],
)
def test_what_is_given_up_by_name_is_none(text: str, settings: SafetySettings) -> None:
    assert not _escalation(text, settings).asks_about_suicide


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("i took a whole box of pills", CALL_OVERDOSE),
        ("my son took a whole box of pills", CALL_OVERDOSE_OF_ANOTHER),
        ("my husband took all his morphine", CALL_OVERDOSE_OF_ANOTHER),
    ],
)
def test_who_swallowed_it(text: str, response: str, settings: SafetySettings) -> None:
    assert _escalation(text, settings).response == response
