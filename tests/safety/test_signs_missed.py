"""Red flags told in words, slips and letters that were not heard, and what resembles them."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.safety import SafetySettings

URGENT = [
    # A face that hangs, and a side that does not obey.
    ("her mouth hangs a little on the right", "emergency", "stroke"),
    ("the left corner of his mouth droops", "emergency", "stroke"),
    ("nothing moves on my right side", "emergency", "stroke"),
    ("my right arm won't obey", "emergency", "stroke"),
    # Slips.
    ("my hart is racing since noon", "call_now", "heart"),
    ("haert beatng like mad", "call_now", "heart"),
    # After T cells clumsiness is a sign of the nerves.
    ("mum had yescarta 3 weeks ago, she keeps dropping things", "call_now", "confusion"),
    ("I had car-t 12 days ago and I am so clumsy", "call_now", "confusion"),
    # What letters do.
    ("the letters jump when I read, since this morning", "call_now", "headache_vision"),
    # Steroids that take the sleep.
    (
        "on prednisone and he painted the whole kitchen at night, not slept",
        "call_now",
        "steroid_mood",
    ),
    # A milder symptom comes first.
    (
        "an itchy leg on monday, tired on tuesday, today I had to stop on the stairs for air",
        "call_now",
        "breathlessness",
    ),
]
ASKED = [
    (
        "dad is on opdivo, ate little at the weekend, slept, and kept calling me by my brother's "
        "name. is he dehydrated?",
        "confusion",
    ),
    ("gran is on keytruda and off her food, she asked me twice what day it was", "confusion"),
    ("since the drip he is grumpy, he slapped a nurse", "confusion"),
    ("interferon leaves me feeling dead inside", "despair"),
]
NOTHING = [
    "my umbrella hangs in the hall",
    "the dog will not obey",
    "my niece is racing at the weekend",
    "can car-t make people clumsy",
    "letters from the clinic keep coming",
    "we had a nurse by my sister's name",
    "my wound heals well",
]
NOT_WELL = [
    "I am not ok",
    "he is not alright today",
    "not so good today",
    "she isn't feeling great",
    "we are not doing fine",
]
WELL = ["good today", "not bad today", "I'm not good with computers", "is that not ok?"]


@pytest.mark.parametrize(("message", "tier", "symptom"), URGENT)
def test_what_is_urgent(message: str, tier: str, symptom: str, settings: SafetySettings) -> None:
    judged = judge(message, settings, triage_reader())
    assert (judged.outcome, judged.tier) == ("urgent", tier)
    assert symptom in judged.symptoms


@pytest.mark.parametrize(("message", "symptom"), ASKED)
def test_what_is_asked_about_or_urgent(
    message: str, symptom: str, settings: SafetySettings
) -> None:
    judged = judge(message, settings, triage_reader())
    assert judged.outcome in ("check", "urgent")
    assert symptom in judged.symptoms


@pytest.mark.parametrize("message", NOTHING)
def test_what_only_resembles_it(message: str, settings: SafetySettings) -> None:
    judged = judge(message, settings, triage_reader())
    read = [one for one in judged.findings if one.counts and not one.is_guessed]
    assert (judged.outcome == "urgent", read) == (False, [])


@pytest.mark.parametrize("message", NOT_WELL)
def test_who_is_not_well_is_asked(message: str, settings: SafetySettings) -> None:
    assert judge(message, settings, triage_reader()).outcome == "check"


@pytest.mark.parametrize("message", WELL)
def test_who_is_well_is_not_asked(message: str, settings: SafetySettings) -> None:
    assert judge(message, settings, triage_reader()).outcome == "none"
