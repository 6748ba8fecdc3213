"""A real browser for the tests of this folder: the Chromium of the system, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.chat import Chat

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_ANSWER_MILLISECONDS = 8_000
_NO_BROWSER = "No Chromium on this machine. On Debian and Ubuntu: apt-get install chromium"

NewChat = Callable[..., Chat]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents:
            item.add_marker("slow")


def _browser_path() -> str | None:
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skipped tests are only dots; this one everybody should see."""
    if not _browser_path():
        terminalreporter.section("NOT TESTED: the widget in a browser", sep="!", red=True)
        terminalreporter.line(_NO_BROWSER, red=True)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Not for the whole session: Playwright keeps an event loop that asynchronous tests of other
    folders would stumble over."""
    path = _browser_path()
    if not path:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(_NO_BROWSER)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path, headless=True, args=_ARGUMENTS, ignore_default_args=["--headless"]
        )
        yield launched
        launched.close()


@pytest.fixture
def new_chat(browser: Browser, assistant_address: str) -> Iterator[NewChat]:
    """Makes patients, each with a browser of their own, on the demo page. Options are those of
    Playwright's ``new_context``. Errors of the page's scripts fail the test."""
    contexts = []
    errors: list[str] = []

    def make(path: str = "/webhooks/web/", **options: Any) -> Chat:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        context.set_default_timeout(_ANSWER_MILLISECONDS)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        chat = Chat(page, assistant_address)
        if path:
            chat.visit(path)
        return chat

    yield make
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def chat(new_chat: NewChat) -> Chat:
    """A patient at a desktop, on the demo page, with the chat closed."""
    return new_chat()
