"""A real browser for the tests of this folder: the Chromium of the system, driven by Playwright."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from bot.settings.clinic import load_clinic
from tests.browser import NO_BROWSER, browser_path, launched
from tests.conftest import EXAMPLE_CLINIC
from tests.web.chat import Chat
from tests.web.stand_in import StandIn

_ANSWER_MILLISECONDS = 8_000

NewChat = Callable[..., Chat]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents:
            item.add_marker("slow")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skipped tests are only dots; this one everybody should see."""
    if not browser_path():
        terminalreporter.section("NOT TESTED: the widget in a browser", sep="!", red=True)
        terminalreporter.line(NO_BROWSER, red=True)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Not for the whole session: Playwright keeps an event loop that asynchronous tests of other
    folders would stumble over."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with launched(playwright) as browser:
        yield browser


@pytest.fixture
def new_chat(browser: Browser, assistant_address: str) -> Iterator[NewChat]:
    """Makes patients, each with a browser of their own, on the demo page. Options are those of
    Playwright's ``new_context``. Errors of the page's scripts fail the test."""
    with _chats(browser, assistant_address) as make:
        yield make


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A server without a model, whose answers the test decides."""
    with StandIn(load_clinic(EXAMPLE_CLINIC)).serving() as server:
        yield server


@pytest.fixture
def new_stand_in_chat(browser: Browser, stand_in: StandIn) -> Iterator[NewChat]:
    """As ``new_chat``, with ``stand_in`` as the server."""
    with _chats(browser, stand_in.address) as make:
        yield make


@contextmanager
def _chats(browser: Browser, address: str) -> Iterator[NewChat]:
    contexts = []
    errors: list[str] = []

    def make(path: str = "/webhooks/web/", **options: Any) -> Chat:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        context.set_default_timeout(_ANSWER_MILLISECONDS)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        chat = Chat(page, address)
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


@pytest.fixture(scope="module")
def large_print_browser(playwright: Playwright) -> Iterator[Browser]:
    """Set to letters of 32 pixels. Pages cannot do the same: the em of media queries, for one,
    follows the browser's setting only."""
    with launched(playwright, "--blink-settings=defaultFontSize=32") as browser:
        yield browser


@pytest.fixture
def large_print_chat(large_print_browser: Browser, stand_in: StandIn) -> Iterator[Chat]:
    context = large_print_browser.new_context()
    context.set_default_timeout(_ANSWER_MILLISECONDS)
    yield Chat(context.new_page(), stand_in.address)
    context.close()
