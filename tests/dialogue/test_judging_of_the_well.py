"""Fear beside a treatment, and letters of people who feel well: nothing is guessed from them."""

from __future__ import annotations

import pytest

from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import Assessment

FEAR_BESIDE_A_TREATMENT = [
    "my aunt had yescarta on sunday and I'm so worried",
    "grandpa got his first teclistamab yesterday, we are all scared",
    "hello, my son had his cells put back today. im terrified",
    "i had car-t 4 days ago and i am very nervous",
    "my wife is on keytruda, i am afraid for her",
]
LETTERS = [
    "Dear nurses, I am 79 and had my infusion on Monday. I feel very well and should like to know "
    "whether I may bathe in the sea.",
    "My name is Edith. I am doing nicely on nivolumab. My son wonders if I may mind the baby.",
    "Good morning, I have no complaints. Could I go to a concert on Saturday?",
    "I am very well, thank you. I only wish to know whether I may go to church by bus.",
]
STILL_HEARD = [
    "my aunt had yescarta on sunday and I'm so worried, she can't find her words",
    "i had car-t 4 days ago, i am scared and i have a fever",
    "my dad had car t on monday, i'm scared, he collapsed",
    "i am on keytruda and so scared, i want to die",
    "I feel well but I have chest pain, may I swim?",
    "I am doing fine, only I had 6 watery stools today. May I travel?",
    "I feel very well, only my eyelids droop by evening. May I drive?",
    "I am fine, my left arm went dead for an hour, can I play golf?",
    "I feel quite well now that I have decided to end my life. May I thank you?",
]


def _judged(text: str) -> Assessment:
    return judge(text, safety_settings(), triage_reader())


@pytest.mark.parametrize("text", [*FEAR_BESIDE_A_TREATMENT, *LETTERS])
def test_nothing_is_guessed(text: str) -> None:
    judged = _judged(text)
    assert judged.outcome == "none"
    assert not (isinstance(judged, TriagedAssessment) and judged.takes_over)


@pytest.mark.parametrize("text", STILL_HEARD)
def test_what_is_told_beside_it_is_heard(text: str) -> None:
    assert _judged(text).outcome == "urgent"


@pytest.mark.parametrize(
    "text",
    [
        "dad took the wrong pills",
        "she swallowed somebody else's tablets by mistake",
        "I mixed up my husband's tablets with mine",
        "I took my wife's tablets instead",
        "the tablets I took were not mine",
    ],
)
def test_the_wrong_medicine_is_no_symptom(text: str) -> None:
    judged = _judged(text)
    assert judged.outcome == "urgent"
    assert "medicine_mistake" in judged.symptoms
