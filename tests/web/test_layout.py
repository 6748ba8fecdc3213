"""Room for everything: small phones, 400 % zoom, large print, keyboards, right to left."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.web.chat import CHECK, PHONE, RED_FLAG, SMALL_PHONE, URGENT, Chat, reply
from tests.web.conftest import NewChat

# 1280 × 1024 at 400 % zoom.
ZOOMED = {"viewport": {"width": 320, "height": 256}}
_FAKE_KEYBOARD = """
  const seen = new EventTarget();
  Object.assign(seen, { scale: 1, offsetTop: 0, height: innerHeight });
  Object.defineProperty(window, "visualViewport", { value: seen });
"""


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
    pinned, log = box_of(chat.urgent), box_of(chat.log)
    assert pinned["height"] < log["height"] * 0.75, "the other messages can be read"
    chat.button("Options").click()
    assert_no_sideways_scroll(chat)
    expect(chat.button("Delete conversation")).to_be_in_viewport()


def test_the_input_stays_above_an_on_screen_keyboard(new_chat: NewChat) -> None:
    chat = new_chat(path="", **PHONE)
    chat.page.add_init_script(_FAKE_KEYBOARD)
    chat.visit("/webhooks/web/")
    chat.open().ask(RED_FLAG)
    chat.page.evaluate("""() => {
      Object.assign(visualViewport, { height: 420, offsetTop: 60 });
      visualViewport.dispatchEvent(new Event("resize"));
    }""")
    assert_input_is_seen(chat, 480)
    assert box_of(chat.panel)["y"] == 60
    expect(chat.urgent.get_by_role("heading")).to_be_in_viewport()
    chat.page.evaluate("""() => {
      Object.assign(visualViewport, { height: 200, offsetTop: 0, scale: 3 });
      visualViewport.dispatchEvent(new Event("resize"));
    }""")
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
        main = "button:not(.more), a.call, #notice a, textarea"
        for target in chat.panel.locator(main).all():
            if target.is_visible():
                box = box_of(target)
                assert box["height"] >= 44, target.inner_text()
                assert box["width"] >= 44, target.inner_text()
        more = box_of(chat.page.locator(".more"))
        assert more["height"] >= 24
        assert more["width"] >= 24


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
    assert "\u2066555-0100\u2069" in chat.page.locator("#notice").inner_text()
    field.fill("hello")
    field.press("Enter")
    expect(chat.answers).to_have_count(2)
    assert box_of(chat.own)["x"] < box_of(chat.answers.first)["x"]
    answer = chat.answers.nth(1).locator(".text").first
    expect(answer).to_have_attribute("dir", "auto")
    assert chat.answers.nth(1).locator(".words").get_attribute("lang") == "en"


def test_what_gets_the_focus_is_not_under_the_pinned_answer(new_chat: NewChat) -> None:
    chat = new_chat(**PHONE)
    chat.open()
    for _ in range(3):
        chat.answer_with(reply("Words of an answer, and 555-0100. " * 8))
        chat.ask("hello")
    chat.answer_with(URGENT)
    chat.ask("I collapsed")
    for _ in range(3):
        chat.answer_with(reply("Words of an answer, and 555-0100. " * 8))
        chat.ask("hello")
    for link in (5, 20, 26, 30, 44):
        chosen = chat.log.locator(".bot a").nth(link)
        chosen.focus()
        box, pinned = box_of(chosen), box_of(chat.urgent)
        apart = (
            box["y"] >= pinned["y"] + pinned["height"] or box["y"] + box["height"] <= pinned["y"]
        )
        assert apart, link
        expect(chosen).to_be_in_viewport(ratio=1)
