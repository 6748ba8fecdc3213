"""bot/safety/detector/draws.py: draws that one more text does not change for the others."""

from __future__ import annotations

import pytest

from bot.safety.detector.draws import at_most, key_of, keys_of, one_in, random_of

TEXTS = [f"message {number}" for number in range(3000)]


def test_text_and_purpose_decide() -> None:
    assert key_of("fever", "one") == key_of("fever", "one")
    assert key_of("fever", "one") != key_of("fever", "other")
    assert list(keys_of(["fever", "rash"], "one")) == [
        key_of("fever", "one"),
        key_of("rash", "one"),
    ]
    assert random_of("fever", "one").random() == random_of("fever", "one").random()


@pytest.mark.parametrize("number", [2, 3, 10])
def test_about_one_in_so_many_is_drawn(number: int) -> None:
    drawn = one_in(number, TEXTS, str, "test")
    assert len(drawn) == pytest.approx(len(TEXTS) / number, rel=0.15)
    assert drawn == [text for text in TEXTS if text in {*drawn}]


def test_one_more_text_changes_nothing_for_the_others() -> None:
    more = [*TEXTS[:100], "one more", *TEXTS[100:]]
    assert {*one_in(3, more, str, "test")} - {"one more"} == {*one_in(3, TEXTS, str, "test")}
    assert len({*at_most(500, more, "test")} ^ {*at_most(500, TEXTS, "test")}) <= 2


def test_at_most_so_many_in_their_order() -> None:
    drawn = at_most(500, TEXTS, "test")
    assert len(drawn) == 500
    assert drawn == [text for text in TEXTS if text in {*drawn}]
    assert at_most(5, ["a", "b"], "test") == ["a", "b"]
