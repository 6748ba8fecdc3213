"""bot/dialogue/judging.py: texts that nobody writes by hand cost little, and lose no alarm."""

from __future__ import annotations

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.safety import Assessment, SafetySettings, assess
from bot.safety.rules.tokens import LONGEST_READ

LONGEST_BODY = 63_000
FILLER = "We sat in the garden and looked at the roses. "


@pytest.mark.parametrize("piece", ["I have chest pain. ", "38.5 ", "s*", "tengo fiebre ", FILLER])
def test_of_a_huge_text_no_more_is_judged_than_is_read(
    piece: str, settings: SafetySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def assess_and_note(text: str, settings: SafetySettings) -> Assessment:
        read.append(text)
        return assess(text, settings)

    monkeypatch.setattr("bot.dialogue.judging.assess", assess_and_note)
    judge((piece * LONGEST_BODY)[:LONGEST_BODY], settings, triage_reader())
    assert 0 < max(map(len, read)) <= LONGEST_READ


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


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("much worse", "check"), ("bad", "check"), ("is that bad", "none"), ("better", "none")],
)
def test_how_it_is_is_asked_about_where_it_is_told(
    text: str, outcome: str, settings: SafetySettings
) -> None:
    assert judge(text, settings, triage_reader()).outcome == outcome
