"""The staff page in a real browser: nothing that axe finds, nothing that runs out of the window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import insert

from bot.store.database import Database, utc_now
from bot.store.records import FeedbackRow, RedFlagEvent, TurnRow, UnansweredQuestion
from tests.staff.conftest import NewStandIn
from tests.staff.project import LOGIN, PASSWORD
from tests.staff.stand_in import StandIn

pytestmark = pytest.mark.slow

PAGES = {
    "red-flags": "Dealt with",
    "red-flags?show=all": "Dealt with",
    "questions": "Put under",
    "content": "topics",
    "content?q=zzz": "No topic is like that.",
    "content/process/how_given": "For patients who get",
    "content/skin/causes/edit": "Preview and check",
    "try": "Message",
    "live": "Train and go live",
    "figures": "Median time to answer",
    "nothing": "There is nothing here",
}
TABLET, PHONE, DESKTOP = (768, 1024), (390, 844), (1280, 800)


@pytest.fixture(scope="module")
def filled(new_stand_in: NewStandIn) -> StandIn:
    """A staff page with something on every page."""
    page = new_stand_in()
    who = {"at": utc_now(), "channel": "web", "conversation": "web-1"}
    rows: tuple[tuple[Any, dict[str, Any]], ...] = (
        (RedFlagEvent, {"tier": "emergency", "findings": ["chest_pain"], "milliseconds": 99.0}),
        (RedFlagEvent, {"tier": "check", "findings": [], "milliseconds": None}),
        (RedFlagEvent, {"tier": "call_now", "findings": ["fever"], "handled_by": "Ada",
                        "handled_at": utc_now(), "note": "Called back"}),
        (UnansweredQuestion, {"text": "may zebras vote in may", "offered": ["skin/causes"]}),
        (UnansweredQuestion, {"text": "may zebras vote in june", "offered": []}),
        (TurnRow, {"kind": "answer", "milliseconds": 80.0}),
        (TurnRow, {"kind": "out_of_scope", "milliseconds": 60.0}),
        (FeedbackRow, {"topic": "skin/causes", "helpful": True}),
    )  # fmt: skip
    database = Database("records", page.records_url)
    with database.begin() as connection:
        for table, values in rows:
            connection.execute(insert(table).values(**who, **values))
    database.dispose()
    return page


@pytest.fixture
def page(browser: Browser, filled: StandIn) -> Iterator[Page]:
    """Somebody who has logged in; errors of scripts and broken policies fail the test."""
    context = browser.new_context()
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda one: errors.append(one.text) if "Policy" in one.text else None)
    opened.goto(f"{filled.address}/staff/login")
    assert_accessible(opened)
    opened.get_by_label("Login").fill(LOGIN)
    opened.get_by_label("Password").fill(PASSWORD)
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("heading", name="Red flags")).to_be_visible()
    yield opened
    context.close()
    assert errors == []


def assert_accessible(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def assert_fits(page: Page) -> None:
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) <= 0


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_fits(page: Page, filled: StandIn, path: str) -> None:
    page.goto(f"{filled.address}/staff/{path}")
    expect(page.get_by_role("main")).to_contain_text(PAGES[path])
    assert_accessible(page)
    for width, height in (PHONE, TABLET, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        assert_fits(page)


@pytest.mark.parametrize("text", ["my chest hurts", "zebras"])
def test_a_tried_message_is_accessible(page: Page, filled: StandIn, text: str) -> None:
    page.goto(f"{filled.address}/staff/try")
    page.get_by_label("Message").fill(text)
    page.get_by_role("button", name="Try it", exact=True).click()
    expect(page.get_by_role("heading", name="How it is judged")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("You did nothing wrong.", "Fine.", "As patients read it"),
        ("{care", "x", "It cannot be saved like this"),
    ],
)
def test_a_preview_is_accessible(
    page: Page, filled: StandIn, before: str, after: str, shown: str
) -> None:
    page.goto(f"{filled.address}/staff/content/skin/causes/edit")
    text = page.get_by_label("Answer", exact=True)
    text.fill(text.input_value().replace(before, after))
    page.get_by_role("button", name="Preview and check").click()
    expect(page.get_by_text(shown)).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_enter_in_a_wording_presses_no_topic(page: Page, filled: StandIn) -> None:
    page.goto(f"{filled.address}/staff/questions")
    page.get_by_label("Wording 1").first.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose a topic first.")


def test_progress_is_followed_without_loading_the_page_anew(page: Page, filled: StandIn) -> None:
    page.goto(f"{filled.address}/staff/live")
    page.get_by_role("button", name="Train and go live").click()
    expect(page.locator(".steps .running")).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_text("It is live.")).to_be_visible(timeout=15_000)
    assert_accessible(page)


def test_charts_are_drawn(page: Page, filled: StandIn) -> None:
    page.goto(f"{filled.address}/staff/figures")
    expect(page.locator("img")).to_have_count(4)
    drawn = "[...document.images].every((one) => one.complete && one.naturalWidth > 100)"
    page.wait_for_function(drawn)


def test_everything_can_be_reached_by_keyboard(page: Page, filled: StandIn) -> None:
    page.goto(f"{filled.address}/staff/red-flags")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="open", exact=True)).to_be_focused()
