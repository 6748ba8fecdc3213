"""Which topic answers a question that the classifier would refuse: message → topic, or none."""

from __future__ import annotations

import pytest

from bot.nlu.known_questions import topic_if_normal, topic_of_everyday


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


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("may I still dance", "managing/exercise"),
        ("can he cut the grass", "managing/exercise"),
        ("was it my own fault", "about/role_of_immune_system"),
        ("may the kitten be on my lap", "managing/children_and_pets"),
        ("was the cancer my fault", "about/role_of_immune_system"),
        ("is my cancer contagious?", "managing/children_and_pets"),
        ("can they get cancer from me", "managing/children_and_pets"),
        ("is chickenpox contagious", None),
        ("can i catch a later bus", None),
        ("my lawn mower smokes", None),
        ("the dog ate the bread", None),
        ("it is the nurse's fault", None),
        ("can the bus run late", None),
    ],
)
def test_which_everyday_matter_is_asked_about(text: str, topic: str | None) -> None:
    assert topic_of_everyday(text) == topic
