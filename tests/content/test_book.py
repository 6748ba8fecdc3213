"""bot/responses.py: the responses by name, filled in for a clinic."""

from __future__ import annotations

import re

import pytest
from rasa.shared.core.domain import Domain

from bot.content.response_book import ResponseBook
from bot.safety.escalation import URGENT_RESPONSES
from bot.safety.rules.quantities import fahrenheit
from bot.settings.clinic import Clinic, Safety, load_clinic


@pytest.fixture
def clinic() -> Clinic:
    return load_clinic()


@pytest.fixture
def book(domain: Domain, clinic: Clinic) -> ResponseBook:
    return ResponseBook(domain.responses, clinic)


def test_a_message_names_the_clinic_and_its_phones(book: ResponseBook) -> None:
    message = book.message("utter_call_care_team", understood="a fever of 39 °C")
    assert message == {
        "text": "Call your care team now: 555-0100.\n"
        "You wrote about a fever of 39 °C. This needs a check right away, by day or by night. "
        "You are not bothering anyone. Say that it is about immunotherapy.\n"
        "If it gets worse, or if nobody answers, call 911.",
        "metadata": {
            "kind": "red_flag",
            "urgency": "call_now",
            "calls": ["555-0100", "911"],
        },
    }


def test_filling_in_leaves_the_response_itself_alone(book: ResponseBook) -> None:
    first = book.message("utter_call_care_team", understood="a fever")
    second = book.message("utter_call_care_team", understood="chills")
    assert first is not None
    assert second is not None
    assert "a fever" in first["text"]
    assert "chills" in second["text"]
    assert first["metadata"]["calls"] == second["metadata"]["calls"] == ["555-0100", "911"]


def test_braces_of_a_patient_are_not_filled_in(book: ResponseBook) -> None:
    message = book.message("utter_call_care_team", understood="{crisis_phone} {unknown}")
    assert message is not None
    assert "{crisis_phone} {unknown}" in message["text"]


def test_there_is_no_such_message(book: ResponseBook) -> None:
    assert book.message("utter_nothing") is None
    with pytest.raises(KeyError, match="utter_crs/nothing"):
        book.answer("crs/nothing", 1.0)


@pytest.mark.parametrize("name", URGENT_RESPONSES.values())
def test_the_domain_file_alone_has_the_urgent_words(clinic: Clinic, name: str) -> None:
    """The guard needs them when everything else fails."""
    message = ResponseBook.of_domain_file(clinic).message(name, understood="a fever")
    assert message is not None
    assert re.match(r"Call .*\bnow\b", message["text"])
    assert "{" not in message["text"]


def test_the_fever_threshold_is_shown_in_both_units(domain: Domain, clinic: Clinic) -> None:
    own = clinic.copy(update={"safety": Safety(fever_threshold_celsius=38.3)})
    responses = {**domain.responses, "utter_it": [{"text": "{fever_threshold}"}]}
    message = ResponseBook(responses, own).message("utter_it")
    assert message is not None
    assert message["text"] == "38.3 °C (100.9 °F)"


@pytest.mark.parametrize(
    ("celsius", "expected"), [(37.5, 99.5), (38.0, 100.4), (38.5, 101.3), (-40.0, -40.0)]
)
def test_fahrenheit(celsius: float, expected: float) -> None:
    assert fahrenheit(celsius) == pytest.approx(expected)
