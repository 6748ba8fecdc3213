"""bot/responses.py: what is said about a message in a dialogue."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.open_check import asked_about
from bot.content.responses import ClinicResponses

SOURCE = (
    "Source: Immunotherapy-Related Skin Rash; "
    "How Immunotherapy Helps the Immune System (checked January 2, 2026)"
)


def tracker(*parsed: dict[str, Any], text: str = "text") -> DialogueStateTracker:
    """A conversation of messages with what was understood of them."""
    events: list[Event] = []
    for one in parsed:
        events.append(UserUttered(text, parse_data=one))
        if one["red_flag"].get("intent") == "red_flag_check":
            asked = {"metadata": {"kind": "check", "check": one["red_flag"]}}
            events.append(BotUttered("Is this happening now?", metadata=asked))
    return DialogueStateTracker.from_events("one", events)


def parse(name: str, *topics: str, **red_flag: Any) -> dict[str, Any]:
    return {
        "intent": {"name": name, "confidence": 0.87},
        "topics": list(topics),
        "red_flag": red_flag or {},
    }


CHECK = parse(
    "red_flag_check",
    intent="red_flag_check",
    findings=["fever"],
    understood="a fever",
    confirmed_intent="red_flag_call_now",
    postponed=["crs/risks"],
)
CRISIS_CHECK = parse(
    "red_flag_check",
    intent="red_flag_check",
    findings=["self_harm"],
    understood="thoughts of ending your life",
    confirmed_intent="red_flag_crisis",
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


def test_a_check_before_a_pause_is_not_confirmed_after_it() -> None:
    before, after = (list(tracker(one).events) for one in (CHECK, YES))
    asked = DialogueStateTracker.from_events("one", [*before, *after])
    paused = DialogueStateTracker.from_events("one", [*before, SessionStarted(), *after])
    assert asked_about(asked.events) is not None
    assert asked_about(paused.events) is None


async def test_an_answer_ends_with_its_source(responses: ClinicResponses) -> None:
    message = await say(responses, "utter_crs/risks", parse("crs", "crs/risks"))
    assert message["text"] == f"Answer about crs/risks. Call 555-0100.\n{SOURCE}"
    assert message["metadata"] == {
        "kind": "answer",
        "topics": ["crs/risks"],
        "also": [],
        "source": SOURCE,
        "sources": [
            {"title": "Immunotherapy-Related Skin Rash", "url": None},
            {"title": "How Immunotherapy Helps the Immune System", "url": None},
        ],
        "reviewed": "2026-01-02",
        "confidence": 0.87,
    }


async def test_close_topics_stand_beside_an_answer(responses: ClinicResponses) -> None:
    asked = {**parse("crs", "crs/risks"), "also": ["skin/onset"]}
    message = await say(responses, "utter_crs/risks", asked)
    assert message["metadata"]["also"] == ["skin/onset"]
    assert message["buttons"] == [
        {"title": "Title of skin/onset?", "payload": "Title of skin/onset?"}
    ]


async def test_the_web_shows_the_source_itself(responses: ClinicResponses) -> None:
    asked = parse("crs", "crs/risks")
    message = await say(responses, "utter_crs/risks", asked, channel="web")
    assert message["text"] == "Answer about crs/risks. Call 555-0100."
    assert message["metadata"]["source"] == SOURCE


async def test_an_answer_about_a_symptom_ends_with_when_to_call(
    responses: ClinicResponses,
) -> None:
    asked = parse("crs", "crs/risks", asked_about="a fever")
    message = await say(responses, "utter_crs/risks", asked, channel="web")
    assert message["text"] == (
        "Answer about crs/risks. Call 555-0100.\n"
        "If you have a fever now, call your care team right away: 555-0100."
    )


async def test_small_talk_does_not_end_with_when_to_call(responses: ClinicResponses) -> None:
    message = await say(responses, "utter_thanks", parse("thanks", asked_about="a fever"))
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
        "red_flag_call_now",
        intent="red_flag_call_now",
        findings=["fever"],
        understood="a fever of 39 °C",
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


YES_NO = [
    {"title": "Yes", "payload": "yes"},
    {"title": "No", "payload": "no"},
    {"title": "I am not sure", "payload": "I am not sure"},
]


def button(topic: str) -> dict[str, str]:
    return {"title": f"Title of {topic}?", "payload": f"Title of {topic}?"}


@pytest.mark.parametrize(
    ("changed", "topics"),
    [
        ({}, ["crs/risks"]),
        ({"postponed": []}, []),
        ({"postponed": ["skin/onset", "crs/risks", "skin/onset"]}, ["skin/onset", "crs/risks"]),
        # An emergency by its name: nothing beside the call.
        ({"confirmed_intent": "red_flag_emergency"}, []),
        ({"confirmed_intent": "red_flag_crisis"}, []),
        # Only suspected of something: no number by the detector's guess.
        ({"understood": ""}, ["crs/risks"]),
    ],
)
async def test_the_postponed_question_stands_beside_yes_and_no(
    responses: ClinicResponses, changed: dict[str, Any], topics: list[str]
) -> None:
    asked = {**CHECK, "red_flag": {**CHECK["red_flag"], **changed}}
    message = await say(responses, "utter_check_now", asked)
    assert message["buttons"] == [*YES_NO, *map(button, topics)]
    assert message["metadata"].get("topics", []) == topics
    assert message["metadata"]["kind"] == "check"


async def test_nothing_to_read_beside_what_is_urgent(responses: ClinicResponses) -> None:
    urgent = {**CHECK["red_flag"], "intent": "red_flag_call_now"}
    message = await say(responses, "utter_call_care_team", parse("red_flag_call_now", **urgent))
    assert "buttons" not in message


async def test_an_answer_in_place_of_yes_or_no_ends_with_when_to_call(
    responses: ClinicResponses,
) -> None:
    asked = parse("crs", "crs/risks")
    after_check = await say(responses, "utter_crs/risks", CHECK, asked, channel="web")
    assert after_check["text"] == (
        "Answer about crs/risks. Call 555-0100.\n"
        "If you feel unwell right now, call your care team: 555-0100. In an emergency, call 911."
    )
    later = await say(responses, "utter_crs/risks", CHECK, NO, asked, channel="web")
    assert later["text"] == "Answer about crs/risks. Call 555-0100."


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
