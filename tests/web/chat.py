"""A patient at the widget: what is on the screen, and what can be done there."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
SMALL_PHONE = {**PHONE, "viewport": {"width": 320, "height": 568}}
RED_FLAG = "I can't breathe and my chest hurts"

_RECORD = """() => {
  const log = document.querySelector("immunotherapy-assistant").shadowRoot.querySelector(".log");
  window.announced = [];
  new MutationObserver((changes) => {
    if (log.getAttribute("aria-live") === "off" || !log.getClientRects().length) return;
    for (const { target, addedNodes } of changes)
      for (const node of target === log ? addedNodes : []) {
        const alert = node.getAttribute("role") === "alert";
        window.announced.push({ text: node.innerText, alert });
      }
  }).observe(log, { childList: true, subtree: true });
}"""
# The phone's keyboard: a test sets what it leaves of the window.
FAKE_KEYBOARD = """
  const seen = new EventTarget();
  Object.assign(seen, { scale: 1, offsetTop: 0, height: innerHeight });
  Object.defineProperty(window, "visualViewport", { value: seen });
"""
_SHOW_KEYBOARD = """(change) => {
  Object.assign(visualViewport, change);
  visualViewport.dispatchEvent(new Event("resize"));
}"""
_FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.id || focused?.className || focused?.tagName;
}"""


def reply(text: str, **fields: Any) -> dict[str, Any]:
    """A message of the assistant as the server would send it."""
    empty: dict[str, Any] = {
        "buttons": [],
        "kind": "answer",
        "topics": [],
        "urgency": None,
        "source": None,
    }
    return {"text": text, **empty, "calls": [], **fields}


class HeldMessages:
    """The page's messages, kept back on their way to the server until a test lets them go."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._held: list[Route] = []
        page.route("**/message", lambda route: self._held.append(route))  # noqa: PLW0108

    def next(self) -> Route:
        """The oldest that is kept back; waits for it as the page may be about to send it."""
        give_up = time.monotonic() + 30
        while not self._held:
            assert time.monotonic() < give_up, "the page sends nothing"
            self._page.wait_for_timeout(20)
        return self._held.pop(0)


ANSWER = reply("An answer.", topics=["basics/how-it-works"])
EMERGENCY = reply(
    "Call 911 now.\nYou wrote about trouble breathing. Say that you have cancer.\n"
    "After that, you or someone with you should call your care team: 555-0100.",
    kind="red_flag",
    urgency="emergency",
    calls=["911", "555-0100"],
)
CALL_NOW = reply(
    "Call your care team now: 555-0100.\nYou wrote about a new or worse cough.\n"
    "If it gets worse, or if you cannot reach them, call 911.",
    kind="red_flag",
    urgency="call_now",
    calls=["555-0100", "911"],
)
CRISIS = reply(
    "Call 988 now. That is the 988 Suicide & Crisis Lifeline. If you are in danger, call 911.\n"
    "I am so sorry that it hurts this much. You matter. Your care team is there: 555-0100.",
    kind="red_flag",
    urgency="emergency",
    calls=["988", "911", "555-0100"],
)
QUESTION = reply(
    "How many more loose stools than usual have you had?",
    kind="question",
    calls=["555-0100"],
    buttons=[{"title": title, "payload": title} for title in ("1 to 3", "4 or more", "Not sure")],
)
CALL_TODAY = reply(
    "Call your care team today: 555-0100.\nNew loose stools should be looked at.",
    kind="advice",
    urgency="call_today",
    calls=["555-0100"],
)
SELF_CARE = reply("Use a plain cream.\nIf it peels, call 555-0100.", kind="advice",
                  urgency="self_care")  # fmt: skip
CHECK = reply(
    "Is this happening now: a rash?",
    kind="check",
    calls=["555-0100"],
    buttons=[{"title": "Yes", "payload": "yes"}, {"title": "No", "payload": "no"}],
)
URGENT = reply(
    "Call 911 now.\nYou wrote about a collapse.",
    kind="red_flag",
    urgency="emergency",
    calls=["911", "555-0100"],
)


class Chat:
    """One patient's browser. Locators look into the widget's shadow by themselves."""

    def __init__(self, page: Page, assistant: str) -> None:
        self.page = page
        self.assistant = assistant
        self.launcher = page.locator(".launcher")
        self.panel = page.locator("#panel")
        self.input = page.get_by_label("Your question")
        self.log = page.get_by_role("log")
        self.answers = page.locator(".log .bot, .log .card")
        self.own = page.locator(".log .user")
        self.urgent = page.locator(".log .urgent")
        self.pinned = page.locator(".pinned")
        self.failure = page.locator(".log .failure")

    def visit(self, path: str) -> None:
        address = path if path.startswith("http") else self.assistant + path
        self.page.goto(address)
        expect(self.launcher).to_be_visible()

    def open(self) -> Chat:
        self.launcher.click()
        expect(self.input).to_be_visible()
        expect(self.answers.first).to_be_visible()
        return self

    def write(self, text: str) -> None:
        """Sends a message, without waiting for the answer."""
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> Locator:
        """Sends a message → the answer, once it is there."""
        before = self.answers.count()
        self.write(text)
        expect(self.answers).not_to_have_count(before)
        return self.answers.nth(before)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def option(self, name: str) -> None:
        self.button("Options").click()
        self.button(name).click()

    def answer_with(self, *replies: dict[str, Any], status: int = 200) -> None:
        """From now on the server's answer to a message is this one."""
        body = json.dumps({"messages": list(replies)})

        def answer(route: Route) -> None:
            route.fulfill(status=status, content_type="application/json", body=body)

        self.page.unroute("**/message")
        self.page.route("**/message", answer)

    def answer_really(self) -> None:
        self.page.unroute("**/message")

    def record_announcements(self) -> None:
        """From now on what a screen reader would read of the log is written down."""
        self.page.evaluate(_RECORD)

    def announced(self) -> list[dict[str, Any]]:
        return list(self.page.evaluate("() => window.announced"))

    def focused(self) -> str:
        return str(self.page.evaluate(_FOCUSED))

    def change_viewport(self, **change: float) -> None:
        """On a page with FAKE_KEYBOARD: what is left of the window."""
        self.page.evaluate(_SHOW_KEYBOARD, change)

    def count_messages_sent(self) -> list[dict[str, Any]]:
        """From now on: the body of every message that leaves the browser for the server."""
        sent: list[dict[str, Any]] = []

        def note(request: Any) -> None:
            if request.method == "POST" and request.url.endswith("/message"):
                sent.append(request.post_data_json)

        self.page.on("request", note)
        return sent

    def kept(self) -> dict[str, Any]:
        """What the widget keeps in this browser."""
        items: Iterable[str] = self.page.evaluate("() => Object.values(localStorage)")
        return {key: value for item in items for key, value in json.loads(item).items()}
