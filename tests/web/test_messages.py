"""What is shown and read aloud: answers, urgent answers, buttons, the emergency notice."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.chat import CHECK, RED_FLAG, SMALL_PHONE, URGENT, Chat, reply
from tests.web.conftest import NewChat


def test_there_is_one_log_with_a_name(chat: Chat) -> None:
    chat.open()
    expect(chat.page.get_by_role("log", name="Conversation")).to_have_count(1)


def test_each_answer_is_read_once(chat: Chat) -> None:
    chat.open()
    chat.record_announcements()
    chat.ask("How does immunotherapy work?")
    chat.answer_with(reply("The first of two."), reply("The second of two."))
    chat.ask("And then?")
    expect(chat.answers).to_have_count(4)
    read = [message["text"] for message in chat.announced() if "Assistant" in message["text"]]
    assert len(read) == 3
    assert "immune system" in read[0]
    assert "The first of two." in read[1]
    assert "The second of two." in read[2]
    assert chat.announced()[0]["text"].startswith("You:")


def test_a_reload_reads_nothing_again(chat: Chat) -> None:
    chat.open().ask("How does immunotherapy work?")
    chat.ask(RED_FLAG)
    before = chat.answers.all_inner_texts()
    chat.launcher.click()
    chat.page.reload()
    chat.record_announcements()
    chat.open()
    expect(chat.answers).to_have_count(len(before))
    chat.page.wait_for_timeout(600)
    assert chat.announced() == []
    expect(chat.page.get_by_role("alert")).to_have_count(0)
    chat.answer_with(reply("A new answer."))
    chat.ask("hello")
    read = [message["text"] for message in chat.announced()]
    assert len(read) == 2, "what is new is read again: the question and the answer"


def test_an_urgent_answer_is_an_alert_with_a_heading_and_numbers(chat: Chat) -> None:
    chat.open()
    chat.record_announcements()
    chat.ask(RED_FLAG)
    expect(chat.page.get_by_role("alert")).to_have_count(1)
    heading = chat.page.get_by_role("alert").get_by_role("heading")
    expect(heading).to_have_text("Call 911 now")
    for number in ("911", "555-0100"):
        call = chat.urgent.locator(f'a[href="tel:{number.replace("-", "")}"]').first
        expect(call).to_be_in_viewport()
        expect(call).to_contain_text(number)
    assert [message["alert"] for message in chat.announced()] == [False, True]


def test_of_two_urgent_answers_the_last_is_the_alert(chat: Chat) -> None:
    chat.answer_with(URGENT)
    chat.open().ask("I collapsed")
    chat.ask("I collapsed again")
    expect(chat.urgent).to_have_count(2)
    expect(chat.page.get_by_role("alert")).to_have_count(1)


def test_an_urgent_answer_is_pinned_after_a_reload(chat: Chat) -> None:
    chat.open().ask(RED_FLAG)
    chat.page.reload()
    expect(chat.urgent.get_by_role("heading")).to_be_in_viewport()


def test_the_emergency_notice_is_there_before_the_first_message(chat: Chat) -> None:
    chat.open()
    notice = chat.page.locator("#notice")
    expect(notice.get_by_role("link", name="Emergency: call 911")).to_be_in_viewport()
    assert notice.locator("a").evaluate_all("links => links.map(link => link.href)") == [
        "tel:911",
        "tel:5550100",
    ]
    expect(chat.input).to_have_attribute("aria-describedby", "notice help limit")


def test_used_answers_are_inert_and_tell_the_choice(chat: Chat) -> None:
    chat.answer_with(CHECK)
    chat.open().ask("rash")
    chat.answer_with(reply("An answer."))
    sent = chat.count_messages_sent()
    chat.button("Yes").click()
    expect(chat.answers).to_have_count(3)
    chosen = chat.page.get_by_role("button", name="Yes (your choice)")
    for used in (chosen, chat.button("No")):
        expect(used).to_be_visible()
        expect(used).to_have_attribute("aria-disabled", "true")
        assert used.evaluate("node => node.tabIndex") == -1
        used.click(force=True)
    assert [message["text"] for message in sent] == ["yes"]


def test_answers_that_were_passed_over_are_inert_too(chat: Chat) -> None:
    chat.answer_with(CHECK)
    chat.open().ask("rash")
    chat.answer_with(reply("An answer."))
    chat.ask("Something else")
    expect(chat.button("Yes")).to_have_attribute("aria-disabled", "true")
    expect(chat.page.get_by_text("(your choice)")).to_have_count(0)


def test_the_choice_is_told_after_a_reload(chat: Chat) -> None:
    chat.open().button("What helps with itchy skin?").click()
    expect(chat.answers).to_have_count(2)
    chat.page.reload()
    expect(chat.answers).to_have_count(2)
    expect(chat.page.get_by_text("What helps with itchy skin? (your choice)")).to_be_visible()


def test_long_answers_to_choose_from_wrap(new_chat: NewChat) -> None:
    chat = new_chat(**SMALL_PHONE)
    titles = ["A question of many words " * 4, "Unbreakable" * 8, "Short", "Another", "And more"]
    buttons = [{"title": title, "payload": title} for title in titles]
    chat.answer_with(reply("Which?", kind="offer", buttons=buttons))
    chat.open().ask("help")
    assert chat.log.evaluate("node => node.scrollWidth <= node.clientWidth")
    for button in chat.page.locator(".choices").last.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_a_source_is_shown_under_an_answer(chat: Chat) -> None:
    chat.open()
    answer = chat.ask("How does immunotherapy work?")
    expect(answer.locator(".source")).to_contain_text("Source:")
