"""bot/content/responses.py: the words of a check, of an alarm, of a no, and of refusals."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from bot.content.responses import ClinicResponses
from tests.content.test_dialogue import CHECK, CRISIS_CHECK, NO, YES, parse, say


@pytest.fixture
def responses(domain: Domain) -> ClinicResponses:
    return ClinicResponses(None, domain)


IF_IT_COMES_BACK = (
    "If you had it in the last day, tell your care team today, even if it is gone: 555-0100. "
    "If it comes back, call them right away."
)


async def test_no_without_a_postponed_question(responses: ClinicResponses) -> None:
    asked = parse("red_flag_check", intent="red_flag_check", understood="a fever")
    message = await say(responses, "utter_not_now", asked, NO)
    assert message["text"] == (
        f"Thank you for telling me. {IF_IT_COMES_BACK}\nWhat would you like to know?"
    )


async def test_whom_to_tell_stands_under_the_postponed_answer(responses: ClinicResponses) -> None:
    message = await say(responses, "utter_not_now", CHECK, NO, channel="web")
    assert message["text"] == f"Answer about crs/risks. Call 555-0100.\n{IF_IT_COMES_BACK}"


async def test_no_to_thoughts_of_suicide_is_no_good_news(responses: ClinicResponses) -> None:
    message = await say(responses, "utter_not_now", CRISIS_CHECK, NO)
    assert message["text"].startswith("Thank you for telling me. If that changes")
    assert "988" in message["text"]


async def test_no_with_a_postponed_question_for_the_care_team(responses: ClinicResponses) -> None:
    asked = parse("red_flag_check", intent="red_flag_check", postponed=[], for_care_team=True)
    message = await say(responses, "utter_not_now", asked, NO)
    assert message["text"].startswith("Only your care team can answer this")


@pytest.mark.parametrize(
    ("red_flag", "action", "first_line"),
    [
        ({"understood": ""}, "utter_check_now", "Is something wrong with how you feel"),
        (
            {"confirmed_intent": "red_flag_emergency"},
            "utter_check_now",
            "If so, or if you are not sure, call 911 now.",
        ),
        (
            {"confirmed_intent": "red_flag_crisis"},
            "utter_check_now",
            "Are you thinking about ending your life",
        ),
        (
            {"intent": "red_flag_emergency", "also_crisis": True},
            "utter_call_emergency",
            "If you think about ending your life, tell them, or call 988.",
        ),
        (
            {"intent": "red_flag_emergency", "is_overdose": True},
            "utter_call_emergency",
            "Call 911 now. Say what you took, how much and when, and keep the box.",
        ),
        (
            {"intent": "red_flag_emergency", "understood": ""},
            "utter_call_emergency",
            "What you wrote can be serious. This can be an emergency.",
        ),
    ],
)
async def test_the_words_fit_what_the_escalation_says(
    responses: ClinicResponses, red_flag: dict[str, Any], action: str, first_line: str
) -> None:
    asked = {**CHECK, "red_flag": {**CHECK["red_flag"], **red_flag}}
    message = await say(responses, action, asked)
    assert first_line in message["text"]


async def test_yes_to_what_named_nothing_gives_every_number(responses: ClinicResponses) -> None:
    asked = parse("red_flag_check", intent="red_flag_check", findings=["self_harm"])
    message = await say(responses, "utter_call_checked", asked, YES)
    assert message["text"].startswith("Call your care team now: 555-0100.")
    assert message["metadata"]["calls"] == ["555-0100", "911", "988"]


@pytest.mark.parametrize(
    ("tier", "line"),
    [
        ("emergency", "If you have chest pain now, call 911."),
        ("crisis", "If you think about ending your life, call 988, day or night."),
    ],
)
@pytest.mark.parametrize("action", ["utter_out_of_scope", "utter_did_you_mean"])
async def test_the_call_line_names_the_number_that_is_right(
    responses: ClinicResponses, tier: str, line: str, action: str
) -> None:
    asked = parse("offer_topics", "crs/risks", asked_about="chest pain", asked_about_tier=tier)
    message = await say(responses, action, asked)
    assert message["text"].endswith(line)


@pytest.mark.parametrize(
    ("text", "first_words"),
    [
        ("how long have I got", "Only your care team knows enough about you"),
        (
            "can I take ibuprofen",
            "Only your care team can answer this, because it depends on you and your treatment: "
            "555-0100. Please keep to your plan",
        ),
        (
            "may I go swimming",
            "Only your care team can answer this, because it depends on your treatment",
        ),
    ],
)
async def test_what_only_the_care_team_can_answer_is_refused_in_kind(
    responses: ClinicResponses, text: str, first_words: str
) -> None:
    asked = {**parse("care_team_only"), "text": text}
    message = await say(responses, "utter_care_team_only", asked)
    assert message["text"].startswith(first_words)
