"""A nurse's day, in a real browser: from an unanswered question to a widget that answers it.

The only test that trains: the model of the running assistant is swapped, and no patient notices.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.staff.project import LOGIN, NAME, PASSWORD, Running, running
from tests.web.chat import Chat

pytestmark = pytest.mark.slow

TOPIC = "skin/causes"
TITLE = "Why does immunotherapy cause a rash?"
QUESTION = "whose brush paints these polka dots"
BEFORE, AFTER = "You did nothing wrong.", "It is not your fault."
_LIVE_MILLISECONDS = 10_000
# To save checks all content, beside whatever else the machine does.
_PAGE_MILLISECONDS = 60_000
_TRAINING_MILLISECONDS = 1_800_000
# Patients come often while the model is swapped. Before, each only takes the training's processor.
_PAUSE_SECONDS, _SWAP_PAUSE_SECONDS = 2.0, 0.1


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("clinic")) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    context.set_default_timeout(_PAGE_MILLISECONDS)
    yield context.new_page()
    context.close()


class Patients(threading.Thread):
    """Patients who ask one after the other, and what each of them got."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self._web = httpx.Client(base_url=f"{address}/webhooks/web", timeout=30)
        self._stopping = threading.Event()
        self._hurrying = threading.Event()
        self.answers: list[dict[str, Any]] = []
        self.failures: list[str] = []

    def run(self) -> None:
        while not self._stopping.wait(_SWAP_PAUSE_SECONDS):
            self._hurrying.wait(_PAUSE_SECONDS)
            try:
                self._ask(f"p{len(self.answers)}")
            except (httpx.HTTPError, LookupError) as error:
                self.failures.append(repr(error))

    def _ask(self, message_id: str) -> None:
        token = self._web.post("/session").json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        body = {"id": message_id, "text": TITLE}
        answered = self._web.post("/message", json=body, headers=headers)
        answered.raise_for_status()
        self.answers.append(answered.json()["messages"][0])

    def hurry(self) -> None:
        self._hurrying.set()

    def stop(self) -> None:
        self._hurrying.set()
        self._stopping.set()
        self.join()
        self._web.close()


def ask(clinic: Running, page: Page, text: str) -> str:
    """What the widget answers a new patient."""
    context = page.context.browser.new_context()  # type: ignore[union-attr]
    try:
        context.set_default_timeout(15_000)
        chat = Chat(context.new_page(), clinic.address)
        chat.visit("/webhooks/web/")
        chat.open()
        shown = chat.answers.count()
        chat.write(text)
        expect(chat.answers).not_to_have_count(shown, timeout=15_000)
        return chat.answers.nth(shown).inner_text()
    finally:
        context.close()


def log_in(clinic: Running, page: Page) -> None:
    page.goto(f"{clinic.staff}/staff")
    page.get_by_label("Login").fill(LOGIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Red flags")).to_be_visible()


def test_from_an_unanswered_question_to_its_answer(clinic: Running, page: Page) -> None:
    assert BEFORE in ask(clinic, page, TITLE)
    assert BEFORE not in ask(clinic, page, QUESTION)

    # The question stands on the page, and one tap puts it under a topic.
    log_in(clinic, page)
    page.get_by_role("link", name="Questions").click()
    card = page.get_by_role("article").filter(has_text=QUESTION)
    expect(card).to_be_visible()
    card.get_by_label("Another topic").fill(TITLE)
    card.get_by_role("button", name="Put there").click()
    expect(page.get_by_role("status")).to_contain_text(f"Put under “{TITLE}”")
    page.get_by_text("What changed in the file").click()
    expect(page.locator(".diff .came")).to_have_text(f"+ {QUESTION}")
    expect(page.get_by_role("article").filter(has_text=QUESTION)).to_have_count(0)

    # The answer is changed, seen as a patient sees it, and signed: it is live without training.
    page.get_by_role("link", name="Look at the answer to it").click()
    page.get_by_role("link", name="Change this answer").click()
    text = page.get_by_label("Answer", exact=True)
    text.fill(text.input_value().replace(BEFORE, AFTER))
    page.get_by_role("button", name="Preview and check").click()
    expect(page.locator(".bubble")).to_contain_text(AFTER)
    expect(page.locator(".bubble")).to_contain_text("555-0100")
    page.get_by_role("button", name=f"Save and sign as {NAME}").click()
    expect(page.get_by_role("status")).to_contain_text("Saved and signed.")
    saved = (clinic.faq / "skin.yml").read_text(encoding="utf-8")
    assert AFTER in saved
    assert f'reviewed_by: "{NAME}"' in saved
    end = time.monotonic() + _LIVE_MILLISECONDS / 1000
    while AFTER not in (said := ask(clinic, page, TITLE)):
        assert time.monotonic() < end, f"not live yet: {said}"

    # Training makes the question known, while patients go on asking.
    page.get_by_role("link", name="Train and go live").click()
    expect(page.get_by_text("There are changes that only a training makes live.")).to_be_visible()
    patients = Patients(clinic.address)
    patients.start()
    page.get_by_role("button", name="Train and go live").click()
    expect(page.get_by_text("A training is under way")).to_be_visible()
    failed, done = page.locator(".steps .failed"), page.locator(".steps .done")
    expect(failed.or_(done.nth(2))).to_be_visible(timeout=_TRAINING_MILLISECONDS)
    patients.hurry()
    outcome = page.locator(".notice").filter(has_text="live.")
    expect(outcome.or_(failed)).to_be_visible(timeout=_TRAINING_MILLISECONDS)
    patients.stop()
    log = (clinic.folder / "output.log").read_text(encoding="utf-8", errors="replace")
    shown = page.get_by_role("main").inner_text()
    assert "The new model is live." in shown, shown
    expect(done).to_have_count(4)
    assert "A newly trained model is live." in log
    assert AFTER in ask(clinic, page, QUESTION)
    expect(page.get_by_text("Everything is learned.")).to_be_visible()

    # No patient has noticed.
    assert patients.failures == []
    assert len(patients.answers) > 10
    assert {answer["kind"] for answer in patients.answers} == {"answer"}
    assert all(AFTER in answer["text"] for answer in patients.answers)
