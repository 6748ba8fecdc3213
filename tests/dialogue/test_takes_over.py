"""bot/dialogue/weighing.py: to what the triage takes over it has something to say; a denial it
leaves to others, and asks nothing about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.triage_turn import take_turn
from bot.nlu.symptom_report import report_of

DEV = Path(__file__).parent / "dev"


@pytest.mark.parametrize(
    ("text", "outcome", "takes_over", "denies"),
    [
        ("bit sniffly no temp", "none", False, True),
        ("she has no cough", "none", False, True),
        ("no fever", "none", False, False),  # nothing is heard in it at all
        ("she has a cough", "none", True, False),
        ("i have an itchy rash on both arms", "urgent", False, False),
        # in broken English "no" stands for "does not"; it denies where it stands before a noun
        ("mama no wake up", "urgent", False, False),
        ("papa still no answer me", "urgent", False, False),
        ("papa no cough", "none", False, True),
    ],
)
def test_a_denial_is_no_report(text: str, outcome: str, takes_over: bool, denies: bool) -> None:
    assessment = judge(text, safety_settings(), triage_reader())
    report = report_of(assessment)
    assert (assessment.outcome, report["takes_over"]) == (outcome, takes_over)
    assert report.get("denies", False) is denies


def test_something_is_said_to_whatever_is_taken_over() -> None:
    lines = [line for name in ("reports.tsv", "reports2.tsv") for line in _lines(DEV / name)]
    silent, taken = [], 0
    for text in lines[::4]:
        assessment = judge(text, safety_settings(), triage_reader())
        report = report_of(assessment)
        if not report["takes_over"]:
            continue
        taken += 1
        message = Message(text, tuple(report["symptoms"]), takes_over=True)
        if take_turn(Triage(), message, triage_reader()).says is None:
            silent.append(text)
    assert silent == []
    assert taken > 20


def _lines(file: Path) -> list[str]:
    rows = file.read_text(encoding="utf-8").splitlines()
    return [row.split("\t")[-1] for row in rows if row and not row.startswith("#")]
