"""A talk that is read as one report, where a question gets no answer that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.dialogue.reports import Reader, Report
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.triage_turn import take_turn

RASH = Message("i have a rash", ("rash",), takes_over=True)


class Hearing(Reader):
    """Hears in a talk what the test says: how likely red what was told up to each message is, and
    the advice that the whole leads to."""

    red: Sequence[float]
    advice: str | None
    symptom: str

    def report(self, text: str) -> Report:
        if text.startswith("thank"):
            return replace(super().report(""), nothing=1.0)
        told = len(text.split(". ")) - 1
        report = replace(super().report(""), symptoms=(self.symptom,), red_as_told=self.red[told])
        can_wait = self.advice == "self_care"
        return replace(report, advice=self.advice, is_surely_mild=can_wait)  # type: ignore[arg-type]


def hearing(
    reader: Reader, red: Sequence[float], advice: str | None = None, symptom: str = "rash"
) -> Hearing:
    made = Hearing(reader.rules, reader.cues)
    for name, value in (("red", red), ("advice", advice), ("symptom", symptom)):
        object.__setattr__(made, name, value)
    return made


def said_to(reader: Reader, *texts: str) -> str | None:
    """What is said to the last of several messages after "I have a rash"."""
    turn = take_turn(Triage(), RASH, reader)
    told = [RASH.text]
    for text in texts:
        told.append(text)
        turn = take_turn(turn.triage, Message(text, is_unclear=True, told=tuple(told)), reader)
    return turn.says


@pytest.mark.parametrize(
    ("red", "advice", "text", "says"),
    [
        # however mild it sounds, the questions for danger were not answered yet
        ((0.1, 0.1), "self_care", "size of a coaster", "question"),
        ((0.1, 0.1), "call_today", "size of a coaster", "question"),
        # two signs that are none for danger leave the question for danger open; a list does not
        ((0.1, 0.0), "call_today", "no blisters or pus, a palm wide", "question"),
        ((0.1, 0.0), "call_today", "no blisters, no pus, never feverish, not sore", "call_today"),
        # it may be red, or what decides is not said
        ((0.1, 0.3), "self_care", "size of a coaster", "question"),
        ((0.1, 0.1), None, "size of a coaster", "question"),
        # who only denies something has not told how it is
        ((0.1, 0.1), "self_care", "no fever", "question"),
        # surely red, and only since this message
        ((0.3, 0.97), None, "like a map of the world", "call_now"),
        ((0.9, 0.97), None, "like a map of the world", "question"),
        ((0.3, 0.9), None, "like a map of the world", "question"),
        ((0.3, 0.97), None, "1", "question"),  # no news
        # how grave a count is, its table knows
        ((0.3, 0.97), None, "about 3 times today", "question"),
        ((0.3, 0.97), None, "twice this morning", "question"),
        ((0.3, 0.97), None, "three red lumps today", "call_now"),
        # it is no worse than ever
        ((0.3, 0.97), None, "like that since i was a kid", "question"),
        # it reports nothing, and so neither alarms nor calms
        ((0.3, 0.97), None, "thank you for your patience", "question"),
        ((0.1, 0.1), "self_care", "thank you for your patience", "question"),
        # an answer that is read goes on to the next question
        ((0.1, 0.1), "self_care", "no", "question"),
        # who asks is answered elsewhere, and asked again
        ((0.3, 0.9), None, "what is car-t?", "question"),
    ],
)
def test_the_talk_as_one_report(
    reader: Reader, red: Sequence[float], advice: str | None, text: str, says: str | None
) -> None:
    assert said_to(hearing(reader, red, advice), text) == says


@pytest.mark.parametrize(
    ("advice", "texts", "says"),
    [
        # the question for danger, or the one for signs that cannot wait, is still open
        ("self_care", ["size of a coaster"], "question"),
        ("self_care", ["no", "size of a coaster"], "question"),
        ("call_today", ["no", "size of a coaster"], "question"),
        # all are answered
        ("self_care", ["no", "no", "size of a coaster"], "call_today"),
        ("self_care", ["no", "no", "Small, the team has seen it"], "self_care"),
        # who denies signs has thought of them
        ("call_today", ["no fever, no blisters, the size of a coaster"], "call_today"),
    ],
)
def test_what_is_answered_early_leaves_no_graver_question_open(
    reader: Reader, advice: str, texts: list[str], says: str
) -> None:
    assert said_to(hearing(reader, (0.1,) * 4, advice), *texts) == says


def test_nothing_decides_in_place_of_the_question_about_suicide(reader: Reader) -> None:
    low = Message("i feel low", ("mood",), takes_over=True)
    asked = take_turn(Triage(), low, reader).triage
    told = (low.text, "we lost the match")
    heard = hearing(reader, (0.1, 0.1), "self_care", symptom="mood")
    lost = Message(told[1], ("appetite_weight",), takes_over=True, told=told)
    turn = take_turn(asked, lost, heard)
    assert turn.says == "question"
    assert turn.triage.question == ("mood", 0)


def test_a_talk_that_sounds_of_another_symptom_decides_nothing(reader: Reader) -> None:
    other = hearing(reader, (0.3, 0.95), "self_care", symptom="cough")
    assert said_to(other, "size of a coaster") == "question"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("i have no rash", "left"),
        ("i'll ring them", "left"),
        ("righto, i will call the clinic then", "left"),
        # more than taking it back
        ("no rash on my face, it is just the left arm and it came two days ago", "question"),
        ("should i call them", "question"),
    ],
)
def test_what_ends_the_questions(reader: Reader, text: str, says: str | None) -> None:
    assert said_to(reader, text) == says


def test_a_treatment_named_in_between_counts(reader: Reader) -> None:
    shaky = Message("my hands shake", ("tremor_handwriting",), takes_over=True)
    turn = take_turn(Triage(), shaky, reader)
    assert turn.says == "question"
    turn = take_turn(turn.triage, Message("car-t, sixteen days now"), reader)
    assert turn.says == "call_now"


class Guessing(Reader):
    """Guesses a rash from one message, and hears sore joints in the talk, so sure."""

    share: float

    def report(self, text: str) -> Report:
        is_talk = ". " in text
        symptom, share = ("joint_pain", self.share) if is_talk else ("rash", 0.4)
        return replace(super().report(""), symptoms=(symptom,), share=share)


@pytest.mark.parametrize(("share", "about"), [(0.9, "joint_pain"), (0.5, "rash")])
def test_a_talk_is_about_what_it_is_surely_about_and_not_the_first_guess(
    reader: Reader, share: float, about: str
) -> None:
    guessing = Guessing(reader.rules, reader.cues)
    object.__setattr__(guessing, "share", share)
    first = Message("my hands are giving me bother", ("rash",), takes_over=True, is_guess=True)
    asked = take_turn(Triage(), first, guessing).triage
    told = (first.text, "three quarters of an hour before i close them")
    turn = take_turn(asked, Message(told[1], is_unclear=True, told=told), guessing)
    assert turn.says == "question"
    assert [case.symptom for case in turn.triage.cases] == [about]
