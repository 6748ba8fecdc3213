"""What the care team said, a phone that is none, and an alarm that has come back."""

from __future__ import annotations

import pytest

from bot.content.red_flag_talk import safety_talk


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ok I rang and they say it is nothing, measure again in an hour", "seen"),
        ("phoned. the nurse told me to check it again at six", "seen"),
        ("the ward said it's probably viral", "seen"),
        ("the on call doctor says tylenol and rest", "seen"),
        ("oncology knows, they want me to stay in bed and drink", "seen"),
        ("nurse said to call again in two hours", "seen"),
        ("the doctor listened to my chest, all clear", "seen"),
        ("spoke to my oncologist about it this morning", "seen"),
        ("we sit in the waiting room", "help_is_there"),
        ("I'm already admitted", "help_is_there"),
        ("in the taxi, it's rush hour", "help_is_coming"),
        ("what bag do I pack", "going_in"),
        ("may my son ring them for me", "by_another"),
        ("will you inform my doctor", "by_another"),
        ("your number is wrong", "nobody_answers"),
        ("that line does not exist", "nobody_answers"),
        ("I only reach a machine", "nobody_answers"),
        ("a recorded voice, a tape says leave a message", "nobody_answers"),
        ("nobody rang back", "nobody_answers"),
        ("they never returned my call", "nobody_answers"),
        ("no, 39 is my age", "correction"),
        # near to these, and none
        ("my wife says it's nothing", None),
        ("nobody said that it is nothing", None),
        ("what if they say it's nothing", None),
        ("my daughter calls me every day", None),
        ("the nurse said to call an ambulance", "really_urgent"),
        ("I'll call them in two hours", "really_urgent"),
    ],
)
def test_what_is_said_of_the_care_team(text: str, said: str | None) -> None:
    assert safety_talk().read_after_alarm(text) == said


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        ("it's back", True),
        ("oh no, it has come back", True),
        ("the pain has started again", True),
        ("now it hurts again", True),
        ("again", True),
        ("he had another one just now", True),
        ("it's happening again, worse than before", True),
        ("it's back to normal", False),
        ("my back hurts", False),
        ("I'm back", False),
        ("are you back?", False),
        ("thanks again", False),
        ("say that again", False),
        ("another question", False),
        ("when is the next one", False),
        ("again?", False),
    ],
)
def test_what_says_that_it_is_the_same_again(text: str, is_same: bool) -> None:
    assert safety_talk().says_it_is_the_same_again(text) == is_same


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("is that from the tablets", True),
        ("what causes this", True),
        ("how will they treat that", True),
        ("what has it got to do with opdivo", True),
        ("why do I have this", True),
        ("what is crs", False),
        ("how is a rash treated", False),
        ("why is immunotherapy given as a drip", False),
        (
            "it is from the tablets I think of selling my car and moving house because of it all",
            False,
        ),
    ],
)
def test_what_asks_about_the_alarm_itself(text: str, asks: bool) -> None:
    assert safety_talk().asks_about_it(text) == asks


@pytest.mark.parametrize(
    ("text", "puts_right", "number"),
    [
        ("I meant 36.9", True, "36.9"),
        ("oops, 36.5", True, "36.5"),
        ("no wait 37, wrong glasses", True, "37"),
        ("took it again, 37 now", False, "37"),
        ("the new thermometer says 36.9", False, "36.9"),
        ("37 and 38.2 now", False, None),
        ("I took 36 pills", False, None),
    ],
)
def test_a_number_that_was_wrong(text: str, puts_right: bool, number: str | None) -> None:
    talk = safety_talk()
    assert (talk.puts_right(text), talk.measured_once_more(text)) == (puts_right, number)
