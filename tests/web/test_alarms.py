"""Urgent answers: what their cards say, and the alarm that stays in view and only ever rises."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.chat import ANSWER, CALL_NOW, CRISIS, EMERGENCY, PHONE, SMALL_PHONE, Chat, reply
from tests.web.conftest import NewChat
from tests.web.stand_in import StandIn


@pytest.fixture
def chat(new_stand_in_chat: NewChat) -> Chat:
    return new_stand_in_chat()


def answered(chat: Chat, stand_in: StandIn, *replies: dict[str, object]) -> None:
    """The patient writes as many messages, each with its answer."""
    stand_in.replies = [[answer] for answer in replies]
    if not chat.input.is_visible():
        chat.open()
    for number, _ in enumerate(replies):
        chat.ask(f"Message {number}")


def numbers(chat: Chat) -> list[str]:
    """The numbers that the pinned line dials, the first in front."""
    links = chat.pinned.locator("a")
    return [str(href) for href in links.evaluate_all("links => links.map(link => link.href)")]


def read_aloud(chat: Chat, card: str = ".urgent") -> list[str]:
    """The card's parts in the order in which they are read."""
    return [line for line in chat.page.locator(card).last.inner_text().split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("answers", "first", "second"),
    [
        ([CALL_NOW, ANSWER], "tel:5550100", "tel:911"),
        ([EMERGENCY, ANSWER], "tel:911", "tel:5550100"),
        ([CRISIS, ANSWER], "tel:988", "tel:911"),
        ([CALL_NOW, EMERGENCY, ANSWER], "tel:911", "tel:5550100"),
        ([EMERGENCY, CALL_NOW, ANSWER], "tel:911", "tel:5550100"),
        ([CRISIS, CALL_NOW, ANSWER], "tel:988", "tel:911"),
        ([CRISIS, EMERGENCY, ANSWER], "tel:911", "tel:988"),
        ([EMERGENCY, CRISIS, ANSWER], "tel:988", "tel:911"),
        ([EMERGENCY, CRISIS, CALL_NOW, CALL_NOW, ANSWER], "tel:988", "tel:911"),
    ],
)
def test_an_alarm_only_rises(
    chat: Chat, stand_in: StandIn, answers: list[dict[str, object]], first: str, second: str
) -> None:
    answered(chat, stand_in, *answers)
    expect(chat.pinned).to_be_visible()
    assert numbers(chat) == [first, second]


def test_an_alarm_only_rises_over_a_reload(chat: Chat, stand_in: StandIn) -> None:
    answered(chat, stand_in, EMERGENCY, CALL_NOW)
    stand_in.history = [
        {"from": "user", "id": "1", "text": "I cannot breathe"},
        {"from": "bot", **EMERGENCY},
        {"from": "user", "id": "2", "text": "it's getting worse"},
        {"from": "bot", **CALL_NOW},
        {"from": "user", "id": "3", "text": "thanks"},
        {"from": "bot", **reply("Words of an answer. " * 60)},
    ]
    chat.page.reload()
    expect(chat.pinned).to_be_visible()
    assert numbers(chat) == ["tel:911", "tel:5550100"]


def test_a_lesser_card_under_a_graver_alarm_repeats_the_graver_action(
    chat: Chat, stand_in: StandIn
) -> None:
    answered(chat, stand_in, EMERGENCY, CALL_NOW)
    card = chat.urgent.last
    expect(card.get_by_role("heading")).to_have_text("Call 911 now")
    expect(card.locator(".main")).to_have_attribute("href", "tel:911")
    expect(card).to_contain_text("You wrote about a new or worse cough.")
    expect(card.locator('a[href="tel:5550100"]')).to_be_visible()


def test_a_guess_made_offline_gives_way_to_the_servers_judgement_but_not_to_a_lesser_one(
    chat: Chat, stand_in: StandIn
) -> None:
    stand_in.replies = [[CALL_NOW], [ANSWER]]
    chat.open()
    chat.page.context.set_offline(True)
    chat.write("I have a new cough")
    expect(chat.urgent.get_by_role("heading")).to_have_text("Urgent? Call 911 now")
    chat.page.context.set_offline(False)
    expect(chat.urgent).to_have_count(2)
    chat.ask("thanks")
    assert numbers(chat) == ["tel:5550100", "tel:911"]
    stand_in.replies = [[EMERGENCY], [ANSWER]]
    chat.ask("I cannot breathe")
    chat.page.context.set_offline(True)
    chat.write("I have a new cough")
    expect(chat.urgent).to_have_count(4)
    chat.page.context.set_offline(False)
    chat.ask("thanks")
    assert numbers(chat) == ["tel:911", "tel:5550100"]


def test_the_care_teams_card(chat: Chat, stand_in: StandIn) -> None:
    answered(chat, stand_in, CALL_NOW)
    assert read_aloud(chat)[:5] == [
        "Call your care team now",
        "Call 555-0100",
        "You wrote about a new or worse cough.",
        "If it gets worse, or if you cannot reach them, call 911.",
        "No answer? Call 911",
    ]
    main = chat.urgent.locator(".main")
    expect(main).to_have_count(1)
    expect(main).to_have_attribute("href", "tel:5550100")
    expect(chat.urgent.get_by_role("heading").locator("a")).to_have_count(0)
    button, words = main.bounding_box(), chat.urgent.locator(".words").bounding_box()
    assert button is not None
    assert words is not None
    assert abs(button["width"] - words["width"]) < 2, "as wide as the card"


def test_the_emergency_card_names_each_number_once_before_the_reason(
    chat: Chat, stand_in: StandIn
) -> None:
    answered(chat, stand_in, EMERGENCY)
    read = read_aloud(chat)
    assert read[:3] == [
        "Call 911 now",
        "Call 911",
        "You wrote about trouble breathing. Say that you have cancer.",
    ]
    assert "No answer?" not in " ".join(read)
    expect(chat.urgent.locator('a[href="tel:5550100"]')).to_have_count(1)
    expect(chat.page.get_by_text("Show less")).to_have_count(0)
    expect(chat.page.locator("#notice")).to_be_hidden()
    expect(chat.pinned).to_be_hidden()


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_headline_is_in_the_words_language(
    chat: Chat, stand_in: StandIn, language: str
) -> None:
    said = {
        "es": ("Llame ahora a su equipo: 555-0100.", "Llame ahora a su equipo"),
        "ar": ("اتصل بفريق الرعاية الآن: 555-0100.", "اتصل بفريق الرعاية الآن"),
    }
    text, heading = said[language]
    answered(chat, stand_in, {**CALL_NOW, "text": f"{text}\nTos.", "language": language})
    expect(chat.urgent.get_by_role("heading")).to_have_text(heading)
    expect(chat.urgent).to_have_attribute("lang", language)
    expect(chat.urgent).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(chat.urgent.locator(".calls").first).to_have_attribute("lang", "en")


def test_words_without_the_action_get_the_widgets_own_headline(
    chat: Chat, stand_in: StandIn
) -> None:
    answered(chat, stand_in, {**CALL_NOW, "text": "A new cough should be checked."})
    expect(chat.urgent.get_by_role("heading")).to_have_text("Call your care team now")
    answered(chat, stand_in, {**EMERGENCY, "text": "You wrote about a collapse.", "calls": []})
    expect(chat.urgent.last.get_by_role("heading")).to_have_text("Call 911 now")


def test_the_crisis_card_begins_warmly(chat: Chat, stand_in: StandIn) -> None:
    answered(chat, stand_in, CRISIS)
    assert read_aloud(chat)[:5] == [
        "I am so sorry that it hurts this much.",
        "Call 988",
        "Text 988",
        "You matter. Your care team is there: 555-0100.",
        "Call 988 now. That is the 988 Suicide & Crisis Lifeline. If you are in danger, call 911.",
    ]
    links = chat.urgent.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert links == ["tel:988", "sms:988", "tel:5550100", "tel:988", "tel:911"], "not in the name"
    colours = [
        chat.urgent.locator(".main").first.evaluate(
            "node => getComputedStyle(node).backgroundColor"
        )
    ]
    answered(chat, stand_in, EMERGENCY)
    last = chat.urgent.last.locator(".main")
    colours.append(last.evaluate("node => getComputedStyle(node).backgroundColor"))
    assert colours == ["rgb(58, 63, 148)", "rgb(179, 21, 27)"]


def test_a_crisis_is_known_by_its_mark_too(chat: Chat, stand_in: StandIn) -> None:
    answered(chat, stand_in, {**CRISIS, "crisis": True, "calls": ["911", "988"]})
    expect(chat.urgent).to_have_attribute("data-tier", "crisis")
    expect(chat.urgent.locator(".main").first).to_have_attribute("href", "tel:988")


def test_a_line_that_takes_no_texts_offers_none(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    line = stand_in.clinic.crisis.copy(update={"text": None})
    stand_in.clinic = stand_in.clinic.copy(update={"crisis": line})
    chat = new_stand_in_chat()
    answered(chat, stand_in, CRISIS)
    expect(chat.urgent.locator(".main")).to_have_count(1)
    expect(chat.urgent.get_by_text("Text 988")).to_have_count(0)


@pytest.mark.parametrize("options", [{}, PHONE, SMALL_PHONE], ids=["desktop", "phone", "small"])
def test_pinned_it_is_one_line_that_stays(
    new_stand_in_chat: NewChat, stand_in: StandIn, options: dict[str, object]
) -> None:
    chat = new_stand_in_chat(**options)
    answered(chat, stand_in, EMERGENCY, *[reply("Words of an answer. " * 20)] * 6)
    for place in ("0", "this.scrollHeight / 2", "this.scrollHeight"):
        chat.log.evaluate(f"node => (function () {{ this.scrollTop = {place} }}).call(node)")
        expect(chat.pinned.locator('a[href="tel:911"]')).to_be_in_viewport(ratio=1)
        expect(chat.pinned.locator('a[href="tel:5550100"]')).to_be_in_viewport(ratio=1)
        expect(chat.button("I have called")).to_be_in_viewport(ratio=1)
    box = chat.pinned.bounding_box()
    assert box is not None
    assert 44 <= box["height"] <= 56
    expect(chat.page.locator("#notice")).to_be_hidden()


def test_the_card_is_pinned_as_soon_as_its_number_leaves_the_view(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    chat = new_stand_in_chat(**PHONE)
    stand_in.replies = [[reply("Words of an answer. " * 60)], [EMERGENCY]]
    chat.open().ask("First")
    chat.ask("I cannot breathe")
    expect(chat.urgent.locator(".main")).to_be_in_viewport(ratio=1)
    expect(chat.pinned).to_be_hidden()
    chat.log.evaluate("node => { node.scrollTop = 0; }")
    expect(chat.pinned).to_be_visible()


def test_i_have_called_takes_the_line_away_and_the_notice_comes_back(
    chat: Chat, stand_in: StandIn
) -> None:
    answered(chat, stand_in, EMERGENCY, ANSWER)
    stand_in.replies = [[reply("Good. You did the right thing.")]]
    chat.button("I have called").click()
    expect(chat.pinned).to_be_hidden()
    expect(chat.page.locator("#notice")).to_be_in_viewport()
    expect(chat.own.last).to_contain_text("I have called")
    expect(chat.page.get_by_text("You did the right thing.")).to_be_in_viewport()
    assert chat.focused() == "log"
    stand_in.history = [
        {"from": "user", "id": "1", "text": "I cannot breathe"},
        {"from": "bot", **EMERGENCY},
        {"from": "user", "id": "2", "text": "thanks"},
        {"from": "bot", **reply("Words of an answer. " * 60)},
    ]
    chat.page.reload()
    expect(chat.own).to_have_count(2)
    expect(chat.pinned).to_be_hidden()
    answered(chat, stand_in, CALL_NOW, ANSWER)
    assert numbers(chat) == ["tel:5550100", "tel:911"], "help was called: this one is new"


def test_an_alarm_carries_its_time(new_stand_in_chat: NewChat, stand_in: StandIn) -> None:
    chat = new_stand_in_chat(timezone_id="America/New_York", locale="en-US")
    chat.page.clock.set_fixed_time("2026-11-22T19:05:00Z")
    chat.page.reload()
    answered(chat, stand_in, EMERGENCY)
    expect(chat.urgent.locator("time")).to_have_text("2:05 PM")
