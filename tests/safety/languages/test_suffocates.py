""" "I am suffocating" is an emergency in every language."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings, assess

SUFFOCATES = [
    ("ar", "أختنق"),
    ("de", "ich ersticke"),
    ("es", "me estoy ahogando"),
    ("fr", "je suffoque"),
    ("fr", "des plaques rouges partout et elle suffoque"),
    ("hi", "दम घुट रहा है"),
    ("it", "sto soffocando"),
    ("ko", "숨막혀요"),
    ("nl", "ik krijg geen lucht"),
    ("pt", "estou a sufocar"),
    ("ru", "я задыхаюсь"),
    ("th", "หายใจไม่ออก"),
    ("tl", "nasasakal ako"),
    ("tr", "boğuluyorum"),
    ("vi", "tôi nghẹt thở"),
    ("zh", "我快窒息了"),
]


@pytest.mark.parametrize(("code", "message"), SUFFOCATES)
def test_who_suffocates(code: str, message: str, settings: SafetySettings) -> None:
    judged = assess(message, settings)
    assert (judged.language, judged.outcome, judged.tier) == (code, "urgent", "emergency")


def test_a_price_that_takes_the_breath_away_is_not_urgent(settings: SafetySettings) -> None:
    assert assess("le prix du parking est suffocant", settings).outcome != "urgent"
