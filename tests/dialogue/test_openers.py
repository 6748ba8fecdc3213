"""Openings that make a report look like a question: message → what is read of it."""

from __future__ import annotations

import pytest

from bot.dialogue.openers import own_statement, without_correction, without_outcry


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("what? no! i have a RASH that burns", "i have a RASH that burns"),
        ("no! he has a fever", "he has a fever"),
        ("hello? is anyone there for me", "is anyone there for me"),
        ("what? no!", "what? no!"),
        ("what is a rash?", "what is a rash?"),
        ("no fever, no rash", "no fever, no rash"),
        ("No. I have a rash", "No. I have a rash"),
    ],
)
def test_an_outcry_is_left_out(text: str, left: str) -> None:
    assert without_outcry(text).strip() == left
    assert len(without_outcry(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("actually it's also on my chin", "it's also on my chin"),
        ("oh wait, actually my leg is red", "my leg is red"),
        ("well, in fact there is blood in it", "there is blood in it"),
        ("actually yes, a lot", "actually yes, a lot"),
        ("actually i do", "actually i do"),
        ("it actually hurts a lot", "it actually hurts a lot"),
    ],
)
def test_a_word_that_puts_right_is_left_out(text: str, left: str) -> None:
    assert without_correction(text).strip() == left
    assert len(without_correction(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("is it normal that i feel low and cry a lot", "i feel low and cry a lot"),
        ("hi, is this ok if my ankles swell up", "my ankles swell up"),
        ("is it really normal when he sleeps all day", "he sleeps all day"),
        ("is it normal to feel low", None),
        ("is it normal that people feel low", None),
        ("is it raining", None),
    ],
)
def test_what_is_stated_in_a_question(text: str, stated: str | None) -> None:
    found = own_statement(text)
    assert (found.strip() if found else None) == stated
