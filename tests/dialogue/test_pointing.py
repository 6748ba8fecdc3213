""" "I have that", "I already did": what points to what was named before, and what does not."""

from __future__ import annotations

import pytest

from bot.content.pointing_files import pointing_words
from bot.dialogue.pointing import (
    PointingWords,
    condition_answered,
    condition_named,
    deed_in,
    places_of_things,
    pointer_in,
)
from bot.safety.rules.words import read_words


@pytest.fixture(scope="module")
def known() -> PointingWords:
    return pointing_words()


@pytest.mark.parametrize(
    ("text", "in_full"),
    [
        ("i have it now", "i have chest pain now"),
        ("I've got that", "i have got chest pain"),
        ("yes, i still have this since tuesday", "i still have chest pain since tuesday"),
        ("i think he has it too", "i think he has chest pain too"),
        ("my dad has that", "my dad has chest pain"),
        ("got that now", "i got chest pain now"),
        ("i get it at night", "i get chest pain at night"),
        ("me too", "i have chest pain"),
        ("that's exactly what i've got", "i have chest pain"),
        ("that is what my wife has", "they have chest pain"),
        ("I do have one of those, help", "i do have chest pain help"),
        # understood, something else, a question, or no symptom of somebody's
        ("i get it", None),
        ("got it", None),
        ("got it, thanks", None),
        ("ok i've got it written down", None),
        ("i have that in my notes", None),
        ("i have one on monday", None),
        ("i have it?", None),
        ("do i have that", None),
        ("what if i have it", None),
        ("i don't have that", None),
        ("i have a cough", None),
        ("i have an appointment", None),
        ("that's me done", None),
        ("thank you", None),
        ("", None),
    ],
)
def test_the_pronoun_and_its_name(text: str, in_full: str | None, known: PointingWords) -> None:
    pointer = pointer_in(read_words(text), known)
    assert (pointer and pointer.with_names(["chest pain"])) == in_full


@pytest.mark.parametrize(
    ("text", "several", "of_another"),
    [
        ("i have those", True, False),
        ("i have all of these", True, False),
        ("i have one", False, False),
        ("i have some of those", True, False),
        ("she has both", True, True),
        ("have that now", False, False),
        ("our son has it", False, True),
    ],
)
def test_how_many_and_whose(
    text: str, several: bool, of_another: bool, known: PointingWords
) -> None:
    pointer = pointer_in(read_words(text), known)
    assert pointer is not None
    assert (pointer.means_several, pointer.is_of_another) == (several, of_another)


@pytest.mark.parametrize(
    ("question", "text", "in_full"),
    [
        ("can i just stop my steroids", "i already did", "i already stopped my steroids"),
        ("can i stop prednisone?", "i stopped it last week", "i already stopped prednisone"),
        ("is it ok to skip dexamethasone", "i've already skipped two", "i already skipped"),
        ("can he drive after car-t", "he already did", "he already drove after car"),
        ("may i take tylenol", "too late, already did", "i already took tylenol"),
        # not done, nothing that was asked about, or a question
        ("can i stop my steroids", "ok i won't", None),
        ("can i stop my steroids", "i already called them", None),
        ("can i stop my steroids", "i already did?", None),
        ("why are steroids given", "i already did", None),
        ("should i stop smoking", "i already did", None),
        ("who can stop my steroids", "i already did", None),
    ],
)
def test_what_was_done(question: str, text: str, in_full: str | None, known: PointingWords) -> None:
    done = deed_in(read_words(question), read_words(text), known)
    assert done is None if in_full is None else str(done).startswith(in_full)


@pytest.mark.parametrize(
    ("question", "signs"),
    [
        ("what are the signs of pneumonitis", "cough"),
        ("can it inflame my bowel, i mean colitis", "diarrhea"),
        ("what is icans", "confusion"),
        ("what is melanoma", None),
        ("what is car-t", None),
    ],
)
def test_an_illness_by_its_name(question: str, signs: str | None, known: PointingWords) -> None:
    condition = condition_named(read_words(question), known)
    assert condition is None if signs is None else condition and signs in condition.signs


def test_an_illness_by_the_topic_that_was_answered(known: PointingWords) -> None:
    found = condition_answered(["side_effects/heart"], known)
    assert found is not None
    assert "chest pain" in found.signs
    assert condition_answered(["types/car_t"], known) is None


@pytest.mark.parametrize(
    ("question", "names_one"),
    [
        ("do i need a thermometer", True),
        ("what is hepatitis b", True),
        ("a flu shot", True),
        ("can it cause a rash", False),
    ],
)
def test_a_thing_that_one_may_have(question: str, names_one: bool, known: PointingWords) -> None:
    assert bool(places_of_things(read_words(question), known)) == names_one
