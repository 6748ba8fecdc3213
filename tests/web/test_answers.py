"""What stands in answers: choices, advice, times, sources, languages; and the newest of them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.chat import (
    ANSWER,
    CALL_TODAY,
    CHECK,
    EMERGENCY,
    PHONE,
    QUESTION,
    SELF_CARE,
    SMALL_PHONE,
    Chat,
    HeldMessages,
    reply,
)
from tests.web.conftest import NewChat
from tests.web.stand_in import StandIn

THREE = [{"title": title, "payload": title.lower()} for title in ("Yes", "No", "Not sure")]


@pytest.fixture
def chat(new_stand_in_chat: NewChat) -> Chat:
    return new_stand_in_chat()


def asked(chat: Chat, stand_in: StandIn, *replies: dict[str, Any]) -> None:
    stand_in.replies = [list(replies)]
    chat.open().ask("hello")


@pytest.mark.parametrize("window", [{}, PHONE, SMALL_PHONE], ids=["desktop", "phone", "small"])
def test_yes_no_and_not_sure_stand_side_by_side_in_equal_size(
    new_stand_in_chat: NewChat, stand_in: StandIn, window: dict[str, Any]
) -> None:
    chat = new_stand_in_chat(**window)
    asked(chat, stand_in, {**CHECK, "buttons": THREE})
    boxes = [chat.button(title).bounding_box() for title in ("Yes", "No", "Not sure")]
    assert all(boxes)
    tops = [box["y"] for box in boxes if box]
    assert max(tops) - min(tops) < 2
    widths = [box["width"] for box in boxes if box]
    assert max(widths) - min(widths) < 2
    assert min(widths) >= 60


def test_beside_a_check_a_longer_question_has_a_line_of_its_own(
    chat: Chat, stand_in: StandIn
) -> None:
    longer = {"title": "How does immunotherapy work?", "payload": "How does immunotherapy work?"}
    asked(chat, stand_in, {**CHECK, "buttons": [*THREE, longer]})
    first, last = (
        chat.page.locator(".choices").last.get_by_role("button").nth(place).bounding_box()
        for place in (0, 3)
    )
    assert first is not None
    assert last is not None
    assert last["y"] > first["y"] + first["height"]


def test_a_question_shows_the_phone_and_its_answers(chat: Chat, stand_in: StandIn) -> None:
    asked(chat, stand_in, QUESTION)
    expect(chat.answers.last.locator('a.call[href="tel:5550100"]')).to_be_visible()
    stand_in.replies = [[CALL_TODAY]]
    chat.button("4 or more").click()
    expect(chat.page.get_by_role("button", name="4 or more (your choice)")).to_be_visible()


def test_call_today_is_an_amber_card_and_no_alarm(chat: Chat, stand_in: StandIn) -> None:
    asked(chat, stand_in, CALL_TODAY)
    card = chat.page.locator(".advice")
    expect(card.get_by_role("heading")).to_have_text("Call your care team today")
    expect(card.locator(".main")).to_have_attribute("href", "tel:5550100")
    amber = card.evaluate("node => getComputedStyle(node).borderTopColor")
    assert amber == "rgb(122, 75, 0)"
    stand_in.replies = [[ANSWER]]
    chat.ask("thanks")
    expect(chat.pinned).to_be_hidden()
    expect(chat.page.locator("#notice")).to_be_visible()
    expect(chat.page.get_by_role("alert")).to_have_count(0)
    expect(chat.urgent).to_have_count(0)


def test_a_heading_keeps_the_hours_and_leaves_the_number_to_its_button(
    chat: Chat, stand_in: StandIn
) -> None:
    action = "Call your care team today about sore joints: 555-0100 (day and night)."
    words = f"{action}\nTell them more."
    asked(chat, stand_in, {**CALL_TODAY, "text": words})
    heading = chat.page.locator(".advice").get_by_role("heading")
    expect(heading).to_have_text("Call your care team today about sore joints (day and night)")


def test_self_care_is_a_plain_card(chat: Chat, stand_in: StandIn) -> None:
    asked(chat, stand_in, SELF_CARE)
    card = chat.page.locator(".advice")
    expect(card).to_contain_text("Use a plain cream.")
    expect(card.get_by_role("heading")).to_have_count(0)
    expect(card.locator(".main")).to_have_count(0)
    expect(card.locator('a[href="tel:5550100"]')).to_have_count(1)
    expect(chat.page.get_by_role("alert")).to_have_count(0)


def test_an_unknown_urgency_is_taken_for_the_gravest(chat: Chat, stand_in: StandIn) -> None:
    asked(chat, stand_in, {**EMERGENCY, "urgency": "something_new"})
    expect(chat.page.get_by_role("alert").get_by_role("heading")).to_have_text("Call 911 now")


def test_messages_have_local_times_also_from_history(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    stand_in.history = [
        {"from": "user", "id": "1", "text": "hello", "at": "2026-11-21T19:05:00Z"},
        {"from": "bot", **ANSWER, "at": "2026-11-22T14:30:00+00:00"},
        {"from": "bot", **ANSWER},
    ]
    chat = new_stand_in_chat(timezone_id="America/New_York", locale="en-US")
    chat.page.clock.set_fixed_time("2026-11-22T20:00:00Z")
    chat.page.evaluate("""() => {
      const key = `immunotherapy-assistant:${new URL(".", location.href).href}`;
      const kept = { token: "a-token", expires: Date.now() / 1000 + 3600, pending: [] };
      localStorage.setItem(key, JSON.stringify(kept));
    }""")
    chat.page.reload()
    chat.open()
    expect(chat.own).to_have_count(1)
    expect(chat.own.locator("time")).to_have_text("Nov 21, 2026, 2:05 PM")
    expect(chat.answers.nth(1).locator("time")).to_have_text("9:30 AM")
    expect(chat.answers.nth(2).locator("time")).to_have_count(0)
    chat.write("now")
    expect(chat.own.last.locator("time")).to_have_text("3:00 PM")
    expect(chat.answers.last.locator("time")).to_have_text("3:00 PM")


def test_a_pill_leads_to_the_newest_message(new_stand_in_chat: NewChat, stand_in: StandIn) -> None:
    chat = new_stand_in_chat(**PHONE)
    pill = chat.button("Newest message")
    asked(chat, stand_in, reply("Words of an answer. " * 60))
    expect(pill).to_be_hidden()
    chat.ask("Again")
    chat.log.evaluate("node => { node.scrollTop = 0; }")
    expect(pill).to_be_visible()
    pill.click()
    expect(pill).to_be_hidden()
    expect(chat.answers.last).to_be_in_viewport()
    assert chat.focused() == "log"


def test_who_reads_further_up_is_not_moved_by_an_answer_but_by_an_alarm(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    chat = new_stand_in_chat(**PHONE)
    asked(chat, stand_in, reply("Words of an answer. " * 60))
    held = HeldMessages(chat.page)
    for answer in (ANSWER, EMERGENCY):
        chat.write("And then?")
        chat.page.wait_for_timeout(200)
        chat.log.evaluate("node => { node.scrollTop = 0; }")
        expect(chat.button("Newest message")).to_be_visible()
        before = chat.answers.count()
        held.next().fulfill(json={"messages": [answer]})
        expect(chat.answers).not_to_have_count(before)
        if answer is ANSWER:
            assert chat.log.evaluate("node => node.scrollTop") == 0
    expect(chat.urgent.locator(".main")).to_be_in_viewport(ratio=1)


def test_sources_are_links_where_the_server_knows_them(chat: Chat, stand_in: StandIn) -> None:
    sources = [
        {"title": "A text of the NCI", "url": "https://www.cancer.gov/a"},
        {"title": "Another", "url": "javascript:alert(1)"},
    ]
    asked(chat, stand_in, {**ANSWER, "source": "Source: A line", "sources": sources})
    source = chat.answers.last.locator(".source")
    expect(source).to_have_text("Source: A text of the NCI; Another")
    link = source.get_by_role("link")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://www.cancer.gov/a")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_without_links_the_source_stands_as_a_line_with_a_readable_date(
    chat: Chat, stand_in: StandIn
) -> None:
    asked(
        chat, stand_in, {**ANSWER, "source": "Source: A text (checked 2026-11-22)", "sources": []}
    )
    source = chat.answers.last.locator(".source")
    expect(source).to_have_text("Source: A text (checked November 22, 2026)")


@pytest.mark.parametrize(
    ("language", "direction"), [("es", "ltr"), ("ar", "rtl"), ("fa-AF", "rtl")]
)
def test_a_message_carries_its_own_language(
    chat: Chat, stand_in: StandIn, language: str, direction: str
) -> None:
    asked(chat, stand_in, {**ANSWER, "language": language})
    expect(chat.answers.last).to_have_attribute("lang", language)
    expect(chat.answers.last).to_have_attribute("dir", direction)


def test_the_greeting_says_its_questions_once_and_who_reads_along(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    questions = ("How does immunotherapy work?", "What side effects can I get?")
    web = stand_in.clinic.web.copy(update={"suggestions": questions})
    stand_in.clinic = stand_in.clinic.copy(update={"web": web})
    greeting = new_stand_in_chat().open().answers.first
    assert greeting.inner_text().count(questions[0]) == 1
    expect(greeting).to_contain_text("I am a computer program.")
    expect(greeting.locator(".privacy")).to_have_text(
        "No name is needed. What you write stays with Example Cancer Centre. "
        "You can delete it under Options."
    )


def test_of_many_sources_those_after_the_third_are_folded(chat: Chat, stand_in: StandIn) -> None:
    sources = [{"title": f"Page {number}", "url": None} for number in range(1, 6)]
    asked(chat, stand_in, {**ANSWER, "source": "Source: A line", "sources": sources[:3]})
    expect(chat.answers.last.locator("summary")).to_have_count(0)
    stand_in.replies = [[{**ANSWER, "source": "Source: A line", "sources": sources}]]
    answer = chat.ask("Another question")
    expect(answer.locator("p.source")).to_have_text("Source: Page 1; Page 2; Page 3")
    expect(answer.get_by_text("Page 4; Page 5")).to_be_hidden()
    answer.get_by_text("and 2 more").click()
    expect(answer.get_by_text("Page 4; Page 5")).to_be_visible()
    chat.page.evaluate("() => { window.print = () => {}; }")
    chat.option("Print or save this conversation")
    paper = chat.page.locator(".transcript .source").last
    expect(paper).to_have_text("Source: Page 1; Page 2; Page 3; Page 4; Page 5")
