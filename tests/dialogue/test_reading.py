"""What a message says that only the conversation before it explains."""

from __future__ import annotations

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue import unfinished
from bot.dialogue.reading import Reading, read_message
from bot.dialogue.together import read_together


def read(text: str) -> Reading:
    return read_message(text, context_knowledge())


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("and the side effects?", "side_effects"),
        ("how long does that take", "duration"),
        ("And how long does it usually last?", "duration"),
        ("for how long", "duration"),
        ("does it go away", "duration"),
        ("why?", "why"),
        ("but why is that", "why"),
        ("is it dangerous", "danger"),
        ("how bad can it get", "danger"),
        ("should i worry", "danger"),
        ("tell me more", "more"),
        ("what else", "more"),
        ("go on", "more"),
        ("and when does it start", "onset"),
        ("hows it treated", "treatment"),
        ("what can they do about it", "treatment"),
        ("any cream for it", "cream"),
        ("what can i do myself", "self_care"),
        ("how would i notice", "signs"),
        ("like what", "which"),
        ("is that common", "likely"),
        ("who gets it", "who"),
        ("when should i call", "call"),
        ("does it hurt", "hurts"),
        ("how often do i get it", "how_often"),
        ("can i have it", "who_can"),
        ("and afterwards?", "afterwards"),
        ("what can i do for her", "helping"),
        ("what's the difference", "compare"),
        ("side effects with car-t?", "side_effects"),
    ],
)
def test_a_short_question_has_a_sort(text: str, sort: str) -> None:
    reading = read(text)
    assert reading.is_short_question
    assert reading.asks[0] == sort


@pytest.mark.parametrize(
    "text",
    [
        "is a rash dangerous",
        "how long does an infusion take",
        "what are the symptoms of CRS",
        "why do i get steroids",
        "is it dangerous to swim in a lake with a port",
        "my skin hurts, is it dangerous",
        "i have a fever",
        "and my chest hurts",
        "",
        "?",
    ],
)
def test_a_full_question_or_report_is_no_short_question(text: str) -> None:
    assert not read(text).is_short_question


@pytest.mark.parametrize(
    ("text", "kind", "shown", "whose", "days"),
    [
        ("I take Keytruda", "checkpoint_inhibitor", "Keytruda", None, None),
        ("it's pembro", "checkpoint_inhibitor", "pembrolizumab", None, None),
        ("im on keytrudda", "checkpoint_inhibitor", "Keytruda", None, None),
        ("nivolumab", "checkpoint_inhibitor", "nivolumab", None, None),
        ("my mum is on CAR-T", "car_t", None, "your mother", None),
        ("had my cells put back yesterday", "car_t", None, None, -1),
        ("my husband gets Epkinly", "bispecific", "Epkinly", "your husband", None),
        ("hi, i start keytruda in two weeks", "checkpoint_inhibitor", "Keytruda", None, 14),
        ("had my car-t infusion 3 days ago", "car_t", None, None, -3),
        ("keytruda, day 2", "checkpoint_inhibitor", "Keytruda", None, -2),
        ("i'm getting bcg for bladder cancer", "bcg", None, None, None),
    ],
)
def test_a_bare_fact_names_treatment_person_and_day(
    text: str, kind: str, shown: str | None, whose: str | None, days: int | None
) -> None:
    reading = read(text)
    assert reading.is_fact
    assert (reading.mentions[0].kind, reading.mentions[0].shown) == (kind, shown)
    assert (reading.whose, reading.days) == (whose, days)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("third cycle next week", 7),
        ("my last infusion was 4 months ago", -120),
        ("first infusion tomorrow", 1),
        ("i had my second dose yesterday", -1),
    ],
)
def test_a_visit_with_its_day_is_a_fact(text: str, days: int) -> None:
    assert read(text).is_fact
    assert read(text).days == days


@pytest.mark.parametrize(
    "text",
    [
        "i'm on keytruda and have a fever",
        "my mum is on CAR-T and confused",
        "i take keytruda, what are the side effects",
        "can i have CAR-T?",
        "what is keytruda",
        "had my cells put back yesterday and feel hot",
        "my infusion was yesterday and my arm is swollen",
        "i was on holiday last week",
    ],
)
def test_a_report_or_question_is_no_bare_fact(text: str) -> None:
    assert not read(text).is_fact


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no, Opdivo", "Opdivo"),
        ("sorry i meant yervoy", "Yervoy"),
        ("wait it's not imfinzi, it's tecentriq", "Tecentriq"),
        ("not keytruda, opdivo", "Opdivo"),
        ("it's opdivo not keytruda", "Opdivo"),
    ],
)
def test_a_correction_takes_back_what_is_denied(text: str, meant: str) -> None:
    reading = read(text)
    assert reading.is_correction
    assert [one.shown for one in reading.mentions if one not in reading.denied] == [meant]


@pytest.mark.parametrize("text", ["is opdivo better than keytruda", "i take keytruda", "no"])
def test_what_is_no_correction(text: str) -> None:
    assert not read(text).is_correction


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("the second one", "2"),
        ("2", "2"),
        ("number three please", "3"),
        ("the last", "last"),
        ("first", "1"),
        ("the other one", "other"),
        ("the second infusion", None),
        ("i threw up 2 times", None),
        ("last week", None),
    ],
)
def test_a_choice_from_a_list(text: str, choice: str | None) -> None:
    assert read(text).choice == choice


@pytest.mark.parametrize(
    ("text", "is_unfinished"),
    [
        ("and my", True),
        ("what about", True),
        ("can i", True),
        ("is it", True),
        ("and my ...", True),
        ("what is it?", False),
        ("my skin itches", False),
        ("i was wondering about the drip because", False),
        ("the drip", False),
    ],
)
def test_an_unfinished_message(text: str, is_unfinished: bool) -> None:
    assert unfinished.is_unfinished(read(text)) is is_unfinished


@pytest.mark.parametrize(
    ("text", "expects"),
    [
        ("what should i expect now", {"now"}),
        ("what can i expect in the next days", {"now", "first_days"}),
        ("and in the coming weeks?", {"later"}),
        ("what will happen in the first week", {"open", "first_days"}),
        ("what is next for me", {"now", "open"}),
    ],
)
def test_an_expectation(text: str, expects: set[str]) -> None:
    assert read(text).is_expectation
    assert read(text).expects >= expects - {"open"}


@pytest.mark.parametrize(
    "text",
    ["what should i eat now", "what can i expect from my insurance", "i expect a baby", "what"],
)
def test_what_is_no_expectation(text: str) -> None:
    assert not read(text).is_expectation


def test_two_pieces_are_read_as_one_message() -> None:
    assert read_together("and my ...", " skin itches") == "and my skin itches"


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("my dad had CAR-T ten days ago", True),
        ("my dad had CAR-T ten days ago and is home now", True),
        ("my wife had her second teclistamab on thursday", True),
        ("my dad had CAR-T ten days ago and is hot", False),
        ("my wife had ten stools since teclistamab", False),
        ("I take Keytruda", True),
        ("third cycle next week", True),
        ("is it dangerous", True),
        ("the second one", True),
        ("what should i expect now", True),
        ("I take Keytruda and feel hot", False),
        ("is it dangerous that my arm is numb", False),
        ("the second one hurts", False),
        ("i want to die", False),
        ("it hurts", False),
    ],
)
def test_nothing_else_stands_in_a_plain_message(text: str, is_plain: bool) -> None:
    assert read(text).is_plain is is_plain
