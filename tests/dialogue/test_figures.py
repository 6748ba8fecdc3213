"""Figures of speech around what is told: message → what is left, and the judgement of it."""

from __future__ import annotations

import pytest

from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.figures import without_figures_of_speech
from bot.dialogue.judging import judge


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("she would kill me for telling you, but her lips are blue", "her lips are blue"),
        ("Please don't laugh: my pee is red", "my pee is red"),
        ("between you and me, I have chest pain", "I have chest pain"),
        ("this may sound silly but my arm is numb", "my arm is numb"),
        ("behind my wife's back: what is CRS", "what is CRS"),
        # hardly anything else, or no figure
        ("he would kill me if he knew", None),
        ("my husband will kill me", None),
        ("I want to kill myself", None),
        ("my wife laughs a lot", None),
    ],
)
def test_what_is_told_without_the_figure(text: str, left: str | None) -> None:
    rest = without_figures_of_speech(text, safety_settings().knowledge)
    assert (rest.strip() if rest else None) == left
    assert rest is None or len(rest) == len(text)


@pytest.mark.parametrize(
    ("text", "tier", "crisis"),
    [
        ("mum would kill me for saying it, she has blood in her urine", "call_now", False),
        ("my sister will kill me if I don't ask: my eyes are yellow", "call_now", False),
        ("promise not to laugh at me: I peed blood", "call_now", False),
        ("without my husband knowing: I coughed up blood", "emergency", False),
        ("isn't it odd that my left side is numb", "emergency", False),
        ("promise not to laugh: I want to die", "emergency", True),
        ("I want to kill myself, my wife would kill me if she knew", "emergency", True),
        ("don't laugh, but what is CRS", None, False),
    ],
)
def test_a_figure_neither_hides_nor_makes_an_alarm(
    text: str, tier: str | None, crisis: bool
) -> None:
    judged = judge(text, safety_settings(), triage_reader())
    assert (judged.tier, judged.crisis) == (tier, crisis)


def test_a_guess_of_despair_does_not_hide_the_body() -> None:
    text = "she lives alone. on the phone she had to stop between sentences"
    assert judge(text, safety_settings(), triage_reader()).emergency
