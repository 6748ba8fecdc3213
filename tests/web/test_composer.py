"""Writing a message: keys, the limit, and never twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.chat import Chat, reply


@pytest.fixture(autouse=True)
def answered(chat: Chat) -> None:
    chat.answer_with(reply("An answer."))


def test_enter_sends_and_shift_enter_breaks_the_line(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.open().input.fill("One")
    chat.input.press("Shift+Enter")
    chat.input.press_sequentially("Two")
    expect(chat.input).to_have_value("One\nTwo")
    assert sent == []
    chat.input.press("Enter")
    expect(chat.answers).to_have_count(2)
    expect(chat.input).to_have_value("")
    assert [message["text"] for message in sent] == ["One\nTwo"]


def test_a_double_click_sends_once(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.open().input.fill("hello")
    chat.button("Send").dblclick()
    expect(chat.answers).to_have_count(2)
    chat.input.fill("again")
    for _ in range(3):
        chat.page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(3)
    assert [message["text"] for message in sent] == ["hello", "again"]


def test_a_double_click_on_an_answer_sends_once(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.open().button("What helps with itchy skin?").dblclick()
    expect(chat.answers).to_have_count(2)
    expect(chat.own).to_have_count(1)
    assert len(sent) == 1


@pytest.mark.parametrize("nothing", ["", "   ", "\n\n"])
def test_nothing_is_not_sent(chat: Chat, nothing: str) -> None:
    sent = chat.count_messages_sent()
    chat.open().input.fill(nothing)
    chat.button("Send").click()
    expect(chat.own).to_have_count(0)
    assert sent == []


def test_the_limit_is_told_beforehand_and_when_it_comes_near(chat: Chat) -> None:
    chat.open()
    expect(chat.input).to_have_accessible_description("Emergency: call 911 Care team: 555-0100 "
        "Enter sends. Shift and Enter start a new line. Up to 2000 characters.")  # fmt: skip
    limit = chat.page.locator("#limit")
    expect(limit).to_have_attribute("role", "status")
    chat.input.fill("x" * 1800)
    expect(limit).to_be_hidden()
    chat.input.fill("x" * 1950)
    expect(limit).to_have_text("50 characters left")


def test_5000_pasted_characters_get_a_kind_notice_and_are_not_lost(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.open().input.fill("x" * 5000)
    notice = "Your message has 5000 characters, and I can read 2000. Please shorten it"
    expect(chat.page.locator("#limit")).to_contain_text(notice)
    expect(chat.input).to_have_attribute("aria-invalid", "true")
    chat.input.press("Enter")
    expect(chat.own).to_have_count(0)
    expect(chat.input).to_have_value("x" * 5000)
    assert sent == []
    chat.input.fill("short")
    expect(chat.page.locator("#limit")).to_be_hidden()
    expect(chat.input).to_have_attribute("aria-invalid", "false")


def test_characters_are_counted_as_the_server_counts_them(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.open().write("😀" * 2000)
    expect(chat.answers).to_have_count(2)
    assert len(sent[0]["text"]) == 2000


def test_a_message_that_is_too_long_and_urgent_is_sent_and_answered(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.open().input.fill("And more words. " * 300 + "I have chest pain.")
    chat.input.press("Enter")
    expect(chat.answers).to_have_count(2)
    assert sent[0]["text"].endswith("I have chest pain.")


def test_the_field_grows_with_the_text_and_stays_small_enough(chat: Chat) -> None:
    chat.open()
    height = chat.input.evaluate("node => node.offsetHeight")
    chat.input.fill("line\n" * 3)
    grown = chat.input.evaluate("node => node.offsetHeight")
    chat.input.fill("line\n" * 40)
    assert height < grown < chat.input.evaluate("node => node.offsetHeight") < 200
    chat.input.fill("")
    assert chat.input.evaluate("node => node.offsetHeight") == height


def test_broken_characters_do_not_break_the_message(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.open()
    chat.input.evaluate("node => { node.value = 'a\\ud800b\\u0000c' }")
    chat.input.press("Enter")
    expect(chat.answers).to_have_count(2)
    assert sent[0]["text"] == "a\ufffdbc"
