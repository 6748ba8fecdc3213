"""A changed message is answered where it says anything graver than was answered before."""

from __future__ import annotations

import pytest

from bot.channels.messengers.edits import Edits
from bot.channels.replies import Reply
from bot.content.response_book import ResponseBook
from bot.dialogue.judging import judge
from bot.safety import SafetySettings
from bot.safety.escalation import Escalation
from bot.settings.clinic import Clinic

FEVER = "I have a fever of 38.5"
BREATH = "I can't breathe"


@pytest.fixture(scope="module")
def book(clinic: Clinic) -> ResponseBook:
    return ResponseBook.of_domain_file(clinic)


def judged(text: str, safety: SafetySettings) -> Escalation:
    escalation = Escalation.of(judge(text, safety, None), safety.knowledge.symptoms)
    assert escalation.intent is not None, f"{text}: no red flag"
    return escalation


def said_to(text: str, safety: SafetySettings, book: ResponseBook) -> list[Reply]:
    """What the guard says to a message."""
    escalation = judged(text, safety)
    assert escalation.response is not None
    message = book.message(escalation.response, understood=escalation.understood)
    assert message is not None
    message = book.said_in(escalation.language, escalation.response, message)
    message["metadata"]["findings"] = escalation.findings
    return [Reply.of(message)]


@pytest.mark.parametrize(
    ("before", "after", "is_answered"),
    [
        # put right, or made milder
        (FEVER, f"{FEVER}!", True),
        (FEVER, "I have a fever of 38.7", True),
        (f"{BREATH}, {FEVER}", FEVER, True),
        (BREATH, f"{BREATH}!!", True),
        ("ich habe Brustschmerzen", "ich habe Brustschmerzen!", True),
        # graver under the same names
        (FEVER, f"{FEVER}. suicide", False),
        (FEVER, f"{FEVER}. I took 20 paracetamol to end it", False),
        (BREATH, f"{BREATH}. I want to die", False),
        ("I want to die", "I want to die. I took 20 paracetamol", False),
        # something else
        (FEVER, f"{FEVER}. {BREATH}", False),
        (FEVER, BREATH, False),
        # asked about before, alarming now; asked about only now
        ("is it normal to see double", "I see double", False),
        (FEVER, "is it normal to see double", False),
        (BREATH, f"is it normal that {BREATH}", True),
    ],
)
def test_whether_a_change_is_answered(
    before: str, after: str, is_answered: bool, safety: SafetySettings, book: ResponseBook
) -> None:
    said = said_to(before, safety, book)
    assert Edits(book).is_answered(judged(after, safety), said) is is_answered


CHECK_CRISIS = Escalation(
    "red_flag_check", findings=("fever",), understood="it", confirmed_intent="red_flag_crisis"
)
CHECK_FEVER = Escalation("red_flag_check", False, ("fever",), "a fever")


@pytest.mark.parametrize(
    ("escalation", "is_answered"), [(CHECK_FEVER, True), (CHECK_CRISIS, False)]
)
def test_what_is_asked_is_as_grave_as_a_yes_to_it(
    escalation: Escalation, is_answered: bool, safety: SafetySettings, book: ResponseBook
) -> None:
    assert Edits(book).is_answered(escalation, said_to(FEVER, safety, book)) is is_answered


def test_what_got_no_alarm_is_answered(safety: SafetySettings, book: ResponseBook) -> None:
    for said in ([], [Reply("It takes an hour.", kind="answer")]):
        assert not Edits(book).is_answered(judged(FEVER, safety), said)


def test_an_edit_of_an_edit_is_compared_with_both(
    safety: SafetySettings, book: ResponseBook
) -> None:
    said = [*said_to(FEVER, safety, book), *said_to(BREATH, safety, book)]
    assert Edits(book).is_answered(judged(BREATH, safety), said)
