"""An alarm that is said once more, its line over the conversation, and what ends it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.web.chat import ANSWER, CALL_NOW, CRISIS, EMERGENCY, PHONE, SMALL_PHONE, Chat, reply
from tests.web.conftest import NewChat
from tests.web.stand_in import StandIn

AGAIN = {
    **EMERGENCY,
    "text": "Call 911 now. What you add does not change that, even if it feels better.\n"
    "Do not drive yourself. Your care team: 555-0100.",
    "repeats": True,
}
CRISIS_AGAIN = {**CRISIS, "repeats": True}
HELP_IS_COMING = reply("Good. You did the right thing.", ends_alarm="help_is_coming")
TAKEN_BACK = reply("Thank you, it is good that you told me.", ends_alarm="taken_back")


@pytest.fixture
def chat(new_stand_in_chat: NewChat) -> Chat:
    return new_stand_in_chat(**PHONE)


def answered(chat: Chat, stand_in: StandIn, *replies: dict[str, Any]) -> None:
    stand_in.replies = [[answer] for answer in replies]
    if not chat.input.is_visible():
        chat.open()
    for number, _ in enumerate(replies):
        chat.ask(f"Message {number}")


def test_said_once_more_only_its_words_follow(chat: Chat, stand_in: StandIn) -> None:
    answered(chat, stand_in, EMERGENCY, AGAIN)
    first, again = chat.urgent.first, chat.urgent.last
    expect(first.locator(".main")).to_have_count(1)
    expect(again.get_by_role("heading")).to_have_text("Call 911 now")
    expect(again.locator(".main")).to_have_count(0)
    expect(chat.pinned).to_be_visible()
    words = again.locator(".words")
    expect(words).to_contain_text("What you add does not change that, even if it feels better.")
    assert height_of(words) > 30, "for the eye, too"


@pytest.mark.parametrize(
    "answers", [[EMERGENCY, AGAIN, AGAIN], [{**EMERGENCY, "repeats": True}] * 2]
)
def test_the_same_words_right_after_are_one_line_and_are_still_read(
    chat: Chat, stand_in: StandIn, answers: list[dict[str, Any]]
) -> None:
    answered(chat, stand_in, *answers)
    again = chat.urgent.last
    expect(again.get_by_role("heading")).to_have_text("Call 911 now")
    assert height_of(again) <= 60
    expect(again).to_have_attribute("role", "alert")
    assert answers[-1]["text"].split(".")[1].strip() in again.aria_snapshot()


def test_an_answer_between_others_is_shown_each_time(chat: Chat, stand_in: StandIn) -> None:
    why = "Call 911 now. It may turn out to be nothing, and then you have done right all the same."
    really = {**AGAIN, "text": why}
    answered(chat, stand_in, EMERGENCY, really, AGAIN, really)
    for number in (1, 2, 3):
        assert height_of(chat.urgent.nth(number).locator(".words")) > 15
    stand_in.history = [{"from": "bot", **message} for message in (EMERGENCY, really, really)]
    chat.page.reload()
    chat.open()
    assert height_of(chat.urgent.nth(1).locator(".words")) > 15
    assert height_of(chat.urgent.nth(2)) <= 60


def height_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["height"]


@pytest.mark.parametrize(
    "answers",
    [
        [AGAIN],
        [CALL_NOW, AGAIN],
        [CRISIS, CRISIS_AGAIN],
        [EMERGENCY, HELP_IS_COMING, AGAIN],
        [EMERGENCY, TAKEN_BACK, AGAIN],
        [EMERGENCY, {**AGAIN, "repeats": False}],
    ],
    ids=["first", "graver", "crisis", "after help", "after taking back", "news"],
)
def test_all_others_are_whole_cards(
    chat: Chat, stand_in: StandIn, answers: list[dict[str, Any]]
) -> None:
    answered(chat, stand_in, *answers)
    expect(chat.urgent.last.locator(".main").first).to_be_visible()
    expect(chat.urgent.last.locator(".words")).to_be_in_viewport()


def test_the_action_is_said_once_above_the_button(chat: Chat, stand_in: StandIn) -> None:
    answered(chat, stand_in, AGAIN)
    words = chat.urgent.locator(".words").inner_text()
    assert words.startswith("What you add does not change that")
    expect(chat.urgent.get_by_role("heading")).to_have_text("Call 911 now")


@pytest.mark.parametrize(
    ("first", "heading"),
    [
        (
            "Call your care team now: 555-0100 (Mon to Fri, 8 a.m. to 5 p.m.). Say that it "
            "is about immunotherapy.",
            "Call your care team now (Mon to Fri, 8 a.m. to 5 p.m.)",
        ),
        (
            "Llame ahora mismo a su equipo médico: 555-0100. Diga que recibe inmunoterapia y que "
            "es urgente.",
            "Llame ahora mismo a su equipo médico",
        ),
        (
            "请立即致电您的医疗团队:555-0100。" + "这需要马上检查,无论白天还是夜晚。" * 5,
            "请立即致电您的医疗团队",
        ),
        (
            "A new cough during immunotherapy, even a mild one, has to be looked at today or by "
            "night, so please call 555-0100.",
            "Call your care team now",
        ),
    ],
)
def test_the_headline_is_the_first_sentence_of_a_long_line(
    chat: Chat, stand_in: StandIn, first: str, heading: str
) -> None:
    answered(chat, stand_in, {**CALL_NOW, "text": f"{first}\nA cough."})
    expect(chat.urgent.get_by_role("heading")).to_have_text(heading)


@pytest.mark.parametrize("options", [{}, PHONE, SMALL_PHONE], ids=["desktop", "phone", "small"])
@pytest.mark.parametrize(
    ("answers", "seen"),
    [
        ([EMERGENCY, ANSWER], ["Call 911", "Care team:\n555-0100"]),
        ([CRISIS, ANSWER], ["Crisis line:\n988", "Emergency:\n911"]),
        ([CRISIS, EMERGENCY, ANSWER], ["Call 911", "Crisis line:\n988"]),
    ],
)
def test_each_number_stands_under_its_name(
    new_stand_in_chat: NewChat,
    stand_in: StandIn,
    options: dict[str, Any],
    answers: list[dict[str, Any]],
    seen: list[str],
) -> None:
    chat = new_stand_in_chat(**options)
    answered(chat, stand_in, *answers)
    links = [link.inner_text() for link in chat.pinned.locator("a").all()]
    assert links[1] == seen[1]
    if options != SMALL_PHONE:
        assert links[0] == seen[0]
    for label in chat.pinned.locator(".named .label").all():
        box = label.bounding_box()
        assert box is not None
        assert box["width"] > 40, "for the eye, too"
    assert chat.pinned.evaluate("bar => bar.scrollWidth <= bar.clientWidth")


@pytest.mark.parametrize("answer", [HELP_IS_COMING, TAKEN_BACK], ids=["help", "taken back"])
def test_the_line_goes_when_the_server_ends_the_alarm(
    chat: Chat, stand_in: StandIn, answer: dict[str, Any]
) -> None:
    answered(chat, stand_in, EMERGENCY, answer)
    expect(chat.pinned).to_be_hidden()
    expect(chat.page.locator("#notice")).to_be_in_viewport()
    stand_in.history = [
        {"from": "user", "id": "1", "text": "I cannot breathe"},
        {"from": "bot", **EMERGENCY},
        {"from": "user", "id": "2", "text": "they are on their way"},
        {"from": "bot", **answer},
    ]
    chat.page.reload()
    chat.open()
    expect(chat.own).to_have_count(2)
    expect(chat.pinned).to_be_hidden()


def test_an_earlier_alarm_outlives_a_later_one_that_is_taken_back(
    chat: Chat, stand_in: StandIn
) -> None:
    answered(chat, stand_in, EMERGENCY, CALL_NOW, TAKEN_BACK)
    expect(chat.pinned).to_be_visible()


def test_a_new_alarm_after_help_is_in_force_again_over_a_reload(
    chat: Chat, stand_in: StandIn
) -> None:
    answered(chat, stand_in, EMERGENCY, HELP_IS_COMING, EMERGENCY, ANSWER)
    expect(chat.pinned).to_be_visible()
    said = [EMERGENCY, HELP_IS_COMING, EMERGENCY, reply("Words of an answer. " * 60)]
    stand_in.history = [{"from": "bot", **message} for message in said]
    chat.page.reload()
    chat.open()
    expect(chat.pinned).to_be_visible()


def test_a_lesser_alarm_after_help_was_called_is_headed_by_its_own_number(
    chat: Chat, stand_in: StandIn
) -> None:
    answered(chat, stand_in, EMERGENCY, HELP_IS_COMING, CALL_NOW)
    card = chat.urgent.last
    expect(card.get_by_role("heading")).to_have_text("Call your care team now")
    expect(card.locator(".main")).to_have_attribute("href", "tel:5550100")
    stand_in.history = [{"from": "bot", **one} for one in (EMERGENCY, HELP_IS_COMING, CALL_NOW)]
    chat.page.reload()
    chat.open()
    expect(chat.urgent.last.get_by_role("heading")).to_have_text("Call your care team now")
