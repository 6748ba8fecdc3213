"""What of the safety layer's judgement is left once the triage has weighed it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from bot.dialogue.reports import MOOD, Reader
from bot.dialogue.triage_knowledge import Action
from bot.dialogue.triaged import triaged
from bot.dialogue.verdict import Verdict
from bot.safety import Assessment


@pytest.mark.parametrize(
    ("outcome", "advice", "given"),
    [
        ("none", "self_care", "self_care"),
        ("check", "self_care", None),
        ("check", "call_today", "call_today"),
        ("urgent", "call_today", None),
    ],
)
def test_what_the_safety_layer_hears_is_not_advised_on_unasked(
    reader: Reader, outcome: Literal["none", "check", "urgent"], advice: Action, given: str | None
) -> None:
    report = replace(reader.report("i have a rash"), advice=advice)
    verdict = Verdict(takes_over=True, symptoms=("rash",))
    left = triaged(Assessment(outcome), report, verdict, reader.rules.knowledge)
    assert left.report is not None
    assert left.report.advice == given


def test_whoever_is_low_is_asked(reader: Reader) -> None:
    report = replace(reader.report("i feel low"), symptoms=(MOOD,), advice="self_care")
    report = replace(report, is_mild_beyond_doubt=True)
    left = triaged(
        Assessment("none"),
        report,
        Verdict(takes_over=True, symptoms=(MOOD,)),
        reader.rules.knowledge,
    )
    assert left.report is not None
    assert left.report.advice is None
