"""Wordings that sound alarming and are none, and what is left of a message without them."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings
from bot.safety.rules.reading import read_message


@pytest.mark.parametrize(
    ("text", "suspected", "rest"),
    [
        ("took a paracetamol for my back", "poisoning", "for my back"),
        ("I took two tylenol this morning", "self_harm", "I this morning"),
        ("he had 2 ibuprofen", "overdose", "he"),
        ("took 500 mg of acetaminophen", "poisoning", ""),
        # Nothing but what the wording explains is set aside.
        ("took two tylenol, my chest hurts", "chest_pain", None),
        ("took two tylenol", "fever", None),
        # Too much, another's, or more than that.
        ("took 12 tylenol", "poisoning", None),
        ("took two tylenol and the rest of the bottle", "poisoning", None),
        ("my toddler took two tylenol", "poisoning", None),
        ("took two tylenol by mistake", "medicine_mistake", None),
        ("2 tylenol at 8, 2 at 9, 2 at 10", "poisoning", None),
        ("took two morphine", "poisoning", None),
        ("so scared. i start on monday and cant sleep", "self_harm", ". i start on monday and"),
        ("so scared, cant sleep, better off without me", "self_harm", None),
        ("just tired and sad", "self_harm", "just"),
        ("tired and sad, i want to die", "self_harm", None),
        ("sad, and i have the pills", "self_harm", None),
        ("nobody helps me, my skin burns", "self_harm", ", my skin burns"),
        ("it spreads and i scratched it bloody", "severe_bleeding", "it spreads and i"),
        ("scratched it and it will not stop bleeding", "severe_bleeding", None),
        # What is said not to be so.
        ("my eyes aren't yellow, he checked", "jaundice", "my , he checked"),
        ("haven't bruised at all", "collapse", ""),
        ("his face is not drooping", "stroke", "his"),
        ("my eyes are yellow", "jaundice", None),
        ("eyes not yellow but my wee is dark", "jaundice", None),
        ("her ankles are not swollen any more", "urine_swelling", None),
    ],
)  # fmt: skip
def test_what_is_left(
    text: str, suspected: str, rest: str | None, rules_alone: SafetySettings
) -> None:
    knowledge = rules_alone.knowledge
    reading = read_message(text, knowledge, 38.0)
    assert knowledge.harmless.rest_of(reading.words, reading.findings, suspected) == rest
