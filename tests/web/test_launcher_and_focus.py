"""Opening and closing, and where the focus is: by keyboard, by touch, on a desktop, on a phone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.chat import CHECK, PHONE, RED_FLAG, Chat, HeldMessages, reply
from tests.web.conftest import NewChat


def test_the_launcher_is_a_named_button_that_tells_its_state(chat: Chat) -> None:
    expect(chat.page.get_by_role("button", name="Ask a question")).to_have_count(1)
    launcher = chat.launcher
    assert launcher.evaluate("node => node.tagName") == "BUTTON"
    expect(launcher).to_have_attribute("aria-expanded", "false")
    expect(launcher).to_have_attribute("aria-controls", "panel")
    assert chat.panel.get_attribute("id") == "panel"
    launcher.press("Enter")
    expect(launcher).to_have_attribute("aria-expanded", "true")
    expect(launcher).to_have_accessible_name("Close")
    launcher.click()
    expect(launcher).to_have_accessible_name("Ask a question")


def test_enter_opens_and_escape_closes_and_the_focus_goes_along(chat: Chat) -> None:
    chat.launcher.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.panel).to_be_visible()
    assert chat.focused() == "input"
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert chat.focused() == "launcher"
    chat.page.keyboard.press("Space")
    expect(chat.panel).to_be_visible()
    assert chat.focused() == "input"


def test_the_close_button_closes(chat: Chat) -> None:
    chat.open().button("Close the chat").click()
    expect(chat.panel).to_be_hidden()
    assert chat.focused() == "launcher"


def test_nothing_inside_takes_tab_while_closed(chat: Chat) -> None:
    chat.open().button("Close the chat").click()
    reached = []
    for _ in range(40):
        chat.page.keyboard.press("Tab")
        reached.append(chat.focused())
    assert "launcher" in reached
    assert not {"input", "send", "close", "more-options", "log"} & set(reached)


def test_on_a_desktop_it_is_no_dialog_and_the_page_stays_in_reach(chat: Chat) -> None:
    chat.open()
    expect(chat.panel).to_have_attribute("role", "region")
    expect(chat.panel).not_to_have_attribute("aria-modal", "true")
    reached = set()
    for _ in range(40):
        chat.page.keyboard.press("Tab")
        reached.add(chat.focused())
    assert {"launcher", "input", "brand"} <= reached
    chat.page.get_by_role("link", name="Call your care team").click(trial=True)


def test_on_a_phone_it_is_a_dialog_with_a_focus_trap(new_chat: NewChat) -> None:
    chat = new_chat(**PHONE)
    chat.open()
    expect(chat.panel).to_have_attribute("role", "dialog")
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    for key in ("Tab", "Shift+Tab"):
        reached = set()
        for _ in range(25):
            chat.page.keyboard.press(key)
            reached.add(chat.focused())
        assert {"input", "send", "close", "more-options", "log"} <= reached
        assert not {"launcher", "brand", "BODY"} & reached
    assert chat.page.locator("main").evaluate("node => node.inert")
    chat.page.keyboard.press("Escape")
    assert chat.focused() == "launcher"
    assert not chat.page.locator("main").evaluate("node => node.inert")


def test_it_becomes_a_dialog_and_back_when_the_window_changes(chat: Chat) -> None:
    chat.open()
    chat.page.set_viewport_size({"width": 390, "height": 844})
    expect(chat.panel).to_have_attribute("role", "dialog")
    chat.page.set_viewport_size({"width": 1280, "height": 800})
    expect(chat.panel).to_have_attribute("role", "region")
    assert not chat.page.locator("main").evaluate("node => node.inert")


def test_a_tap_shows_the_numbers_and_not_the_keyboard(new_chat: NewChat) -> None:
    chat = new_chat(**PHONE)
    chat.launcher.tap()
    expect(chat.panel).to_be_visible()
    assert chat.focused() == "panel"


def test_the_focus_stays_when_messages_arrive(chat: Chat) -> None:
    chat.open().button("Options").focus()
    chat.answer_with(reply("An answer that comes while the patient is elsewhere."))
    chat.page.evaluate(
        "() => document.querySelector('immunotherapy-assistant').conversation.send('hello')"
    )
    expect(chat.answers).to_have_count(2)
    assert chat.focused() == "more-options"
    chat.answer_really()
    chat.ask(RED_FLAG)
    assert chat.focused() == "input"


def test_the_focus_stays_on_a_pressed_answer(chat: Chat) -> None:
    chat.answer_with(CHECK)
    chat.open().ask("rash")
    chat.button("Yes").focus()
    chat.answer_with(reply("An answer."))
    chat.page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(3)
    assert "chosen" in chat.focused()


def test_any_link_of_the_page_can_open_the_chat_and_gets_the_focus_back(chat: Chat) -> None:
    opener = chat.page.get_by_role("link", name="Ask the assistant")
    opener.press("Enter")
    expect(chat.panel).to_be_visible()
    assert chat.focused() == "input"
    chat.page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_a_link_of_the_page_can_ask_a_question(chat: Chat) -> None:
    chat.page.get_by_role("link", name="What helps with itchy skin?").click()
    expect(chat.own).to_have_count(1)
    expect(chat.own).to_contain_text("What helps with itchy skin?")
    expect(chat.answers).to_have_count(2)


def test_going_back_closes_the_chat_that_fills_a_phone(new_chat: NewChat) -> None:
    chat = new_chat(path="", **PHONE)
    chat.page.goto(f"{chat.assistant}/webhooks/web/demo.css")
    chat.visit("/webhooks/web/")
    for _ in range(2):
        chat.open()
        chat.page.go_back()
        expect(chat.panel).to_be_hidden()
        expect(chat.page.get_by_role("heading", level=1)).to_be_visible()
        assert chat.focused() == "launcher"
    chat.open().button("Close the chat").click()
    expect(chat.panel).to_be_hidden()
    chat.page.wait_for_timeout(100)
    chat.page.go_back()
    assert chat.page.url.endswith("demo.css"), "closing leaves no step behind"


def test_what_a_router_keeps_in_the_history_stays_there(new_chat: NewChat) -> None:
    chat = new_chat(**PHONE)
    chat.page.evaluate("() => history.replaceState({ route: 7 }, '')")
    chat.open()
    assert chat.page.evaluate("() => history.state.route") == 7
    chat.page.evaluate("() => history.pushState({ route: 8 }, '', '?next')")
    chat.button("Close the chat").click()
    assert chat.page.evaluate("() => history.state") == {"route": 8}


def test_going_back_on_a_desktop_leaves_the_page(chat: Chat) -> None:
    length = chat.page.evaluate("() => history.length")
    chat.open()
    assert chat.page.evaluate("() => history.length") == length


def test_shift_and_tab_go_from_the_input_to_the_first_answer(chat: Chat) -> None:
    chat.answer_with(CHECK)
    chat.open().ask("rash")
    assert chat.focused() == "input"
    chat.page.keyboard.press("Shift+Tab")
    expect(chat.button("Yes")).to_be_focused()
    chat.page.keyboard.press("Tab")
    expect(chat.button("No")).to_be_focused()


def test_an_answer_to_the_closed_chat_is_told_at_the_launcher(chat: Chat) -> None:
    held = HeldMessages(chat.page)
    chat.open().write("hello")
    expect(chat.own).to_have_count(1)
    chat.page.keyboard.press("Escape")
    chat.page.wait_for_timeout(200)
    held.next().fulfill(json={"messages": [reply("An answer.")]})
    news = chat.page.get_by_role("status").filter(has_text="New answer")
    expect(news).to_be_visible()
    chat.open()
    expect(news).to_be_hidden()


def test_an_urgent_answer_opens_the_closed_chat(chat: Chat) -> None:
    held = HeldMessages(chat.page)
    chat.open().write(RED_FLAG)
    expect(chat.own).to_have_count(1)
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    held.next().continue_()
    expect(chat.urgent).to_be_visible()
    assert chat.focused() == "launcher"
