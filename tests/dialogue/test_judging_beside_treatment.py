"""A message that names a treatment and reports something: whole and part as judged → what holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.judging import judge
from bot.dialogue.reports import Reader
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import Assessment, Finding, RedFlagKnowledge, SafetySettings

WHOLE = "my wife had her first teclistamab on thursday and her joints ache"
PART = "her joints ache"
GUESSED = Finding("several", "call_now", (0, 1), "several", True, "detector", is_sure=False)
READ = replace(GUESSED, reason="now", is_sure=True)
NOTHING = Assessment("none")
ALARM = Assessment("urgent", "call_now", (READ,))
CHECK = Assessment("check", None, (READ,))
SUSPICION = Assessment("check", None, (GUESSED,), suspicion=0.3)


def triaged(evidence: float | None) -> TriagedAssessment:
    return TriagedAssessment("none", takes_over=True, evidence=evidence)


@pytest.mark.parametrize(
    ("whole", "part", "holds"),
    [
        (NOTHING, triaged(5.0), "part"),
        (NOTHING, ALARM, "part"),
        (NOTHING, CHECK, "part"),
        (triaged(1.5), triaged(5.0), "part"),
        # No surer, or a mere suspicion; and what already alarms or asks is left as it is.
        (triaged(5.0), triaged(1.5), "whole"),
        (triaged(5.0), triaged(None), "whole"),
        (NOTHING, SUSPICION, "whole"),
        (NOTHING, NOTHING, "whole"),
        (ALARM, triaged(5.0), "whole"),
        (CHECK, triaged(5.0), "whole"),
    ],
)
def test_what_is_told_beside_a_treatment_is_judged_by_itself(
    monkeypatch: pytest.MonkeyPatch,
    reader: Reader,
    red_flag_knowledge: RedFlagKnowledge,
    whole: Assessment,
    part: Assessment,
    holds: str,
) -> None:
    judged = {WHOLE: whole, PART: part}
    monkeypatch.setattr("bot.dialogue.judging._judged", lambda text, *_: judged[text.strip()])
    with_context = replace(reader, context=context_knowledge())
    found = judge(WHOLE, SafetySettings(red_flag_knowledge), with_context)
    assert found is (part if holds == "part" else whole)
