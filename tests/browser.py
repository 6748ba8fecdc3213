"""The browser of the tests: the Chromium of the system, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright

# First the engine alone, which is what Playwright itself takes where it needs no window: it costs a
# third of the processor's time.
_BROWSERS = (
    "chromium-headless-shell", "chrome-headless-shell",
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
)  # fmt: skip
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
NO_BROWSER = (
    "No Chromium on this machine. On Debian: apt-get install chromium-headless-shell; "
    "on Ubuntu: apt-get install chromium"
)


def browser_path() -> str | None:
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


@contextmanager
def launched(playwright: Playwright, *arguments: str) -> Iterator[Browser]:
    """The browser, with more arguments of its command line."""
    path = browser_path()
    if not path:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_BROWSER)
    browser = playwright.chromium.launch(
        executable_path=path,
        args=[*_ARGUMENTS, *arguments],
        ignore_default_args=["--headless"],
    )
    yield browser
    browser.close()
