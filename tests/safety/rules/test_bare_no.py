"""Where a comma is read that was left out after a "no", and where the "no" denies."""

from __future__ import annotations

import pytest

from bot.safety.rules.bare_no import with_comma_after_no


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("no my lips are puffy", "no,my lips are puffy"),
        ("No I keep bringing it up", "No,I keep bringing it up"),
        ("no its 38.6", "no,its 38.6"),
        ("nope he's drifting off", "nope,he's drifting off"),
        ("no there is slime in it", "no,there is slime in it"),
        ("oh no both my feet are numb", "oh no,both my feet are numb"),
        ("thanks no my temp is 38.5", "thanks no,my temp is 38.5"),
        ("all good? no my sight is foggy", "all good? no,my sight is foggy"),
        ("no actually she can hardly breathe", "no,actually she can hardly breathe"),
        ("no the itching spreads", "no,the itching spreads"),
        ("no that burns", "no,that burns"),
        ("no no my arm hangs down", "no no,my arm hangs down"),
        ("not really my chest feels tight", "not really,my chest feels tight"),
        ("no  my arm is limp", "no, my arm is limp"),
    ],
)
def test_a_comma_stands_where_it_was_left_out(text: str, read: str) -> None:
    assert with_comma_after_no(text) == read
    assert with_comma_after_no(read) == read


@pytest.mark.parametrize(
    "text",
    [
        "no rash",
        "no swelling of the lips",
        "no chest pain, no fever",
        "no more than usual",
        "no blood in my stool",
        "no the usual pain",
        "no one in my family is ill",
        "there is no it department",
        "i have no my chart login",
        "not really my kind of thing",
        "not my arm is the problem",
        "no i",
        "no",
        "the casino my wife likes",
        "no this week",
        "",
    ],
)
def test_what_denies_stays_as_it_is(text: str) -> None:
    assert with_comma_after_no(text) == text
