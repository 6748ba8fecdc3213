"""Which treatment a message names, what it says of it, and whose it is."""

from __future__ import annotations

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.mentions import STRANGER, WRITER
from bot.dialogue.reading import read_message
from bot.dialogue.reports import Reader

CARED_FOR = "the person you care for"


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("I take Keytruda", ["named"]),
        ("i have a rash since car-t", ["named"]),
        ("can i take paracetamol with car-t", ["named"]),
        ("should i stop taking opdivo", ["named"]),
        # not taken
        ("I am not on CAR-T", ["denied"]),
        ("not on blinatumomab, mild rash", ["denied"]),
        ("i've never had any car-t", ["denied"]),
        ("we haven't started the car-t yet", ["denied"]),
        ("i can't have car-t", ["denied"]),
        ("i don't want car-t", ["denied"]),
        ("no car-t for me", ["denied"]),
        ("they took me off opdivo", ["denied"]),
        ("they decided against car-t", ["denied"]),
        ("car-t was not an option", ["denied"]),
        ("not on car-t or epkinly", ["denied", "denied"]),
        ("it's opdivo, not keytruda", ["named", "denied"]),
        ("not keytruda, opdivo", ["denied", "named"]),
        ("i switched from keytruda to opdivo", ["denied", "named"]),
        ("opdivo instead of keytruda", ["named", "denied"]),
        # What is denied is something else.
        ("i am not well since car-t", ["named"]),
        ("not eating after car-t", ["named"]),
        ("off my food since car-t", ["named"]),
        ("i'm not sure if keytruda does this", ["named"]),
        ("my rash is from keytruda", ["named"]),
        ("no side effects from keytruda", ["named"]),
        # talked of as possible
        ("should I have CAR-T instead", ["supposed"]),
        ("can i get car-t too", ["supposed"]),
        ("what if i had a bispecific", ["supposed"]),
        ("i am thinking about car-t", ["supposed"]),
        ("i'm on keytruda, would car-t be better", ["named", "supposed"]),
        ("can i have my car-t if i have a cold", ["named"]),
        # only asked about
        ("what is car-t", ["asked"]),
        ("is car-t better than keytruda", ["asked", "asked"]),
        ("is a rash normal after car-t", ["named"]),
        # long ago: CAR-T only
        ("i had car-t three years ago", ["over"]),
        ("it is four months since my car-t", ["over"]),
        ("i had kymriah nine months ago", ["over"]),
        ("i had car-t three weeks ago", ["named"]),
        ("on teclistamab, started two years ago", ["named"]),
        ("my skin itches", []),
    ],
)
def test_what_is_said_of_a_treatment(text: str, statuses: list[str]) -> None:
    reading = read_message(text, context_knowledge())
    assert [one.status for one in reading.treatments] == statuses


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("I take Keytruda", WRITER),
        ("since my second car-t", WRITER),
        ("they gave me car-t", WRITER),
        ("my wife says i am on keytruda", WRITER),
        ("my doctor wants to put me on opdivo", WRITER),
        ("my dad had car-t", "your father"),
        ("my dad's car-t was on monday", "your father"),
        ("keytruda for my mum", "your mother"),
        ("i look after my wife, she gets car-t", CARED_FOR),
        ("my neighbour had car t, i have a mild rash", STRANGER),
        ("someone on my ward had CAR-T", STRANGER),
        ("a colleague of mine gets keytruda", STRANGER),
        ("my wife thinks car-t did this", None),
        ("had car-t, my wife found me confused", None),
        ("car-t, day 5", None),
    ],
)
def test_whose_treatment_it_is(text: str, owner: str | None) -> None:
    reading = read_message(text, context_knowledge())
    assert [one.owner for one in reading.treatments] == [owner]


@pytest.mark.parametrize(
    ("text", "treatment"),
    [
        ("i had car-t last week, i have a mild rash", "car_t"),
        ("a rash since car-t", "car_t"),
        ("my dad had car-t, he has a rash", "car_t"),
        ("my dad had car-t on monday, i noticed a rash", "car_t"),
        ("my neighbour had car-t, now she has a rash", "car_t"),
        # Somebody else writes for the patient.
        ("i had car-t last week. she has a rash", "car_t"),
        ("car-t two years ago, now teclistamab, i have chills", "bispecific"),
        ("i had car-t three years ago and have chills", "car_t_past"),
        # somebody else's
        ("my neighbour had car t, i have a mild rash", None),
        ("my dad had car-t on monday, i have a rash myself", None),
        ("someone on my ward had car-t. my arms itch", None),
        ("i had car-t last week, my husband has a rash", None),
        # not taken
        ("i am not on car-t, i have a rash", None),
        ("should i have car-t instead, i have a rash", None),
        ("no, opdivo. i have a rash", "checkpoint_inhibitor"),
        ("not car-t but opdivo, and i have a rash", "checkpoint_inhibitor"),
    ],
)
def test_the_treatment_of_whoever_has_what_is_reported(
    reader: Reader, text: str, treatment: str | None
) -> None:
    assert reader.said(text).treatment.kind == treatment
