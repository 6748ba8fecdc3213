"""A call to the care team that is little more than the detector's guess is asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.weighing import weigh
from bot.safety import Assessment
from tests.dialogue.test_weighing import BY_RULE, GUESSED_EMERGENCY, SUSPECTED


@pytest.mark.parametrize(
    ("guess", "changes", "takes_over"),
    [
        (replace(SUSPECTED, suspicion=0.6), {}, True),
        (SUSPECTED, {}, False),  # surely one
        (replace(SUSPECTED, suspicion=0.6), {"red_as_told": 0.95}, False),
        (replace(SUSPECTED, suspicion=0.6), {"share": 0.3}, False),  # of what is not known
        (replace(BY_RULE, suspicion=0.6), {}, False),
        (replace(GUESSED_EMERGENCY, suspicion=0.6), {}, False),
    ],
)
def test_a_weak_guess_is_asked_about(
    reader: Reader, guess: Assessment, changes: dict[str, Any], takes_over: bool
) -> None:
    told: dict[str, Any] = {"red": 0.8, "red_as_told": 0.85, "share": 0.9, "to_ask": 0.0}
    report = replace(reader.report("i have a rash on my left arm here"), **{**told, **changes})
    verdict = weigh(guess, report, reader.rules.knowledge, found=4.0)
    assert verdict.takes_over is takes_over
