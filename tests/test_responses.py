"""bot/responses.py: the words that patients read, filled in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.clinic import Clinic, Safety, load_clinic
from bot.paths import DOMAIN_FILE
from bot.responses import URGENT_RESPONSES, ClinicResponses, ResponseBook, fahrenheit

ANSWERS: dict[str, Any] = {
    f"utter_{topic}": [
        {
            "text": f"Answer about {topic}. Call {{care_team_phone}}.",
            "metadata": {
                "title": f"Title of {topic}?",
                "sources": ["000", "001"],
                "reviewed": "2026-01-02",
            },
        }
    ]
    for topic in ("crs/risks", "skin/onset")
}
SOURCE = (
    "Source: Immunotherapy-Related Skin Rash; "
    "How Immunotherapy Helps the Immune System (checked 2026-01-02)"
)


@pytest.fixture(scope="module")
def domain() -> Domain:
    """domain.yml with the answers of two topics."""
    loaded = Domain.load(str(DOMAIN_FILE))
    loaded.responses.update(ANSWERS)
    return loaded


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
        "You wrote about a fever of 39 °C. This needs to be checked right away, by day or by "
        "night. Please do not wait.\n"
        "If it gets worse, or if you cannot reach them, call 911.",
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


def tracker(*parsed: dict[str, Any]) -> DialogueStateTracker:
    """A conversation of messages with what was understood of them."""
    events = [UserUttered("text", parse_data=parse) for parse in parsed]
    return DialogueStateTracker.from_events("one", events)


def parse(name: str, *topics: str, **red_flag: Any) -> dict[str, Any]:
    return {
        "intent": {"name": name, "confidence": 0.87},
        "topics": list(topics),
        "red_flag": red_flag or {"outcome": "none"},
    }


CHECK = parse(
    "red_flag_check",
    outcome="check",
    findings=["fever"],
    understood="a fever",
    if_now="red_flag_call_now",
    postponed=["crs/risks"],
)
CRISIS_CHECK = parse(
    "red_flag_check",
    outcome="check",
    findings=["self_harm"],
    understood="thoughts of ending your life",
    if_now="red_flag_crisis",
    postponed=[],
)
YES, NO = parse("affirm"), parse("deny")


@pytest.fixture
def responses(domain: Domain) -> ClinicResponses:
    return ClinicResponses(None, domain)


async def say(
    responses: ClinicResponses, name: str, *parsed: dict[str, Any], channel: str = "telegram"
) -> dict[str, Any]:
    message = await responses.generate(name, tracker(*parsed), channel)
    assert message is not None
    return message


async def test_an_answer_ends_with_its_source(responses: ClinicResponses) -> None:
    message = await say(responses, "utter_crs/risks", parse("crs", "crs/risks"))
    assert message["text"] == f"Answer about crs/risks. Call 555-0100.\n{SOURCE}"
    assert message["metadata"] == {
        "kind": "answer",
        "topics": ["crs/risks"],
        "source": SOURCE,
        "sources": ["000", "001"],
        "reviewed": "2026-01-02",
        "confidence": 0.87,
    }


async def test_the_web_shows_the_source_itself(responses: ClinicResponses) -> None:
    asked = parse("crs", "crs/risks")
    message = await say(responses, "utter_crs/risks", asked, channel="web")
    assert message["text"] == "Answer about crs/risks. Call 555-0100."
    assert message["metadata"]["source"] == SOURCE


async def test_an_answer_about_a_symptom_ends_with_when_to_call(
    responses: ClinicResponses,
) -> None:
    asked = parse("crs", "crs/risks", outcome="none", asked_about="a fever")
    message = await say(responses, "utter_crs/risks", asked, channel="web")
    assert message["text"] == (
        "Answer about crs/risks. Call 555-0100.\n"
        "If you have a fever now, call your care team right away: 555-0100."
    )


async def test_small_talk_does_not_end_with_when_to_call(responses: ClinicResponses) -> None:
    message = await say(
        responses, "utter_thanks", parse("thanks", outcome="none", asked_about="a fever")
    )
    assert message["text"] == "You are welcome. Is there anything else you would like to know?"


async def test_two_topics_are_answered_in_the_order_asked(responses: ClinicResponses) -> None:
    asked = parse("two_topics", "skin/onset", "crs/risks")
    first = await say(responses, "utter_first_topic", asked)
    second = await say(responses, "utter_second_topic", asked)
    assert first["metadata"]["topics"] == ["skin/onset"]
    assert second["metadata"]["topics"] == ["crs/risks"]


async def test_an_offer_has_a_button_for_each_topic_and_one_for_none(
    responses: ClinicResponses,
) -> None:
    message = await say(
        responses, "utter_did_you_mean", parse("offer_topics", "skin/onset", "crs/risks")
    )
    titles = ["Title of skin/onset?", "Title of crs/risks?", "None of these"]
    assert message["buttons"] == [{"title": title, "payload": title} for title in titles]
    assert message["metadata"]["topics"] == ["skin/onset", "crs/risks"]
    assert message["metadata"]["kind"] == "offer"


async def test_urgent_words_name_what_was_understood(responses: ClinicResponses) -> None:
    red = parse(
        "red_flag_call_now", outcome="urgent", findings=["fever"], understood="a fever of 39 °C"
    )
    message = await say(responses, "utter_call_care_team", red)
    assert "You wrote about a fever of 39 °C." in message["text"]
    assert message["metadata"]["findings"] == ["fever"]
    assert message["metadata"]["urgency"] == "call_now"


@pytest.mark.parametrize(
    ("asked", "first_line", "urgency"),
    [
        (CHECK, "Call your care team now: 555-0100.", "call_now"),
        (CRISIS_CHECK, "Call 988 now.", "emergency"),
    ],
)
async def test_yes_is_answered_for_what_was_asked(
    responses: ClinicResponses, asked: dict[str, Any], first_line: str, urgency: str
) -> None:
    message = await say(responses, "utter_call_checked", parse("greet"), asked, YES)
    assert message["text"].startswith(first_line)
    assert message["metadata"]["urgency"] == urgency
    assert message["metadata"]["findings"] == asked["red_flag"]["findings"]


async def test_no_is_answered_with_the_postponed_question(responses: ClinicResponses) -> None:
    message = await say(responses, "utter_not_now", CHECK, NO)
    assert message["metadata"]["topics"] == ["crs/risks"]


async def test_no_without_a_postponed_question(responses: ClinicResponses) -> None:
    message = await say(responses, "utter_not_now", CRISIS_CHECK, NO)
    assert message["text"] == (
        "Good, thank you. If it starts or comes back, call your care team right away: 555-0100.\n"
        "What would you like to know?"
    )


async def test_a_second_no_does_not_answer_the_postponed_question_again(
    responses: ClinicResponses,
) -> None:
    message = await say(responses, "utter_not_now", CHECK, NO, NO)
    assert message["text"] == "All right. You can ask me something else at any time."


async def test_the_last_check_is_the_one_that_counts(responses: ClinicResponses) -> None:
    message = await say(responses, "utter_call_checked", CRISIS_CHECK, NO, CHECK, YES)
    assert message["text"].startswith("Call your care team now: 555-0100.")


async def test_a_conversation_without_any_check_is_answered_with_the_safer_words(
    responses: ClinicResponses,
) -> None:
    message = await say(responses, "utter_call_checked", YES)
    assert message["text"].startswith("Call your care team now: 555-0100.")


async def test_there_is_no_such_response(responses: ClinicResponses) -> None:
    assert await responses.generate("utter_nothing", tracker(parse("greet")), "web") is None
    with pytest.raises(KeyError):
        await responses.generate("utter_crs/nothing", tracker(parse("greet")), "web")


async def test_a_conversation_that_has_not_begun(responses: ClinicResponses) -> None:
    message = await responses.generate(
        "utter_greet", DialogueStateTracker.from_events("one", []), "web"
    )
    assert message is not None
    assert message["text"].startswith("Hello.")
