"""bot/channels/heard.py: what follows from a judged message, with the triage and without it."""

from __future__ import annotations

import pytest

from bot.channels.heard import Heard
from bot.content.red_flags import safety_settings
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import Assessment, Finding

_FEVER = Finding("fever", "call_now", (0, 5), "a fever", True, "now")
NOTHING = Assessment("none")
CHECK = Assessment("check", findings=(_FEVER,))
ALARM = Assessment("urgent", "call_now", (_FEVER,), suspicion=1.0)
SYMPTOMS = safety_settings().knowledge.symptoms


def triage_takes(by_safety: Assessment) -> Assessment:
    return TriagedAssessment("none", takes_over=True, by_safety=by_safety)


def triage_set_aside(by_safety: Assessment) -> Assessment:
    return TriagedAssessment("none", by_safety=by_safety)


@pytest.mark.parametrize(
    ("assessment", "followed", "without_triage", "unanswered"),
    [
        (NOTHING, None, None, None),
        (CHECK, "red_flag_check", "red_flag_check", "red_flag_check"),
        (ALARM, "red_flag_call_now", "red_flag_call_now", "red_flag_call_now"),
        (triage_takes(NOTHING), None, None, None),
        (triage_takes(CHECK), None, "red_flag_check", "red_flag_check"),
        (triage_takes(ALARM), None, "red_flag_call_now", "red_flag_call_now"),
        # while a question is open only a turn that fails brings it back
        (triage_set_aside(CHECK), None, None, "red_flag_check"),
        (triage_set_aside(ALARM), None, None, "red_flag_call_now"),
    ],
)
def test_what_follows(
    assessment: Assessment,
    followed: str | None,
    without_triage: str | None,
    unanswered: str | None,
) -> None:
    heard = Heard.of(assessment, SYMPTOMS)
    assert heard.escalation.intent == followed
    assert heard.without_triage.intent == without_triage
    assert heard.unanswered.intent == unanswered
    is_urgent = "red_flag_call_now" in (followed, without_triage)
    assert (heard.urgent.intent if heard.urgent else None) == (
        "red_flag_call_now" if is_urgent else None
    )
    assert heard.has_intent is bool(followed or without_triage)
    assert heard.is_final is (assessment is ALARM)
