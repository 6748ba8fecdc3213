"""The topics beside a refusal, and the next questions that fit a treatment."""

from __future__ import annotations

import pytest

from bot.content.context_files import context_knowledge
from bot.content.nearest import nearest_topics
from tests.data.content import TOPICS


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("can you shift my slot to another day", ["process/missed_appointment"]),
        ("Need to put off the drip on Monday", ["process/missed_appointment"]),
        ("who may sit with me", ["process/infusion_length"]),
        ("is brie or other soft cheese allowed", ["managing/diet"]),
        ("can I bleach my hair", ["side_effects/hair_loss"]),
        ("a jacuzzi at the hotel", ["managing/prevent_infection"]),
        ("where do I park", []),
        ("what time do you open", []),
        ("my cousin moved house", []),
    ],
)
def test_words_name_the_nearest_topic(text: str, topics: list[str]) -> None:
    assert nearest_topics({"text": text}) == topics


def test_what_is_likeliest_stands_behind_it_and_two_are_enough() -> None:
    parse = {"text": "soft cheese", "also": ["skin/onset", "managing/diet", "crs/what_is"]}
    assert nearest_topics(parse) == ["managing/diet", "skin/onset"]


def test_every_topic_that_is_named_there_exists() -> None:
    labels = {label for label in context_knowledge().phrases.labels if label.startswith("near:")}
    named = {label.partition(":")[2] for label in labels}
    assert named
    assert named <= set(TOPICS)


@pytest.mark.parametrize(
    ("topic", "treatment", "fits"),
    [
        ("types/car_t", "checkpoint_inhibitor", False),
        ("types/car_t", "car_t", True),
        ("types/car_t", None, True),
        ("managing/driving_after_car_t", "checkpoint_inhibitor", False),
        ("side_effects/icans", "bispecific", True),
        ("types/bcg_at_home", "antibody", False),
        ("skin/onset", "checkpoint_inhibitor", True),
    ],
)
def test_a_topic_fits_a_treatment(topic: str, treatment: str | None, fits: bool) -> None:
    assert context_knowledge().follow_ups.fits(topic, treatment) is fits


def test_no_button_leads_from_a_treatment_to_another_one() -> None:
    follow_ups = context_knowledge().follow_ups
    for topic in TOPICS:
        subject = follow_ups.subject_of(topic)
        for one in follow_ups.next_topics(topic, (), 3, "checkpoint_inhibitor"):
            assert follow_ups.fits(one, "checkpoint_inhibitor") or one in (
                subject.topics if subject else ()
            )
