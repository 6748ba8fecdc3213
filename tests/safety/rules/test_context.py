"""Negation, possibility, past and present, other people, sayings: why a mention counts or not."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings
from bot.safety.rules.reading import read_message

REASONS = [
    ("I have a fever", "fever", "now"),
    ("fever", "fever", "bare"),
    ("no fever", "fever", "negated"),
    ("I don't have a fever", "fever", "negated"),
    ("no chills, fever or rash", "fever", "negated"),
    ("neither chills nor fever", "fever", "negated"),
    ("not only chills but I have a fever too", "fever", "now"),
    ("not sure if I have a fever", "fever", "now"),
    ("no idea why I have a fever", "fever", "now"),
    ("no rash, but I have a fever", "fever", "now"),
    ("fever is not there", "fever", "negated"),
    ("my fever is not any better", "fever", "now"),
    ("not the slightest trace of a fever", "fever", "negated"),
    ("two christmases ago I had a fever", "fever", "past"),
    ("the swelling in my ankles went down completely", "urine_swelling", "resolved"),
    ("in the opera she has a fever", "fever", "other people"),
    ("I can't breathe", "sudden_breathlessness", "now"),
    ("cannot stop bleeding", "severe_bleeding", "now"),
    ("what if I get a fever", "fever", "hypothetical"),
    ("if I have a fever tonight", "fever", "hypothetical"),
    ("when should I call about a fever", "fever", "hypothetical"),
    ("scared of getting a fever", "fever", "hypothetical"),
    ("as if that wasn't enough I have a fever", "fever", "now"),
    ("is fever common", "fever", "question"),
    ("can it cause fever", "fever", "question"),
    ("is there a fever with it", "fever", "question"),
    ("is a fever usual", "fever", "question"),
    ("there is a lot of blood in the toilet when I go", "bowel_bleeding", "now"),
    ("I have a fever, is that common", "fever", "now"),
    ("I had a fever last year", "fever", "past"),
    ("I had a fever as a child", "fever", "past"),
    ("I had a fever last week and it's back again", "fever", "now"),
    ("the fever has gone now", "fever", "just over"),
    ("I had a fever but I'm fine now", "fever", "just over"),
    ("I had a fever this morning but I'm fine now", "fever", "now"),
    ("I had a fever on Monday but I'm fine now", "fever", "resolved"),
    ("the rash has gone now", "skin", "resolved"),
    ("I fainted an hour ago, fine now", "dizziness", "now"),
    ("I fainted an hour ago", "collapse", "now"),
    ("is it normal to see double", "headache_vision", "own question"),
    ("should I worry about blood in my urine", "bleeding", "own question"),
    ("when should I worry about a fever", "fever", "hypothetical"),
    ("I don't want to die", "self_harm", "negated"),
    ("I want to finish it all", "self_harm", "now"),
    ("no, I don't want to kill myself", "self_harm", "negated"),
    ("I don't want to die or harm myself", "self_harm", "negated"),
    ("asking for a friend who wants to kill himself", "self_harm", "now"),
    ("what if I stepped in front of the 8.15 tomorrow", "self_harm", "bare"),
    ("my friend died by suicide years ago", "self_harm", "other people"),
    ("the fever is not gone", "fever", "now"),
    ("people on the forum had a fever", "fever", "other people"),
    ("my husband has a fever", "fever", "now"),
    ("my neighbour says I have a fever today", "fever", "now"),
    ("football fever has hit the ward", "fever", "figurative"),
    ("slight headache", "headache_vision", "mild"),
    ("I have a slight fever", "fever", "now"),
    ("my fever is 37.2", "fever", "below threshold"),
]


@pytest.mark.parametrize(("message", "symptom", "reason"), REASONS)
def test_why_a_mention_counts_or_not(
    message: str, symptom: str, reason: str, rules_alone: SafetySettings
) -> None:
    reading = read_message(message, rules_alone.knowledge, 38.0)
    assert reason in {f.reason for f in reading.findings if f.symptom == symptom}


@pytest.mark.parametrize(("message", "symptom", "reason"), REASONS)
def test_only_what_is_now_counts(
    message: str, symptom: str, reason: str, rules_alone: SafetySettings
) -> None:
    reading = read_message(message, rules_alone.knowledge, 38.0)
    counting = any(f.counts for f in reading.findings if f.symptom == symptom)
    assert counting == (reason == "now")


@pytest.mark.parametrize(
    ("message", "several"),
    [
        ("exhausted, achy, queasy and no appetite", True),
        ("no nausea, no aches, not tired", False),
        ("a bit tired", False),
    ],
)
def test_several_complaints_count_together(
    message: str, several: bool, rules_alone: SafetySettings
) -> None:
    reading = read_message(message, rules_alone.knowledge, 38.0)
    assert any(f.symptom == "several" for f in reading.findings) == several
