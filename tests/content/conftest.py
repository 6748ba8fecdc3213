"""domain.yml with the answers of two topics; and files parsed once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from bot.content import entries, faq_files, yaml_slips
from bot.settings.paths import DOMAIN_FILE
from bot.settings.placed_yaml import load_placed

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


@pytest.fixture(scope="package", autouse=True)
def _texts_are_parsed_once() -> Iterator[None]:
    """Hundreds of tests read all files of the content, in which they have changed one. What was
    parsed is not changed by who reads it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries, "load_placed", lru_cache(maxsize=256)(load_placed))
        compose = lru_cache(maxsize=64)(faq_files.compose)
        for module in (faq_files, yaml_slips):
            patch.setattr(module, "compose", compose)
        yield
