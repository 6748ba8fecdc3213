"""Results of blood tests: which test is told, and whether the care team should hear of it."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings

TOLD = [
    ("neutrophils 0.4", "neutrophils of 0.4", True),
    ("my neutrophils are 2.8", "neutrophils of 2.8", False),
    ("neutrophils 900", "neutrophils of 900", True),
    ("wbc 1.9", "white cells of 1.9", True),
    ("her platelets are down to 15", "platelets of 15", True),
    ("platelets 240000", "platelets of 240000", False),
    ("Hb 71", "hemoglobin of 71", True),
    ("hemoglobin 12.5", "hemoglobin of 12.5", False),
    ("sodium 121", "sodium of 121", True),
    ("sodium was 139", "sodium of 139", False),
    ("potassium came back at 6.4", "potassium of 6.4", True),
    ("creatinine went from 85 to 240", "creatinine of 240", True),
    ("creatinine 0.9", "creatinine of 0.9", False),
    ("ALT 410 AST 35", "liver values of 410", True),
    ("TSH is 38", "thyroid values of 38", True),
    ("troponin 40", "troponin of 40", True),  # what is normal differs: any number
    ("my creatnine tripled", "creatinine", True),
    ("they said the liver enzymes are raised", "liver values", True),
    ("lipase is sky high", "lipase", True),
    ("white blood count is too low", "white cells", True),
]
NOT_TOLD = [
    "what is creatinine",
    "when is my sodium checked",
    "low sodium diet",
    "potassium rich food, 3 bananas a day",
    "calcium tablets 500",
    "the alt key is broken",
    "temperature 38.5",
    "my sugar is 12",
    "i have a rash",
]


@pytest.mark.parametrize(("text", "understood", "is_conspicuous"), TOLD)
def test_a_result(
    text: str, understood: str, is_conspicuous: bool, rules_alone: SafetySettings
) -> None:
    result = rules_alone.knowledge.lab_tests.result_in(text)
    assert result is not None
    assert (result.understood, result.is_conspicuous) == (understood, is_conspicuous)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_no_result(text: str, rules_alone: SafetySettings) -> None:
    assert rules_alone.knowledge.lab_tests.result_in(text) is None
