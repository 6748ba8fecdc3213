"""What is said until help is there, on the way to the hospital, and of a slip of the pen."""

from __future__ import annotations

import pytest

from bot.content.red_flag_talk import safety_talk


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what do I do till the ambulance arrives", "until_help_comes"),
        ("is there anything I can do while we wait for them", "until_help_comes"),
        ("the ambulance is coming, what do we do until then", "until_help_comes"),
        ("should I roll her on her side", "until_help_comes"),
        ("can I give him some water", "until_help_comes"),
        ("and in the meantime?", "until_help_comes"),
        ("the crew just got here", "help_is_there"),
        ("ok theyre here", "help_is_there"),
        ("paramedics have arrived", "help_is_there"),
        ("they are looking after him now", "help_is_there"),
        ("what should I pack", "going_in"),
        ("what do I take along", "going_in"),
        ("what will they do to him", "going_in"),
        ("will they keep me in", "going_in"),
        ("what happens at the ER", "going_in"),
        # of medicines, and of help that is not there
        ("what should I take for it", None),
        ("the ambulance is not here", None),
        # who asks whether they are there waits for them
        ("are they here yet", "waiting"),
        ("have they come yet", "waiting"),
        ("has the ambulance arrived yet", None),
        ("have they called yet", "waiting"),
        ("have the ambulance here now", "help_is_there"),
    ],
)
def test_what_is_said_until_help_is_there(text: str, said: str | None) -> None:
    assert safety_talk().read_after_alarm(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "I meant tummy ache",
        "oops typo",
        "I meant to say my knee",
        "it is not in my chest, it is my back",
        "no I was just reading it off a website",
        "I meant my chest is itchy",
        "wrong word, sorry",
    ],
)
def test_a_slip_of_the_pen_is_put_right(text: str) -> None:
    assert safety_talk().read_after_alarm(text) == "slip"


@pytest.mark.parametrize(
    "text",
    [
        "I meant it",
        "I mean it really hurts",
        "I meant my chest",
        "I meant chest and back",
        "I meant my arm too",
        "I meant the stomach pain is worse",
        "I meant what I said",
        "not in my chest any more",
        "should I call for a stomach ache I meant?",
    ],
)
def test_what_only_says_more_takes_nothing_back(text: str) -> None:
    assert safety_talk().read_after_alarm(text) not in ("slip", "correction")
