"""Which facts a message states and which it denies."""

from __future__ import annotations

import pytest

from bot.content.english import load_english
from bot.dialogue.facts_said import longest_of_a_question, stands_after_not
from bot.dialogue.reports import Reader
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import read_words

STATED, DENIED, NEITHER = "stated", "denied", "neither"


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        ("it is getting worse", "new_worse", STATED),
        ("it is not getting worse", "new_worse", DENIED),
        ("i have a fever", "fever", STATED),
        ("no fever, nothing red", "fever", DENIED),
        ("fever no", "fever", DENIED),
        # a number says what "temp" means
        ("sore, temp 36.8, no blisters", "fever", DENIED),
        ("my temperature is 38.6", "fever", STATED),
        ("i have a temperature", "fever", STATED),
        ("had a fever in the night, temp 36.8 now", "fever", STATED),
        ("had a temp in the night, 36.8 now", "fever", STATED),
        ("same as usual", "old_same", STATED),
        ("not like my usual ones", "old_same", DENIED),
        ("i can't eat as usual", "old_same", DENIED),
        ("not worse than usual", "old_same", STATED),
        ("smoker's cough, donkey's years", "old_same", STATED),
        ("ten years like this, the doctors know", "old_same", STATED),
        ("twenty years of this, they've scanned it", "old_same", STATED),
        ("swollen like every summer", "old_same", STATED),
        ("had it since i was a kid", "old_same", STATED),
        ("since i was discharged on friday", "old_same", NEITHER),
        ("swollen like a balloon since summer", "old_same", NEITHER),
        # a test of the blood is no blood
        ("my blood sugar is fine", "blood", NEITHER),
        ("blood pressure 120 over 80", "blood", NEITHER),
        ("the blood test was on monday", "blood", NEITHER),
        ("there is blood in the bowl", "blood", STATED),
        ("blood in it, and my blood test is tomorrow", "blood", STATED),
        ("what a day", "fever", NEITHER),
    ],
)
def test_a_fact(reader: Reader, text: str, fact: str, expected: str) -> None:
    said = reader.said(text)
    label = f"fact:{fact}"
    found = STATED if label in said.stated else DENIED if label in said.denied else NEITHER
    assert found == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("it is not old", "old", True),
        ("not like my old ones", "old", True),
        ("nothing like the old ones", "old", True),
        ("not worse than the old ones", "old", False),
        ("not now, the old one", "old", False),
        ("old", "old", False),
    ],
)
def test_not_right_before_a_word(text: str, word: str, expected: bool) -> None:
    words = read_words(text)
    place = next(place for place, one in enumerate(words.items) if one.norm == word)
    assert stands_after_not(place, words, load_english()) is expected


def test_of_thousands_of_phrases_the_longer_are_kept() -> None:
    mentions = [
        Match(f"pain:0:{button}:a", place, place + length)
        for place in range(0, 40_000, 4)
        for button, length in ((0, 1), (1, 3))
    ]
    kept = longest_of_a_question(mentions)
    assert [one.end - one.first for one in kept] == [3] * 10_000


# A degree says how that is which its clause names.
@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("a bit of itching", "itch:2:0", True),
        ("itching, just a bit", "itch:2:0", True),
        ("my joints are stiff all morning, mild itch", "joint_pain:2:0", False),
        ("a bit queasy, itchy", "itch:2:0", False),
        ("bit of dry skin, and i've been sick three times", "vomiting:1:1", False),
        ("sick three times, a bit of blood in it", "vomiting:1:1", True),
        ("a sore throat and a rash", "rash:1:1", False),
        ("a sore rash", "rash:1:1", True),
        ("i have a rash, and it is sore", "rash:1:1", True),
    ],
)
def test_a_degree_is_of_what_its_clause_names(
    reader: Reader, text: str, label: str, expected: bool
) -> None:
    stated = reader.said(text).stated
    assert any(one.startswith(f"{label}:") for one in stated) is expected


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("a cough since sunday", True),
        ("i have been coughing", True),
        ("coughing in the night", True),
        ("coughed in my face", False),
        ("she coughed all over me", False),
        ("he was coughing right beside me", False),
    ],
)
def test_a_cough_beside_somebody_who_has_one(reader: Reader, text: str, is_own: bool) -> None:
    new_signs = reader.rules.knowledge.symptoms["infection_contact"].questions[1].buttons[1]
    assert reader.said(text).states(new_signs) is is_own
