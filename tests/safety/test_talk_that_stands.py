"""What does not take an alarm back: "all over" is everywhere, "forget it" is no correction, and who
does not want to hurt himself has done nothing."""

from __future__ import annotations

import pytest

from bot.content.red_flag_talk import safety_talk


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("it's over now", "correction"),
        ("that is completely over", "correction"),
        ("ignore that, wrong button", "correction"),
        ("it's all over", None),
        ("now it is all over me", None),
        ("it's over my back and legs", None),
        ("everything is all over the place", None),
        ("forget it", None),
        ("forget what i said", None),
    ],
)
def test_what_corrects(text: str, said: str | None) -> None:
    assert safety_talk().read_after_alarm(text) == said


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("all over", "unsure"),
        ("it's all over my arms", "unsure"),
        ("over now", "no"),
        ("no worse", "no"),
        ("it's not getting worse", "no"),
        ("no, it is worse", "yes"),
    ],
)
def test_all_over_and_worse_as_answers_to_a_check(text: str, answer: str) -> None:
    assert safety_talk().read_check_answer(text) == answer


@pytest.mark.parametrize(
    ("text", "worse"),
    [
        ("it has got worse", True),
        ("i feel worse", True),
        ("no worse", False),
        ("not getting any worse", False),
        ("could it get worse", False),
        ("still the same", False),
    ],
)
def test_what_says_that_it_is_worse(text: str, worse: bool) -> None:
    assert safety_talk().says_it_is_worse(text) == worse


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("i took them", True),
        ("i cut myself", True),
        ("i've hurt myself", True),
        ("i tried to hurt myself", True),
        ("i don't want to hurt myself", False),
        ("i'm not going to hurt myself", False),
        ("no i am not going to hurt myself, it was a figure of speech", False),
        ("i would never cut myself", False),
        ("i never tried to hurt myself", False),
        ("i might hurt myself", False),
        ("i took a bath", False),
    ],
)
def test_what_says_that_it_was_done(text: str, done: bool) -> None:
    assert safety_talk().says_that_it_was_done(text) == done


@pytest.mark.parametrize(
    ("text", "breaks_off"),
    [
        ("forget it", True),
        ("ok forget it then", True),
        ("forget it, doesn't matter", True),
        ("stop", True),
        ("just stop it please", True),
        ("drop it", True),
        ("never mind", True),
        ("i don't want to talk about it", True),
        ("should i stop my treatment then", False),
        ("i forgot to say that i am dizzy", False),
        ("how do i stop the bleeding", False),
        ("stop, he has stopped breathing now", False),
        ("thank you", False),
    ],
)
def test_the_wish_to_talk_of_it_no_more(text: str, breaks_off: bool) -> None:
    assert safety_talk().breaks_off(text) == breaks_off
