"""bot/safety/rules/slips.py: mistyped short words, read only in the gravest phrases."""

from __future__ import annotations

import pytest

from bot.content.red_flag_files import red_flag_knowledge
from bot.safety.rules.phrases import PhraseBook
from bot.safety.rules.reading import read_message
from bot.safety.rules.slips import Slips
from bot.safety.rules.words import read_words


def counting(text: str) -> set[str]:
    reading = read_message(text, red_flag_knowledge(), 38.0)
    return {finding.symptom for finding in reading.findings if finding.counts}


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("i wnt to die", "self_harm"),
        ("i whant to die", "self_harm"),
        ("i want to dye", "self_harm"),
        ("i want to di", "self_harm"),
        ("want 2 die", "self_harm"),
        ("i want 2 die", "self_harm"),
        ("i want to kil myself", "self_harm"),
        ("kil my self", "self_harm"),
        ("kill my self", "self_harm"),
        ("i dnt want 2 live anymore", "self_harm"),
        ("wana die", "self_harm"),
        ("i wish i was ded", "self_harm"),
        ("going to end my lyfe", "self_harm"),
        ("cnt brthe", "sudden_breathlessness"),
        ("i carnt breathe", "sudden_breathlessness"),
        ("I have stridor", "sudden_breathlessness"),
        ("sob at rest", "sudden_breathlessness"),
        ("bad pian in my chest", "chest_pain"),
        ("my chets is very tite", "chest_pain"),
        ("vom blud", "vomiting_blood"),
    ],
)
def test_a_slip_in_a_grave_phrase(text: str, symptom: str) -> None:
    assert symptom in counting(text)


@pytest.mark.parametrize(
    "text",
    [
        "i want to dye my hair",
        "can my hair take it if i want to dye",
        "want to dye it pink before chemo",
        "my wife wants to go purple, she wants to dye",
        "i want 2 know how long it takes",
        "2 tablets 4 times a day",
        "i did not wnt to die",
        "what if i cnt breathe one day",
        "no stridor, no rash",
        "denies sob at rest",
        "my kil is 2 and eats blud oranges",
        "my cat has bad breath",
        "i cnt come on monday",
    ],
)
def test_elsewhere_it_is_no_alarm(text: str) -> None:
    assert counting(text) == set()


def test_other_words_stay_as_they_are() -> None:
    """What the detector sees of a message, and its places, are those of what was typed."""
    reading = read_message("hello, i wnt 2 dye", red_flag_knowledge(), 38.0)
    assert [word.norm for word in reading.words.items][2:] == ["i", "wnt", "2", "dye"]
    assert [finding.span for finding in reading.findings] == [(9, 18)]


def test_every_slip_is_read_as_it_is_typed() -> None:
    """One that the spelling book corrects or cuts before would never be looked up."""
    knowledge = red_flag_knowledge()
    read = {typed: [w.norm for w in knowledge.read(typed).items] for typed in knowledge.slips.meant}
    assert {typed: norms for typed, norms in read.items() if norms != [typed]} == {}


def test_a_slip_may_mean_two_words() -> None:
    slips = Slips({"cnt": ("can", "not"), "dye": ("die",)}, frozenset({"breath"}), PhraseBook())
    meant = slips.as_meant(read_words("i cnt breathe"))
    assert meant is not None
    assert [(word.norm, word.start, word.end) for word in meant.words.items] == [
        ("i", 0, 1),
        ("can", 2, 5),
        ("not", 2, 5),
        ("breathe", 6, 13),
    ]
    assert meant.places == {1, 2}
    assert slips.as_meant(read_words("i can breathe")) is None


def test_beside_some_words_it_is_none() -> None:
    unless = PhraseBook()
    unless.add("die", "hair", {})
    slips = Slips({"dye": ("die",)}, frozenset({"self_harm"}), unless)
    assert slips.as_meant(read_words("i want to dye my hair")) is None
    assert slips.as_meant(read_words("i want to dye")) is not None
