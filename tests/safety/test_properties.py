"""How a message is typed does not turn an alarm into none."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.safety import SafetySettings, assess

ALARMS = (
    "my temperature is 39.2 this evening",
    "I have a fever and shaking chills",
    "he collapsed in the kitchen and isn't answering",
    "I can't breathe",
    "she has crushing chest pain",
    "his speech is slurred and his face is drooping",
    "my tongue is swelling and my throat is closing",
    "the nosebleed won't stop, it has soaked two towels",
    "I've been vomiting all night and can't keep water down",
    "terrible diarrhea since yesterday, nine times today",
    "my eyes have turned yellow",
    "she is confused and doesn't know where she is",
    "I'm seeing double since this morning",
    "my heart is racing and I nearly fainted",
    "blisters all over my skin",
    "coughing up blood",
    "I don't want to live anymore",
    "short of breath on the stairs since Monday",
)
ORDINARY = (
    "Where do I park?",
    "Thank you for the leaflet.",
    "Hello, I have a question.",
    "What is CAR-T?",
    "The nurses are lovely.",
    "My next scan is in March.",
    "Sorry to bother you.",
)
SHORTEST_LONG_WORD = 7
alarms = st.sampled_from(ALARMS)
patiently = hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("message", ALARMS)
def test_each_of_them_is_urgent(message: str, settings: SafetySettings) -> None:
    assert assess(message, settings).outcome == "urgent"


@given(message=alarms, upper=st.lists(st.booleans(), min_size=80, max_size=80))
@patiently
def test_case(message: str, upper: list[bool], settings: SafetySettings) -> None:
    typed = "".join(c.upper() if up else c for c, up in zip(message, upper, strict=False))
    assert assess(typed, settings).outcome == "urgent"


@given(message=alarms, tail=st.text(alphabet="!.… \n", max_size=6), lead=st.sampled_from(("", " ")))
@patiently
def test_punctuation_around(message: str, tail: str, lead: str, settings: SafetySettings) -> None:
    assert assess(lead + message + tail, settings).outcome != "none"


@given(message=alarms, spaces=st.integers(2, 5))
@patiently
def test_spaces(message: str, spaces: int, settings: SafetySettings) -> None:
    assert assess(message.replace(" ", " " * spaces), settings).outcome == "urgent"


@given(message=alarms, apostrophe=st.sampled_from("’‘´`ʼ"))
@patiently
def test_apostrophes(message: str, apostrophe: str, settings: SafetySettings) -> None:
    assert assess(message.replace("'", apostrophe), settings).outcome == "urgent"


@given(message=alarms)
@patiently
def test_no_apostrophes_and_no_punctuation(message: str, settings: SafetySettings) -> None:
    typed = message.lower().replace("'", "").replace(",", "")
    assert assess(typed, settings).outcome != "none"


@given(message=alarms, other=st.sampled_from(ORDINARY), before=st.booleans())
@patiently
def test_an_ordinary_sentence_beside(
    message: str, other: str, before: bool, settings: SafetySettings
) -> None:
    typed = f"{other} {message}." if before else f"{message}. {other}"
    assert assess(typed, settings).outcome != "none"


@given(message=alarms, data=st.data())
@patiently
def test_a_typo_in_a_long_word(message: str, data: st.DataObject, settings: SafetySettings) -> None:
    words = message.split()
    long = [i for i, word in enumerate(words) if word.isalpha() and len(word) >= SHORTEST_LONG_WORD]
    if not long:
        return
    chosen = data.draw(st.sampled_from(long))
    words[chosen] = data.draw(typos(words[chosen]))
    assert assess(" ".join(words), settings).outcome != "none"


@st.composite
def typos(draw: st.DrawFn, word: str) -> str:
    """The word with one letter missing, added, changed, or swapped with its neighbour."""
    place = draw(st.integers(1, len(word) - 2))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    head, here, tail = word[:place], word[place], word[place + 1 :]
    swapped = head + tail[0] + here + tail[1:]
    return draw(
        st.sampled_from((head + tail, head + letter + here + tail, head + letter + tail, swapped))
    )
