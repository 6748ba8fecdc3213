"""An alarm names what was written; doses taken twice, facts, and what is over."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.safety import SafetySettings


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("splitting headache", "a headache"),
        ("seeing double since lunch", "a change in your sight"),
        ("my left eyelid is drooping", "a drooping eyelid"),
        ("small blisters are coming up now", "blisters or peeling skin"),
    ],
)
def test_an_alarm_names_what_was_written(
    text: str, understood: str, settings: SafetySettings
) -> None:
    judged = judge(text, settings, triage_reader())
    assert (judged.outcome, judged.understood) == ("urgent", understood)


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("took my dexamethasone two times today", "call_now"),
        ("mum doubled her prednisolone by mistake", "call_now"),
        # much of it, signs beside it, other medicines
        ("lots of blood on the toilet paper", "emergency"),
        ("blood on the paper and I feel faint", "emergency"),
        ("the toilet is full of blood", "emergency"),
    ],
)
def test_a_dose_taken_twice_is_for_the_care_team(
    text: str, tier: str, settings: SafetySettings
) -> None:
    judged = judge(text, settings, triage_reader())
    assert judged.tier == tier or (tier == "call_now" and judged.outcome in ("check", "none"))
    assert judged.outcome != "none" or getattr(judged, "takes_over", False)


@pytest.mark.parametrize(
    ("text", "alarms"),
    [
        ("dad gets BCG put in his bladder on mondays", False),
        ("they give me my epcoritamab shot every week", False),
        ("BCG in my bladder and now I pee blood", True),
        ("had my jab yesterday and feel shivery", True),
        ("I had diarrhea three weeks ago but it is gone", False),
        ("I had chest pain last week but it is gone", True),
        ("diarrhea last week gone but now it is back", True),
        ("told the nurse about my cough and now I can't breathe", True),
    ],
)
def test_a_mere_fact_and_what_is_over_alarm_nobody(
    text: str, alarms: bool, settings: SafetySettings
) -> None:
    judged = judge(text, settings, triage_reader())
    asks = judged.outcome != "none" or getattr(judged, "takes_over", False)
    assert asks is alarms


@pytest.mark.parametrize("text", ["headache since tuesday", "had a headache for three days"])
def test_a_headache_of_days_is_asked_about(text: str, settings: SafetySettings) -> None:
    judged = judge(text, settings, triage_reader())
    assert judged.outcome == "none"
    assert getattr(judged, "takes_over", False)


@pytest.mark.parametrize("text", ["bad headache for three days", "headache that will not go away"])
def test_a_bad_or_lasting_headache_is_an_alarm(text: str, settings: SafetySettings) -> None:
    assert judge(text, settings, triage_reader()).outcome == "urgent"
