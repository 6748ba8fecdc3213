"""When the server fails or cannot be reached, the patient gets numbers and loses nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.servers import Website
from tests.web.chat import RED_FLAG, Chat
from tests.web.conftest import NewChat

FAILED = "I could not answer. If it is urgent call 555-0100 (care team) or 911 (emergency)."


def assert_helped(chat: Chat) -> None:
    """The failure is told, with numbers to tap and a way to try again."""
    expect(chat.failure).to_contain_text(FAILED)
    for number in ("911", "5550100"):
        expect(chat.failure.locator(f'a.call[href="tel:{number}"]')).to_be_visible()
    expect(chat.button("Retry")).to_be_visible()
    numbers = "#notice:visible, .pinned:visible, .urgent .main"
    expect(chat.panel.locator(numbers).first).to_be_in_viewport(ratio=1)
    expect(chat.page.get_by_text("The assistant is writing")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "Internal Server Error"),
        (502, "<html>Bad gateway</html>"),
        (503, '{"error": {"code": "internal"}}'),
        (404, ""),
        (200, '{"messages": []}'),
        (200, '{"messages": [{"text": "  "}]}'),
        (200, "[]"),
        (200, "null"),
        (200, ""),
        (200, "<html>A page of a hotel's net</html>"),
    ],
)
def test_a_failing_or_empty_answer(chat: Chat, status: int, body: str) -> None:
    chat.page.route("**/message", lambda route: route.fulfill(status=status, body=body))
    chat.open().ask("hello")
    assert_helped(chat)


def test_no_answer_for_ten_seconds(chat: Chat) -> None:
    chat.page.clock.install(time="2026-11-22T20:00:00Z")
    chat.page.reload()
    chat.open()
    # From here the page's time stands, however long this test's own steps take.
    chat.page.clock.pause_at("2026-11-22T21:00:00Z")
    chat.page.route("**/message", lambda _: None)
    chat.write("hello")
    expect(chat.page.get_by_role("status").filter(has_text="is writing")).to_have_count(0)
    chat.page.clock.run_for(1_000)
    expect(chat.page.get_by_role("status").filter(has_text="is writing")).to_be_visible()
    chat.page.clock.run_for(8_500)
    expect(chat.failure).to_have_count(0)
    chat.page.clock.run_for(1_000)
    assert_helped(chat)


def test_no_session_can_be_had(chat: Chat) -> None:
    chat.page.route("**/session", lambda route: route.fulfill(status=500))
    chat.open().ask("hello")
    assert_helped(chat)


def test_a_refused_connection_and_an_urgent_message(chat: Chat) -> None:
    chat.page.route("**/message", lambda route: route.abort("connectionrefused"))
    chat.open().write(RED_FLAG)
    expect(chat.page.get_by_role("alert")).to_contain_text("Urgent? Call 911 now")
    assert_helped(chat)


def test_too_many_messages(chat: Chat) -> None:
    chat.page.route("**/message", lambda route: route.fulfill(status=429, body="{}"))
    chat.open().ask("hello")
    expect(chat.failure).to_contain_text("Please wait a moment")
    expect(chat.button("Retry")).to_be_visible()


def test_retry_sends_the_same_message_with_the_same_id(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.answer_with(status=500)
    chat.open().ask("How does immunotherapy work?")
    chat.button("Retry").click()
    expect(chat.failure).to_have_count(1)
    chat.answer_really()
    chat.button("Retry").click()
    expect(chat.answers).to_have_count(2)
    expect(chat.failure).to_have_count(0)
    expect(chat.own).to_have_count(1)
    expect(chat.page.get_by_text("Not sent")).to_have_count(0)
    assert len(sent) == 3
    assert len({message["id"] for message in sent}) == 1
    assert chat.kept()["pending"] == []


def test_an_answer_that_was_lost_on_its_way_is_given_again(chat: Chat) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    chat.page.route("**/message", lose_the_answer)
    chat.open().ask("How does immunotherapy work?")
    chat.answer_really()
    chat.button("Retry").click()
    expect(chat.answers.last).to_contain_text("immune system")
    chat.page.reload()
    expect(chat.answers).to_have_count(2)
    expect(chat.own).to_have_count(1)


def test_an_answer_that_was_lost_is_shown_once_after_a_reload(chat: Chat) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    chat.page.route("**/message", lose_the_answer)
    chat.open().ask("How does immunotherapy work?")
    chat.answer_really()
    sent = chat.count_messages_sent()
    chat.page.reload()
    expect(chat.answers.last).to_contain_text("immune system")
    chat.page.wait_for_timeout(300)
    expect(chat.answers).to_have_count(2)
    expect(chat.own).to_have_count(1)
    assert sent == []
    assert chat.kept()["pending"] == []


def test_a_server_that_knows_no_session_at_all_is_not_asked_for_ever(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.page.route("**/message", lambda route: route.fulfill(status=401, body="{}"))
    chat.open().write("hello")
    assert_helped(chat)
    assert len(sent) == 2


def test_earlier_messages_that_cannot_be_loaded(chat: Chat) -> None:
    chat.open().ask("hello")
    chat.page.route("**/messages", lambda route: route.fulfill(status=500))
    chat.page.reload()
    expect(chat.failure).to_contain_text("I could not load your earlier messages. " + FAILED)
    chat.page.unroute("**/messages")
    chat.button("Retry").click()
    expect(chat.failure).to_have_count(0)
    expect(chat.own).to_have_count(1)


def test_the_server_is_down_from_the_start(new_chat: NewChat) -> None:
    chat = new_chat()
    for path in ("session", "message", "messages"):
        chat.page.route(f"**/{path}", lambda route: route.abort("connectionrefused"))
    chat.open()
    expect(chat.page.locator("#notice")).to_be_in_viewport()
    chat.ask("hello")
    assert_helped(chat)


def test_the_numbers_stand_on_the_page_where_the_widget_cannot_run(
    new_chat: NewChat, assistant_address: str
) -> None:
    for options in ({"java_script_enabled": False}, {}):
        chat = new_chat(path="", **options)
        chat.page.route("**/widget.js", lambda route: route.abort())
        chat.page.goto(f"{assistant_address}/webhooks/web/")
        without = chat.page.get_by_text("The assistant is not available now.")
        expect(without.get_by_role("link", name="911")).to_be_in_viewport()


def test_offline_a_message_waits_and_is_sent_once_on_reconnect(chat: Chat) -> None:
    sent = chat.count_messages_sent()
    chat.open()
    chat.page.context.set_offline(True)
    chat.write("How does immunotherapy work?")
    expect(chat.own).to_contain_text("Not sent: you are offline.")
    expect(chat.page.get_by_role("status").filter(has_text="You can still call")).to_be_visible()
    chat.page.context.set_offline(False)
    expect(chat.answers.last).to_contain_text("immune system")
    expect(chat.page.get_by_text("Not sent")).to_have_count(0)
    chat.page.reload()
    expect(chat.own).to_have_count(1)
    expect(chat.answers).to_have_count(2)
    assert len(sent) == 1


@pytest.mark.parametrize("begun_before", [False, True])
def test_what_waits_is_kept_over_a_reload(chat: Chat, begun_before: bool) -> None:
    chat.open()
    if begun_before:
        chat.ask("hello")
    sent = chat.count_messages_sent()
    chat.page.context.set_offline(True)
    chat.write("How does immunotherapy work?")
    chat.write("What helps with itchy skin?")
    expect(chat.page.get_by_text("Not sent")).to_have_count(2)
    waiting = chat.kept()["pending"]
    chat.launcher.click()
    chat.page.evaluate("() => window.stop()")
    chat.page.goto("about:blank")
    chat.page.context.set_offline(False)
    chat.visit("/webhooks/web/")
    chat.open()
    expect(chat.own).to_have_count(2 + begun_before)
    expect(chat.answers).to_have_count(3 + begun_before)
    expect(chat.page.get_by_text("Not sent")).to_have_count(0)
    assert [message["id"] for message in sent] == [message["id"] for message in waiting]
    chat.page.reload()
    expect(chat.own).to_have_count(2 + begun_before)


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("My throat is swelling", True),
        ("FEVER of 39", True),
        ("I can’t breathe", True),
        ("i want to kill myself", True),
        ("he collapsed", True),
        ("he keeled over", True),
        ("my poo is black as tar", True),
        ("39.4", True),
        ("38,6 since noon", True),
        ("102.2", True),
        ("no puedo respirar", True),
        ("göğsüm ağrıyor", True),
        ("gogsum agriyor", True),
        ("kein Puls", True),
        ("胸が痛い", True),
        ("36.8", False),
        ("I am 39 years old", False),
        ("Danke schön", False),
        ("¿Dónde aparco?", False),
        ("How does immunotherapy work?", False),
        ("When is my next visit", False),
    ],
)
def test_offline_an_urgent_message_shows_the_numbers_at_once(
    chat: Chat, text: str, urgent: bool
) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    chat.write(text)
    expect(chat.page.get_by_text("Not sent")).to_be_visible()
    expect(chat.page.get_by_role("alert")).to_have_count(int(urgent))
    if urgent:
        expect(chat.urgent.get_by_role("heading")).to_have_text("Urgent? Call 911 now")
        expect(chat.urgent.locator('a.call[href="tel:911"]')).to_be_in_viewport()


def test_offline_an_urgent_message_in_another_language_is_answered_in_it_too(chat: Chat) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    chat.write("Ich bekomme keine Luft")
    words = chat.urgent.locator(".words")
    expect(words).to_contain_text(
        "Wenn es dringend ist, rufen Sie Ihr Behandlungsteam an: 555-0100."
    )
    expect(words).to_contain_text("Your message could not be sent.")


def test_a_red_flag_while_an_earlier_message_hangs(chat: Chat) -> None:
    def hang_or_answer(route: Route) -> None:
        if "hang" not in (route.request.post_data or ""):
            route.continue_()

    chat.page.route("**/message", hang_or_answer)
    chat.open().write("hang")
    chat.write(RED_FLAG)
    expect(chat.page.get_by_role("alert")).to_contain_text("Call 911 now")


def test_the_site_that_may_not_embed_the_widget_gets_the_numbers(
    new_chat: NewChat, assistant_address: str
) -> None:
    with Website().serving() as stranger:
        script = f'<script src="{assistant_address}/webhooks/web/widget.js" defer></script>'
        stranger.pages["/"] = f"<!doctype html><html lang=en><title>Else</title>{script}</html>"
        chat = new_chat(path=f"{stranger.address}/")
        chat.open().ask("hello")
        expect(chat.failure).to_contain_text("If it is urgent call 555-0100 (care team) or 911")
        expect(chat.failure.locator('a.call[href="tel:911"]')).to_be_visible()
        expect(chat.button("Retry")).to_have_count(0)
