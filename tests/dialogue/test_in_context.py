"""What a message is about after an answer, and when that counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.in_context import ranking_in_context
from bot.dialogue.situation import Meaning, Understood
from tests.dialogue.test_context import NOTHING, answered, meaning

LABELS = ("skin/symptoms", "skin/self_care", "managing/work", "out_of_scope", "thanks")


def ranking(*shares: float) -> list[tuple[str, float]]:
    pairs = zip(LABELS, shares, strict=True)
    return sorted(pairs, key=lambda pair: -pair[1])


@pytest.mark.parametrize(
    ("by_itself", "behind", "first"),
    [
        # Nothing is clear: the topic that was answered.
        ((0.1, 0.1, 0.15, 0.5, 0.15), (0.4, 0.2, 0.1, 0.2, 0.1), "skin/symptoms"),
        # One of its subject that is likelier by itself.
        ((0.01, 0.3, 0.1, 0.5, 0.09), (0.05, 0.6, 0.1, 0.2, 0.05), "skin/self_care"),
        # A full question is not bent, nor is what is surely something else, nor thanks.
        ((0.001, 0.001, 0.95, 0.04, 0.008), (0.05, 0.05, 0.8, 0.05, 0.05), "managing/work"),
        ((0.0001, 0.0001, 0.001, 0.99, 0.0088), (0.1, 0.05, 0.05, 0.75, 0.05), "out_of_scope"),
        ((0.0001, 0.0001, 0.001, 0.0088, 0.99), (0.1, 0.05, 0.05, 0.05, 0.75), "thanks"),
    ],
)
def test_the_likeliest_label_after_an_answer(
    by_itself: tuple[float, ...], behind: tuple[float, ...], first: str
) -> None:
    follow_ups = context_knowledge().follow_ups
    found = ranking_in_context(ranking(*by_itself), ranking(*behind), "skin/symptoms", follow_ups)
    assert found[0][0] == first
    assert sum(share for _, share in found) == pytest.approx(1)
    assert {label for label, _ in found} == set(LABELS)


def test_a_label_without_any_probability_is_no_error() -> None:
    follow_ups = context_knowledge().follow_ups
    alone = [("managing/work", 1.0), ("skin/symptoms", 0.0)]
    found = ranking_in_context(alone, [("managing/work", 1.0)], "skin/symptoms", follow_ups)
    assert found[0][0] == "managing/work"


def test_what_would_frighten_is_no_guess() -> None:
    follow_ups = context_knowledge().follow_ups
    dying = "managing/fear_of_dying_and_palliative_care"
    behind = [(dying, 0.9), ("types/car_t", 0.1)]
    for share, is_named in ((0.1, False), (0.3, False), (0.45, True)):
        alone = [("types/car_t", 0.9 - share), (dying, share), ("thanks", 0.1)]
        found = ranking_in_context(alone, behind, "types/car_t_hospital_stay", follow_ups)
        assert (dying in dict(found)) is is_named
    # It may be asked about further.
    alone = [("types/car_t", 0.5), (dying, 0.1)]
    assert dying in dict(ranking_in_context(alone, behind, dying, follow_ups))


def test_a_likely_topic_is_answered_and_a_possible_one_offered() -> None:
    situation = answered("skin/symptoms")
    unclear = Understood("out_of_scope", in_context=(("skin/sun_and_itch", 0.7), ("thanks", 0.2)))
    assert meaning("does heat redden it", situation, unclear) == Meaning(
        "answer", ("skin/sun_and_itch",)
    )
    close = (("skin/sun_and_itch", 0.25), ("skin/self_care", 0.2), ("thanks", 0.2))
    possible = replace(unclear, in_context=close)
    assert meaning("does heat redden it", situation, possible) == Meaning(
        "offer", ("skin/sun_and_itch", "skin/self_care")
    )
    clear = replace(possible, intent="skin", topics=("skin/self_care",))
    assert meaning("does heat redden it", situation, clear) is None


@pytest.mark.parametrize(
    "in_context",
    [(), (("out_of_scope", 0.6), ("skin/sun_and_itch", 0.4)), (("thanks", 0.4), ("greet", 0.3))],
)
def test_what_is_no_topic_is_said_by_itself(in_context: tuple[tuple[str, float], ...]) -> None:
    asked = Understood("out_of_scope", in_context=in_context)
    assert meaning("does heat redden it", answered("skin/symptoms"), asked) is None
    assert meaning("does heat redden it", NOTHING, asked) is None
