"""Diarrhea that is named and nothing else is asked about, as it is in English; more is urgent."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings, assess

NAMED = [
    ("es", "estoy con un poco de diarrea", "check"),
    ("fr", "il a la diarrhée", "check"),
    ("de", "Hab leichten Durchfall.", "check"),
    ("it", "ha la diarrea", "check"),
    ("pt", "estou com diarreia", "check"),
    ("nl", "heb een beetje diarree", "check"),
    ("ru", "у меня диарея", "check"),
    ("ar", "لدي إسهال", "check"),
    ("zh", "我有点腹泻", "check"),
    ("ja", "下痢をしています", "check"),
    ("ko", "설사를 해요", "check"),
    # more than its name
    ("es", "tengo diarrea sin parar", "urgent"),
    ("es", "tengo diarrea y fiebre", "urgent"),
    ("de", "ich habe seit drei Tagen Durchfall mit Blut", "urgent"),
    ("fr", "j'ai la diarrhée 7 fois par jour", "urgent"),
    ("zh", "拉肚子六次", "urgent"),
]


@pytest.mark.parametrize(("code", "message", "outcome"), NAMED)
def test_named(code: str, message: str, outcome: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.outcome) == (code, outcome)
    assert "bad" not in assessment.understood
