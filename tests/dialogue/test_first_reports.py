"""First reports: bare ones of relatives are asked about, what is denied makes nothing graver, and a
word in a report that surely can wait, or surely needs a question, makes no alarm of it."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import SafetySettings

ASKED = [
    # Of relatives.
    "my mother is on nivolumab and has a rash on her tummy",
    "she has a rash on her shoulders",
    "his knees ache",
    "my sister's feet are swollen",
    "my uncle gets pembrolizumab and has a cough",
    # A word of what is urgent, in a wording that surely needs a question.
    "always so thirsty these days",
    # Rules read a red flag in what can wait.
    "pee stings, no temp, no shivers, pee is light, drinking plenty",
    "stings when I wee, no fever, no blood, no pain in my side, wee is clear",
    "my tongue is a touch sore, nothing bleeds, no white patches, I eat everything",
]
URGENT = [
    ("she has a rash all over her body and her mouth is full of sores", "call_now"),
    ("he has a rash on his back and can't breathe", "emergency"),
    ("my uncle gets pembrolizumab and coughs up blood", "emergency"),
    ("so thirsty and I pee all night and feel so sick", "call_now"),
    ("I'm burning up", "call_now"),
    ("stings when I wee and I have the shivers", "call_now"),
    # Danger that is denied is none, and danger that is told stays.
    (
        "new rash spread to my chest and legs since last night, tongue normal, breathing fine, "
        "not faint",
        "call_now",
    ),
    ("heart racing for an hour, no chest pain, breathing ok, not passed out", "call_now"),
    ("heart racing for an hour, chest pain, no fever", "emergency"),
    ("the wound leaks pus, I am not breathing fast", "call_now"),
    ("I am not breathing fast enough, my lips are blue", "emergency"),
    ("he is not breathing", "emergency"),
    ("blisters on my stomach, coming off in sheets", "emergency"),
    # No pee is missing where a comma stands before it.
    ("fever and no pee since last night", "emergency"),
    ("fever, he has not had a wee all day", "emergency"),
    # Who knows what day it is is not confused.
    ("I have a headache but I have not passed out and know what day it is", "call_now"),
]
NO_SIGNS = [
    ("burns when I wee, no fever, wee is yellow", "fever"),
    ("nobody thinks I'm confused", "confusion"),
    ("sore gums, nothing bleeds", "bleeding"),
    ("I'm not breathing fast", "unconscious"),
    ("a headache, but I haven't passed out and know what day it is", "confusion"),
]


@pytest.mark.parametrize("text", ASKED)
def test_what_is_asked_about(text: str, settings: SafetySettings) -> None:
    judged = judge(text, settings, triage_reader())
    assert judged.outcome == "none"
    assert isinstance(judged, TriagedAssessment)
    assert judged.takes_over


@pytest.mark.parametrize(("text", "tier"), URGENT)
def test_what_stays_an_alarm(text: str, tier: str, settings: SafetySettings) -> None:
    judged = judge(text, settings, triage_reader())
    assert (judged.outcome, judged.tier) == ("urgent", tier)


@pytest.mark.parametrize(("text", "sign"), NO_SIGNS)
def test_what_is_no_sign(text: str, sign: str, settings: SafetySettings) -> None:
    judged = judge(text, settings, triage_reader())
    assert sign not in [finding.symptom for finding in judged.findings if finding.counts]
    assert judged.tier != "emergency"


@pytest.mark.parametrize(
    "text", ["he does not know what day it is", "she never even knows what day it is"]
)
def test_who_knows_no_day_is_confused(text: str, settings: SafetySettings) -> None:
    judged = judge(text, settings, triage_reader())
    assert judged.outcome == "urgent"
    assert "confusion" in [finding.symptom for finding in judged.findings if finding.counts]
