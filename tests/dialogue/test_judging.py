"""bot/dialogue/judging.py: texts that nobody writes by hand cost little, and lose no alarm."""

from __future__ import annotations

import time

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.safety import SafetySettings

LONGEST_BODY = 63_000
# Promised is about 0.3 s on a quiet machine; before, these took 1 to 4 s there.
CPU_SECONDS = 1.0
FILLER = "We sat in the garden and looked at the roses. "


@pytest.mark.parametrize(
    "piece",
    [
        "I have chest pain. ",
        "I can not breathe and my chest hurts today. ",
        "38.5 ",
        "fever ",
        "1 ",
        "s*",
        "tengo fiebre ",
        FILLER,
    ],
)
def test_a_huge_text_is_judged_soon(piece: str, settings: SafetySettings) -> None:
    reader = triage_reader()
    judge(piece * 3, settings, reader)  # what is loaded and compiled once
    text = (piece * LONGEST_BODY)[:LONGEST_BODY]
    started = time.thread_time()
    judge(text, settings, reader)
    assert time.thread_time() - started < CPU_SECONDS


@pytest.mark.parametrize(
    ("said", "at_start", "at_end", "symptom"),
    [
        ("I can't breathe. ", "check", "urgent", "sudden_breathlessness"),
        ("my temperature is 39.4. ", "urgent", "urgent", "fever"),
        ("38.9. ", "urgent", "urgent", "fever"),
        ("i wnt to die. ", "urgent", "urgent", "self_harm"),
    ],
)
def test_what_alarms_at_start_or_end_is_heard(
    said: str, at_start: str, at_end: str, symptom: str, settings: SafetySettings
) -> None:
    rest = FILLER * (LONGEST_BODY // len(FILLER))
    for text, outcome in ((said + rest, at_start), (rest + said, at_end)):
        judged = judge(text, settings, triage_reader())
        assert judged.outcome == outcome
        assert symptom in judged.symptoms


def test_nothing_alarms_in_the_filler(settings: SafetySettings) -> None:
    assert judge(FILLER * 1_000, settings, triage_reader()).outcome == "none"
