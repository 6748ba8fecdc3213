"""What axe-core finds: nothing, in every state of the widget, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.chat import (
    ANSWER,
    CALL_NOW,
    CALL_TODAY,
    CHECK,
    CRISIS,
    EMERGENCY,
    PHONE,
    QUESTION,
    RED_FLAG,
    SELF_CARE,
    SMALL_PHONE,
    Chat,
    reply,
)
from tests.web.conftest import NewChat
from tests.web.stand_in import StandIn

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def closed(chat: Chat) -> None:
    expect(chat.panel).to_be_hidden()


def opened(chat: Chat) -> None:
    chat.open()


def with_buttons(chat: Chat) -> None:
    chat.answer_with(CHECK)
    chat.open().ask("rash")
    expect(chat.button("Yes")).to_be_visible()


def with_used_buttons(chat: Chat) -> None:
    with_buttons(chat)
    chat.answer_with(reply("Good, thank you."))
    chat.button("No").click()
    expect(chat.page.get_by_text("No (your choice)")).to_be_visible()


def with_red_flag(chat: Chat) -> None:
    chat.open().ask(RED_FLAG)
    expect(chat.urgent).to_be_visible()


def with_pinned_red_flag(chat: Chat) -> None:
    with_red_flag(chat)
    chat.ask("thanks")


def with_error(chat: Chat) -> None:
    chat.answer_with(status=500)
    chat.open().ask("hello")
    expect(chat.failure).to_be_visible()


def offline(chat: Chat) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    chat.write("My throat is swelling")
    expect(chat.urgent).to_be_visible()


def too_long(chat: Chat) -> None:
    chat.open().input.fill("x" * 5000)
    expect(chat.page.locator("#limit")).to_contain_text("5000")


def with_options(chat: Chat) -> None:
    chat.open().button("Options").click()


def asked_to_delete(chat: Chat) -> None:
    chat.open().option("Delete conversation")


STATES = [
    closed,
    opened,
    with_buttons,
    with_used_buttons,
    with_red_flag,
    with_pinned_red_flag,
    with_error,
    offline,
    too_long,
    with_options,
    asked_to_delete,
]


def violations(chat: Chat) -> list[str]:
    found = Axe().run(chat.page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    return [
        f"{violation['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_axe_finds_nothing(new_chat: NewChat, reach: Callable[[Chat], None], scheme: str) -> None:
    chat = new_chat(color_scheme=scheme, reduced_motion="reduce")
    reach(chat)
    assert violations(chat) == []


def test_axe_finds_nothing_on_a_phone(new_chat: NewChat) -> None:
    chat = new_chat(reduced_motion="reduce", **PHONE)
    with_pinned_red_flag(chat)
    assert violations(chat) == []


LONG = reply("Words of an answer. " * 60)
SOURCED = {**ANSWER, "sources": [{"title": "A text", "url": "https://www.cancer.gov/a"}]}
KINDS = {
    "answer": [SOURCED],
    "question": [QUESTION],
    "call_today": [CALL_TODAY],
    "self_care": [SELF_CARE],
    "call_now": [CALL_NOW],
    "crisis": [CRISIS],
    "pinned_call_now": [CALL_NOW, LONG],
    "pinned_emergency": [EMERGENCY, LONG],
    "pinned_crisis": [CRISIS, LONG],
    "lesser": [EMERGENCY, CALL_NOW],
    "arabic": [{**CALL_NOW, "language": "ar", "text": "اتصل الآن: 555-0100."}],
}
WINDOWS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "small": SMALL_PHONE,
}


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_any_kind_of_answer(
    new_stand_in_chat: NewChat, stand_in: StandIn, kind: str, window: str
) -> None:
    chat = new_stand_in_chat(reduced_motion="reduce", **WINDOWS[window])
    stand_in.replies = [[answer] for answer in KINDS[kind]]
    chat.open()
    for _ in KINDS[kind]:
        chat.ask("hello")
    assert violations(chat) == []
    if kind == "answer":
        chat.button("This helped").click()
        expect(chat.button("This helped")).to_have_attribute("aria-pressed", "true")
        assert violations(chat) == []
    if kind.startswith("pinned"):
        chat.log.evaluate("node => { node.scrollTop = 0; }")
        expect(chat.button("Newest message")).to_be_visible()
        assert violations(chat) == []


def test_axe_really_looks_into_the_widget(chat: Chat) -> None:
    chat.open()
    chat.page.evaluate("""() => {
      const widget = document.querySelector("immunotherapy-assistant").shadowRoot;
      widget.querySelector(".close .hidden").remove();
    }""")
    assert any(line.startswith("button-name") for line in violations(chat))
