"""Openings that make a report look like a question: message → what is read of it."""

from __future__ import annotations

import pytest

from bot.content.red_flag_files import red_flag_knowledge
from bot.safety.rules.openings import Openings


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
    assert red_flag_knowledge().openings.without_outcry(text).strip() == left
    assert len(red_flag_knowledge().openings.without_outcry(text)) == len(text)


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
    found = red_flag_knowledge().openings.own_statement(text)
    assert (found.strip() if found else None) == stated


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("sorry, i forgot to say i'm confused", "i'm confused"),
        ("Oh, I'm so sorry but I should have mentioned that she fell", "she fell"),
        ("my bad i was wrong: two days", "two days"),
        ("btw i forgot to add fever today", "fever today"),
        ("sorry i was wrong about it", "i was wrong about it"),
        ("sorry state of my skin", "state of my skin"),
        ("i forgot my tablets today", "i forgot my tablets today"),
        ("sorry, nothing", "sorry, nothing"),
    ],
)
def test_a_preface_is_left_out(text: str, left: str) -> None:
    found = red_flag_knowledge().openings.without_preface(text)
    assert found.strip() == left
    assert len(found) == len(text)


def test_without_words_nothing_is_an_opening() -> None:
    openings = Openings()
    assert openings.without_outcry("no! he has a fever") == "no! he has a fever"
    assert openings.without_preface("sorry, she has a fever") == "sorry, she has a fever"
    assert openings.own_statement("is it normal that i feel low") is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("no my gums bleed all night", "my gums bleed all night"),
        ("no, he is drowsy", "he is drowsy"),
        ("nope. my arm tingles", "my arm tingles"),
        ("thanks no my temp is 38.5", "my temp is 38.5"),
        ("no, actually my sight is double", "my sight is double"),
        ("no but she slurs her words", "she slurs her words"),
        ("no fever, just tired", None),
        ("no blood", None),
        ("no, thanks", None),
        ("nobody is ill here", None),
        ("my arm hurts, no, both", None),
    ],
)
def test_what_is_told_after_a_no(text: str, rest: str | None) -> None:
    found = red_flag_knowledge().openings.without_bare_no(text)
    assert (found.strip() if found else None) == rest
    assert found is None or len(found) == len(text)


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
    assert red_flag_knowledge().openings.without_correction(text).strip() == left
    assert len(red_flag_knowledge().openings.without_correction(text)) == len(text)
