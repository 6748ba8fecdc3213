"""Few words whose letters look like another language are read in the one that knows them."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings, assess


@pytest.mark.parametrize(
    ("text", "language", "symptom"),
    [
        ("mam biegunkę", "pl", "diarrhea"),
        ("mam wysypkę", "pl", "skin"),
        ("tengo diarrea", "es", "diarrhea"),
        ("ho la diarrea", "it", "diarrhea"),
        ("ich habe Ausschlag", "de", None),
        ("mam kota", "pl", None),
        ("7 diarreas hoy", "es", "diarrhea"),
    ],
)
def test_the_language_of_a_symptom(
    text: str, language: str, symptom: str | None, settings: SafetySettings
) -> None:
    judged = assess(text, settings)
    assert judged.language == language
    assert judged.symptoms == ((symptom,) if symptom else ())
    assert not judged.crisis
