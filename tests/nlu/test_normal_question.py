"""Which topic answers whether a symptom is normal: message → topic, or none."""

from __future__ import annotations

import pytest

from bot.nlu.normal_question import topic_if_normal


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("are headaches usual", "side_effects/hormone_glands"),
        ("is a dry cough normal?", "side_effects/lungs_liver"),
        ("is it ok to be this tired", "side_effects/fatigue"),
        # What to do about a symptom says nothing of what may come.
        ("is numbness common", "side_effects/overview"),
        # No symptom, or no question whether it is normal.
        ("is parking normal", None),
        ("is my blood test normal", None),
        ("is it ok to have wine", None),
        ("i have a headache, normal day otherwise", None),
        ("are headaches treated with pills", None),
        ("is it normal that in spring my neighbour always has a cough and never sees anyone", None),
    ],
)
def test_which_symptom_is_asked_about(text: str, topic: str | None) -> None:
    assert topic_if_normal(text) == topic
