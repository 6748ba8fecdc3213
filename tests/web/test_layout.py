"""Room for everything: small phones, 400 % zoom, large print, keyboards, right to left."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.web.chat import CHECK, FAKE_KEYBOARD, PHONE, RED_FLAG, SMALL_PHONE, URGENT, Chat, reply
from tests.web.conftest import NewChat
from tests.web.stand_in import StandIn

# 1280 × 1024 at 400 % zoom.
ZOOMED = {"viewport": {"width": 320, "height": 256}}


def box_of(locator: Locator) -> dict[str, float]:
    box = locator.bounding_box()
    assert box is not None
    return {name: float(box[name]) for name in ("x", "y", "width", "height")}


def assert_no_sideways_scroll(chat: Chat) -> None:
    for element in ("document.documentElement", "document.querySelector('immunotherapy-assistant')"
                    ".shadowRoot.querySelector('.panel')"):  # fmt: skip
        width = chat.page.evaluate(f"() => [{element}.scrollWidth, {element}.clientWidth]")
        assert width[0] <= width[1], element
    assert chat.log.evaluate("node => node.scrollWidth <= node.clientWidth")


def assert_input_is_seen(chat: Chat, height: float) -> None:
    box = box_of(chat.input)
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= height
    on_top = chat.page.evaluate(
        """([x, y]) => document.elementFromPoint(x, y).shadowRoot.elementFromPoint(x, y).id""",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert on_top == "input"


@pytest.mark.parametrize("window", [SMALL_PHONE, ZOOMED, PHONE], ids=["small", "zoomed", "phone"])
def test_a_small_window_has_room_for_everything(new_chat: NewChat, window: dict[str, Any]) -> None:
    chat = new_chat(**window)
    width = chat.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, "the demo page itself"
    chat.open()
    expect(chat.page.locator("#notice a").first).to_be_in_viewport()
    chat.answer_with(CHECK)
    chat.ask("rash " + "Unbreakable" * 12)
    assert_no_sideways_scroll(chat)
    chat.answer_with(URGENT)
    chat.ask("I collapsed")
    assert_no_sideways_scroll(chat)
    chat.answer_with(reply("An answer. " * 30))
    chat.ask("thanks")
    assert_no_sideways_scroll(chat)
    chat.input.focus()
    assert_input_is_seen(chat, window["viewport"]["height"])
    pinned, log = box_of(chat.pinned), box_of(chat.log)
    assert pinned["height"] < log["height"] * 0.75, "the other messages can be read"
    chat.button("Options").click()
    assert_no_sideways_scroll(chat)
    expect(chat.button("Delete conversation")).to_be_in_viewport()


def test_the_input_stays_above_an_on_screen_keyboard(new_chat: NewChat) -> None:
    chat = new_chat(path="", **PHONE)
    chat.page.add_init_script(FAKE_KEYBOARD)
    chat.visit("/webhooks/web/")
    chat.open().ask(RED_FLAG)
    chat.change_viewport(height=420, offsetTop=60)
    # The panel appears with an animation.
    chat.panel.evaluate("node => Promise.all(node.getAnimations().map((one) => one.finished))")
    assert_input_is_seen(chat, 480)
    assert box_of(chat.panel)["y"] == 60
    expect(chat.urgent.get_by_role("heading")).to_be_in_viewport()
    chat.change_viewport(height=200, offsetTop=0, scale=3)
    assert box_of(chat.panel)["height"] == 420, "a pinch zoom does not shrink the chat"


@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
def test_twice_as_large_print(new_chat: NewChat, viewport: tuple[int, int]) -> None:
    chat = new_chat(viewport={"width": viewport[0], "height": viewport[1]})
    chat.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    chat.open().ask("How does immunotherapy work?")
    assert_no_sideways_scroll(chat)
    assert_input_is_seen(chat, viewport[1])
    assert chat.input.evaluate("node => getComputedStyle(node).fontSize") == "32px"


def test_a_page_with_small_print_does_not_make_the_widget_small(chat: Chat) -> None:
    chat.page.evaluate("() => { document.documentElement.style.fontSize = '62.5%'; }")
    chat.open()
    assert chat.input.evaluate("node => getComputedStyle(node).fontSize") == "16px"


def test_targets_are_large_enough(new_chat: NewChat) -> None:
    for window in (PHONE, {}):
        chat = new_chat(**window)
        chat.open()
        chat.answer_with(CHECK)
        chat.ask("rash")
        chat.answer_with(URGENT)
        chat.ask("I collapsed")
        chat.answer_with(status=500)
        chat.ask("hello")
        chat.button("Options").click()
        main = "button, a.call, #notice a, textarea"
        for target in chat.panel.locator(main).all():
            if target.is_visible():
                box = box_of(target)
                assert box["height"] >= 44, target.inner_text()
                assert box["width"] >= 44, target.inner_text()


def moving_parts(chat: Chat) -> list[str]:
    return list(
        chat.page.evaluate("""() => {
          const root = document.querySelector("immunotherapy-assistant").shadowRoot;
          const moves = (node) => getComputedStyle(node).animationName !== "none"
            || getComputedStyle(node).transitionDuration !== "0s";
          return [...root.querySelectorAll("*")].filter(moves).map((node) => node.className);
        }""")
    )


def test_nothing_moves_where_the_patient_wants_no_motion(new_chat: NewChat) -> None:
    moving = new_chat()
    moving.open()
    assert moving_parts(moving) == ["panel"], "where motion is welcome, this test sees it"
    still = new_chat(reduced_motion="reduce")
    still.page.route("**/message", lambda _: None)
    still.open().write("hello")
    expect(still.page.get_by_role("status").filter(has_text="is writing")).to_be_visible()
    assert moving_parts(still) == []


def test_forced_colours_keep_every_edge(new_chat: NewChat) -> None:
    chat = new_chat(forced_colors="active")
    chat.open()
    chat.answer_with(CHECK)
    chat.ask("rash")
    chat.answer_with(URGENT)
    chat.ask("I collapsed")
    for element in (".bot", ".user", ".urgent", ".call", ".choices button", "textarea", ".send"):
        edge = chat.page.locator(element).last.evaluate(
            "node => [getComputedStyle(node).borderTopStyle, getComputedStyle(node).borderTopColor,"
            " getComputedStyle(node).backgroundColor]"
        )
        assert edge[0] != "none", element
        assert edge[1] != edge[2], element


def test_right_to_left(new_chat: NewChat) -> None:
    chat = new_chat(locale="ar")
    chat.page.evaluate("""() => {
      document.querySelector("immunotherapy-assistant").remove();
      const element = document.createElement("immunotherapy-assistant");
      const texts = { input: "سؤالك", notice_care_team: "فريق الرعاية: {phone}" };
      Object.assign(element.dataset, { dir: "rtl", lang: "ar", texts: JSON.stringify(texts) });
      document.body.append(element);
    }""")
    launcher = box_of(chat.launcher)
    assert launcher["x"] < 100, "at the other side"
    chat.launcher.click()
    expect(chat.page.locator(".assistant")).to_have_attribute("lang", "ar")
    assert_no_sideways_scroll(chat)
    field = chat.page.get_by_label("سؤالك")
    assert box_of(field)["x"] > box_of(chat.page.locator(".send"))["x"]
    number = chat.page.locator("#notice").get_by_text("555-0100", exact=True)
    expect(number).to_have_attribute("dir", "ltr")
    # Words of English read "call 911" there too, words of Arabic the other way round.
    english, arabic = (chat.page.locator("#notice a").nth(place) for place in (0, 1))
    assert box_of(english.locator(".label"))["x"] < box_of(english.locator(".number"))["x"]
    assert box_of(arabic.locator(".label"))["x"] > box_of(arabic.locator(".number"))["x"]
    field.fill("hello")
    field.press("Enter")
    expect(chat.answers).to_have_count(2)
    assert box_of(chat.own)["x"] < box_of(chat.answers.first)["x"]
    answer = chat.answers.nth(1).locator(".text").first
    expect(answer).to_have_attribute("dir", "auto")
    assert chat.answers.nth(1).get_attribute("lang") == "en"


def test_the_message_just_sent_stays_in_view_while_the_assistant_writes(
    new_chat: NewChat,
) -> None:
    chat = new_chat(**SMALL_PHONE)
    chat.open()
    chat.answer_with(reply("Words of an answer. " * 20))
    chat.ask("hello")
    chat.page.unroute("**/message")
    chat.page.route("**/message", lambda _: None)
    chat.write("And then? " * 8)
    expect(chat.page.get_by_role("status").filter(has_text="is writing")).to_be_visible()
    chat.page.wait_for_timeout(100)
    expect(chat.own.last).to_be_in_viewport(ratio=1)
    own, log = box_of(chat.own.last), box_of(chat.log)
    assert own["y"] + own["height"] <= log["y"] + log["height"]


@pytest.mark.parametrize("width", [320, 360, 375, 390])
@pytest.mark.parametrize("height", [568, 640, 667, 740, 844])
def test_the_launcher_leaves_the_demo_pages_call_link_free(
    new_stand_in_chat: NewChat, width: int, height: int
) -> None:
    chat = new_stand_in_chat(**{**PHONE, "viewport": {"width": width, "height": height}})
    link = box_of(chat.page.get_by_role("link", name="Call your care team"))
    assert link["y"] + link["height"] <= box_of(chat.launcher)["y"]


def test_the_keyboard_of_a_phone_leaves_room_for_an_answer(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    chat = new_stand_in_chat(path="", **{**PHONE, "viewport": {"width": 375, "height": 667}})
    chat.page.add_init_script(FAKE_KEYBOARD)
    chat.visit("/webhooks/web/")
    chat.open()
    chat.change_viewport(height=667 - 260)
    stand_in.replies = [[URGENT], [reply("Words of an answer. " * 20)]]
    chat.ask("I collapsed")
    expect(chat.urgent.locator(".main")).to_be_in_viewport(ratio=1)
    chat.ask("thanks")
    expect(chat.pinned).to_be_in_viewport(ratio=1)
    assert box_of(chat.log)["height"] >= 220
    assert_input_is_seen(chat, 667 - 260)
