"""domain.yml with the answers of two topics."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from bot.settings.paths import DOMAIN_FILE

ANSWERS: dict[str, Any] = {
    f"utter_{topic}": [
        {
            "text": f"Answer about {topic}. Call {{care_team_phone}}.",
            "metadata": {
                "title": f"Title of {topic}?",
                "sources": ["000", "001"],
                "reviewed": "2026-01-02",
            },
        }
    ]
    for topic in ("crs/risks", "skin/onset")
}

ANSWERS["utter_skin/onset"].append(
    {
        "condition": [{"type": "slot", "name": "treatment_type", "value": "car_t"}],
        "text": "Answer for CAR-T.",
        "metadata": {"sources": ["001"], "reviewed": "2026-01-02"},
    }
)


@pytest.fixture(scope="package")
def domain() -> Domain:
    """domain.yml with the answers of two topics."""
    loaded = Domain.load(str(DOMAIN_FILE))
    loaded.responses.update(ANSWERS)
    return loaded
