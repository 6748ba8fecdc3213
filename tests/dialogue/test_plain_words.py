"""bot/dialogue/plain_words.py: a cry for help, since when, that it is better; a death."""

from __future__ import annotations

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.plain_words import (
    cry_in,
    has_no_words,
    matter_settled,
    only_says_it_is_better,
    only_says_since_when,
    picture_in,
    tells_of_a_death,
    tells_something_personal,
)
from bot.dialogue.reading import Reading, read_message


def read(text: str) -> Reading:
    return read_message(text, context_knowledge())


@pytest.mark.parametrize(
    ("text", "cry"),
    [
        ("we need help right now", "help"),
        ("plz help us", "help"),
        ("will somebody help me please", "help"),
        ("help me!!!", "help"),
        ("something feels terribly wrong with my mum", "unwell"),
        ("she is really not well today", "unwell"),
        ("dad's in a terrible state", "unwell"),
        ("i feel so bad", "bad"),
        # asks the assistant, or says what it is about
        ("help", None),
        ("can you help me?", None),
        ("please help me understand CRS", None),
        ("I need help now with the parking ticket", None),
        ("something is wrong with my eyes", None),
        ("something is wrong with the printer", None),
        ("I don't feel well after the drip", None),
        ("I feel bad for my sister", None),
        ("is that bad", None),
        ("is it bad?", None),
        ("I am well", None),
    ],
)
def test_a_cry_for_help_and_nothing_else(text: str, cry: str | None) -> None:
    assert cry_in(read(text)) == cry


@pytest.mark.parametrize(
    ("text", "is_onset"),
    [
        ("since this morning", True),
        ("about two days now", True),
        ("since I woke up", True),
        ("yesterday evening", True),
        ("all night", True),
        ("since last thursday", True),
        ("good morning", False),
        ("since the infusion", False),
        ("my last drip was this morning", False),
        ("this morning I fainted", False),
        ("can I call you this evening?", False),
        ("this evening?", False),
    ],
)
def test_since_when_and_nothing_else(text: str, is_onset: bool) -> None:
    assert only_says_since_when(read(text)) is is_onset


@pytest.mark.parametrize(
    ("text", "is_better"),
    [
        ("it has gone now", True),
        ("she's fine again", True),
        ("much better today thanks", True),
        ("all good, bye", False),
        ("is it gone now?", False),
        ("it is worse", False),
        ("goodbye", False),
    ],
)
def test_better_and_nothing_else(text: str, is_better: bool) -> None:
    assert only_says_it_is_better(read(text)) is is_better


@pytest.mark.parametrize(
    ("text", "is_death"),
    [
        ("dad passed away in march, he had opdivo", True),
        ("we buried my wife on tuesday", True),
        ("I lost my sister to this", True),
        ("I lost my appetite", False),
        ("will I die", False),
        ("the phone rang and my pain passed", False),
    ],
)
def test_a_death_is_told(text: str, is_death: bool) -> None:
    assert tells_of_a_death(read(text)) is is_death


@pytest.mark.parametrize(
    "text", ["since this morning", "since last night", "it started yesterday", "it was last night"]
)
def test_a_day_alone_is_no_fact_about_a_treatment(text: str) -> None:
    assert not read(text).is_fact


@pytest.mark.parametrize("text", ["my drip was this morning", "third cycle yesterday"])
def test_a_day_of_a_treatment_is_one(text: str) -> None:
    assert read(text).is_fact


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("I had the runs last month but it's all gone", "over"),
        ("had a cough three weeks ago, it cleared up. should I mention it", "over"),
        ("I told my oncologist about the itch and she said it is harmless", "seen"),
        ("rang the clinic about my diarrhea, the nurse said drink plenty", "seen"),
        ("the dermatologist looked at it this morning and gave me a cream", "seen"),
        # it is there, has come back, or something else is
        ("I had the runs last month and they are back", None),
        ("told the nurse about the rash, she said it is fine but it is worse now", None),
        ("told the nurse about it, she never said a word", None),
        ("a cough since last week, my voice is gone", None),
        ("my appetite is gone since last month", None),
        ("chest pain last week but its gone", None),
        ("I had a rash last week", None),
    ],
)
def test_what_is_dealt_with(text: str, settled: str | None) -> None:
    assert matter_settled(read(text)) == settled


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\U0001f62d\U0001f62d", "sad"),
        ("\U0001f44d\U0001f3fd", "thanks"),
        ("\u2764\ufe0f", "thanks"),
        ("\U0001f44d\U0001f92e", "unwell"),
        ("\U0001f912 since noon", None),
        ("\U0001f697", None),
        ("", None),
    ],
)
def test_what_pictures_alone_say(text: str, said: str | None) -> None:
    assert picture_in(text, context_knowledge()) == said


@pytest.mark.parametrize(
    ("text", "tells_no_language"),
    [
        ("38.7", True),
        ("38,5", True),
        ("39 C", True),
        ("(102 °F)", True),
        ("39!!", True),
        ("120/80", True),
        ("38 grados", False),
        pytest.param(f"1{' ' * 60_000}z", False, id="huge"),
        ("fever 39", False),
        ("??", False),
        ("", False),
    ],
)
def test_a_number_alone_tells_no_language(text: str, tells_no_language: bool) -> None:
    assert has_no_words(text) is tells_no_language


@pytest.mark.parametrize(
    ("text", "is_personal"),
    [
        ("mum is in tears most days", True),
        ("the firm has let me go", True),
        ("she has moved out", True),
        ("what a rotten week", True),
        ("so furious with the world", True),
        # It asks, tells of a death, or of something else.
        ("why am i in tears so often?", False),
        ("how do i tell her that i was fired", False),
        ("he left us, he died on monday", False),
        ("they let me go home", False),
        ("i left me keys there", False),
        ("bad taste in my mouth", False),
    ],
)
def test_what_is_personal(text: str, is_personal: bool) -> None:
    assert tells_something_personal(read(text)) is is_personal
