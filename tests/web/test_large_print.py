"""The browser set to letters of 32 pixels, on phones: numbers, message and input in view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.web.chat import CALL_NOW, CRISIS, EMERGENCY, FAKE_KEYBOARD, Chat, reply
from tests.web.stand_in import StandIn

PHONES = [(320, 568), (360, 640), (375, 667), (390, 844)]
LONG = reply("Words of an answer. " * 20)


def visit(chat: Chat, size: tuple[int, int]) -> None:
    chat.page.set_viewport_size({"width": size[0], "height": size[1]})
    chat.visit("/webhooks/web/")


def assert_inside(chat: Chat, part: Locator) -> None:
    """All of it is on the screen, and nothing lies over its middle."""
    size = chat.page.viewport_size
    box = part.bounding_box()
    assert size is not None
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert box["y"] + box["height"] <= size["height"]
    on_top = part.evaluate(
        """(node, [x, y]) => {
          const top = node.getRootNode().elementFromPoint(x, y);
          return node === top || node.contains(top);
        }""",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert on_top


@pytest.mark.parametrize("size", PHONES, ids=str)
def test_numbers_message_and_input_are_in_view(
    large_print_chat: Chat, size: tuple[int, int]
) -> None:
    chat = large_print_chat
    visit(chat, size)
    assert_inside(chat, chat.launcher)
    chat.open()
    assert chat.input.evaluate("node => getComputedStyle(node).fontSize") == "32px"
    for part in (*chat.page.locator("#notice a").all(), chat.input, chat.button("Send")):
        assert_inside(chat, part)
    for name in ("Options", "Close the chat"):
        assert_inside(chat, chat.button(name))
    title = chat.panel.get_by_role("heading", name="Immunotherapy assistant")
    assert title.evaluate("node => node.offsetHeight") < 64, "one line"
    chat.ask("hello")
    message = chat.answers.last.locator(".text")
    expect(message).to_be_in_viewport(ratio=1)
    assert chat.log.evaluate("node => node.clientHeight") >= 240, "six lines"
    assert chat.log.evaluate("node => node.scrollWidth <= node.clientWidth")


@pytest.mark.parametrize("size", PHONES, ids=str)
def test_an_alarm_shows_what_to_do_and_the_number(
    large_print_chat: Chat, stand_in: StandIn, size: tuple[int, int]
) -> None:
    chat = large_print_chat
    visit(chat, size)
    stand_in.replies = [[CALL_NOW], [LONG], [EMERGENCY], [LONG], [CRISIS], [LONG]]
    chat.open()
    for number in ("555-0100", "911", "988"):
        chat.ask("I need help")
        expect(chat.urgent.last.get_by_role("heading")).to_be_in_viewport(ratio=1)
        assert_inside(chat, chat.urgent.last.locator(".main").first)
        assert chat.log.evaluate("node => node.scrollWidth <= node.clientWidth")
        chat.ask("thanks")
        assert_inside(chat, chat.pinned.get_by_role("link", name=number))
        assert_inside(chat, chat.button("I have called"))
        assert_inside(chat, chat.input)
        assert chat.pinned.evaluate("node => node.offsetHeight") <= 60


@pytest.mark.parametrize("size", PHONES, ids=str)
def test_with_the_keyboard_up_there_is_still_a_number_and_an_answer(
    large_print_chat: Chat, stand_in: StandIn, size: tuple[int, int]
) -> None:
    chat = large_print_chat
    chat.page.add_init_script(FAKE_KEYBOARD)
    visit(chat, size)
    chat.open()
    chat.change_viewport(height=size[1] - 260)
    for part in (*chat.page.locator("#notice a").all(), chat.input):
        assert_inside(chat, part)
    stand_in.replies = [[EMERGENCY], [LONG]]
    chat.ask("I cannot breathe")
    chat.ask("thanks")
    assert_inside(chat, chat.pinned.get_by_role("link", name="911"))
    assert chat.log.evaluate("node => node.clientHeight") >= 96, "two lines"
