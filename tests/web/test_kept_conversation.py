"""What is kept: over a reload and a change of page, until it ends or is deleted; and on paper."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.web.chat import RED_FLAG, Chat, HeldMessages, reply
from tests.web.conftest import NewChat

DAY = 24 * 3600


def test_the_conversation_survives_a_reload_and_a_change_of_page(chat: Chat) -> None:
    chat.open().ask("How does immunotherapy work?")
    chat.ask(RED_FLAG)
    before = chat.log.locator(".words").all_inner_texts()
    chat.page.reload()
    expect(chat.answers).to_have_count(len(before))
    assert chat.log.locator(".words").all_inner_texts() == before
    chat.visit("/webhooks/web/?another-page")
    expect(chat.answers).to_have_count(len(before))
    expect(chat.own).to_have_count(2)


def test_the_chat_stays_open_on_the_next_page_but_not_over_a_phones_page(
    new_chat: NewChat,
) -> None:
    chat = new_chat()
    chat.open()
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    assert chat.focused() == "BODY"
    chat.page.set_viewport_size({"width": 390, "height": 844})
    chat.page.reload()
    expect(chat.panel).to_be_hidden()


def test_nothing_is_kept_and_nobody_asked_before_the_first_message(chat: Chat) -> None:
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.page.reload()
    chat.open()
    assert chat.kept() == {}
    names = [url.rsplit("/", 1)[1] for url in asked]
    assert sorted(names) == ["", "demo.css", "widget.js"]


def test_only_the_session_and_waiting_messages_are_kept(chat: Chat) -> None:
    chat.open().ask("My secret question about a rash")
    assert chat.kept().keys() == {"token", "expires", "pending"}
    assert "secret" not in chat.page.evaluate("() => JSON.stringify({...localStorage})")
    assert chat.page.evaluate("() => document.cookie") == ""


def test_it_ends_after_the_clinics_time_in_the_browser_too(chat: Chat) -> None:
    chat.page.clock.install()
    chat.page.reload()
    chat.open().ask("hello")
    chat.page.clock.run_for(1_000)
    chat.page.clock.fast_forward(DAY * 1000 + 60_000)
    expect(chat.page.get_by_text("The earlier conversation has ended.")).to_be_visible()
    expect(chat.own).to_have_count(0)
    assert not any(chat.kept().values())


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_that_is_days_off_ends_no_conversation(chat: Chat, days: int) -> None:
    """Fault 26."""
    chat.page.clock.install(time=time.time() + days * DAY)
    chat.page.reload()
    chat.open().ask("hello")
    first = chat.kept()["token"]
    chat.ask("what is car-t")
    assert chat.kept()["token"] == first
    expect(chat.own).to_have_count(2)


def test_an_ended_session_is_not_shown_again(chat: Chat) -> None:
    chat.open().ask("hello")
    chat.page.evaluate("""() => {
      const key = Object.keys(localStorage)[0];
      const kept = JSON.parse(localStorage[key]);
      localStorage[key] = JSON.stringify({ ...kept, expires: Date.now() / 1000 - 1 });
    }""")
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    expect(chat.own).to_have_count(0)


def test_a_session_that_the_server_no_longer_knows_begins_anew_with_the_message(
    chat: Chat,
) -> None:
    chat.open().ask("hello")
    chat.page.evaluate("""() => {
      const key = Object.keys(localStorage)[0];
      localStorage[key] = JSON.stringify({ ...JSON.parse(localStorage[key]), token: "forged" });
    }""")
    chat.write("How does immunotherapy work?")
    expect(chat.page.get_by_text("The earlier conversation has ended.")).to_be_visible()
    expect(chat.answers.last).to_contain_text("immune system")
    expect(chat.own).to_have_count(1)


def test_delete_asks_first(chat: Chat) -> None:
    chat.open().ask("hello")
    chat.option("Delete conversation")
    question = chat.page.get_by_role("alertdialog")
    expect(question).to_contain_text("This cannot be undone.")
    expect(chat.button("No, keep it")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(chat.panel).to_be_visible()
    expect(chat.button("Delete conversation")).to_be_focused()
    chat.button("Delete conversation").click()
    chat.button("No, keep it").click()
    expect(chat.own).to_have_count(1)


def test_delete_removes_it_on_the_server_and_in_the_browser(chat: Chat) -> None:
    chat.open().ask("hello")
    token = chat.kept()["token"]
    chat.option("Delete conversation")
    chat.button("Yes, delete it").click()
    expect(chat.page.get_by_role("status").filter(has_text="is deleted")).to_be_visible()
    expect(chat.own).to_have_count(0)
    expect(chat.answers).to_have_count(1)
    assert chat.kept() == {}
    history = chat.page.request.get(
        f"{chat.assistant}/webhooks/web/messages", headers={"Authorization": f"Bearer {token}"}
    )
    assert history.status == 401
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    chat.ask("hello again")
    expect(chat.own).to_have_count(1)


def test_what_could_not_be_deleted_on_the_server_is_not_said_to_be(chat: Chat) -> None:
    chat.open().ask("hello")
    chat.page.route("**/session", lambda route: route.abort())
    chat.option("Delete conversation")
    chat.button("Yes, delete it").click()
    status = chat.page.get_by_role("status").filter(has_text="could not be deleted now")
    expect(status).to_be_visible()
    expect(chat.own).to_have_count(1)
    assert chat.kept()["token"]


def test_an_answer_to_a_deleted_conversation_is_not_shown(chat: Chat) -> None:
    chat.open().ask("hello")
    held = HeldMessages(chat.page)
    chat.write("How does immunotherapy work?")
    expect(chat.own).to_have_count(2)
    chat.option("Delete conversation")
    chat.button("Yes, delete it").click()
    expect(chat.own).to_have_count(0)
    body = '{"messages": [{"text": "Too late."}]}'
    held.next().fulfill(content_type="application/json", body=body)
    chat.page.wait_for_timeout(300)
    expect(chat.page.get_by_text("Too late.")).to_have_count(0)
    expect(chat.failure).to_have_count(0)


def test_a_second_tab_deletes_it_in_the_first_too(chat: Chat) -> None:
    chat.open().ask("hello")
    other = Chat(chat.page.context.new_page(), chat.assistant)
    other.visit("/webhooks/web/")
    other.open()
    expect(other.own).to_have_count(1)
    other.option("Delete conversation")
    other.button("Yes, delete it").click()
    expect(chat.own).to_have_count(0)


def test_it_works_where_storage_is_forbidden(new_chat: NewChat) -> None:
    chat = new_chat()
    chat.page.add_init_script("""
      const refuse = { get() { throw new DOMException("forbidden", "SecurityError"); } };
      Object.defineProperty(window, "localStorage", refuse);
      Object.defineProperty(window, "sessionStorage", refuse);
    """)
    chat.page.reload()
    chat.open().ask("hello")
    chat.ask("thanks")
    expect(chat.own).to_have_count(2)


def test_the_printed_page_is_the_conversation_and_nothing_else(chat: Chat) -> None:
    chat.page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    chat.open().ask("What helps with itchy skin?")
    chat.answer_with(reply("An <b>answer</b>.", source="Source: A text (checked 2026-11-22)"))
    chat.ask("And <i>then</i>?")
    chat.option("Print or save this conversation")
    assert chat.page.evaluate("() => window.printed")
    chat.page.emulate_media(media="print")
    text = str(
        chat.page.evaluate("() => document.querySelector('.transcript').shadowRoot.textContent")
    )
    for expected in (
        "Immunotherapy assistant",
        "Example Cancer Centre",
        "Emergency: call 911",
        "Care team: 555-0100",
        "What helps with itchy skin?",
        "An <b>answer</b>.",
        "And <i>then</i>?",
        "Source: A text (checked November 22, 2026)",
    ):
        assert expected in text
    expect(chat.page.get_by_role("heading", name="Immunotherapy assistant")).to_be_visible()
    expect(chat.page.locator("#main")).to_be_hidden()
    expect(chat.launcher).to_be_hidden()
    expect(chat.panel).to_be_hidden()
    chat.page.emulate_media(media="screen")
    expect(chat.page.locator(".transcript")).to_be_hidden()
    chat.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(chat.page.locator(".transcript")).to_have_count(0)
