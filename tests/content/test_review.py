"""The review sheet: whole, safe to open, and for this clinic."""

from __future__ import annotations

import dataclasses
import datetime
import re

import pytest

from bot.content.faq_files import Response, read_answers
from bot.content.review import review_page
from bot.settings.clinic import load_clinic

TODAY = datetime.date(2027, 1, 5)


@pytest.fixture(scope="module")
def page() -> str:
    return review_page(read_answers(), load_clinic(), TODAY)


def test_every_topic_has_a_sheet(page: str) -> None:
    topics = {answer.name for answer in read_answers()}
    assert set(re.findall(r'<article id="([^"]+)"', page)) == topics
    assert page.count('<div class="sign">') == len(topics)
    assert page.count("<section>") == len(read_answers())


def test_the_clinics_own_words_stand_in_the_answers(page: str) -> None:
    assert load_clinic().care_team.phone in page
    assert not re.search(r"\{\w+\}", page.split("</style>")[1])


def test_the_page_needs_no_network(page: str) -> None:
    assert not re.search(r"<(script|link|img|iframe)\b|url\(|@import", page)


def test_waiting_and_signed_answers_are_marked() -> None:
    answers = read_answers()[:2]
    waiting = dataclasses.replace(
        answers[0], metadata={**answers[0].metadata, "waiting": True, "waiting_for": "a <dose>"}
    )
    signed = dataclasses.replace(
        answers[1],
        metadata={
            **answers[1].metadata,
            "reviewed_by": "Ada Nurse",
            "signed_text": answers[1].fingerprint,
        },
    )
    page = review_page([waiting, signed], load_clinic(), TODAY)
    assert "<strong>Waiting:</strong> a &lt;dose&gt;" in page
    assert "✓ Signed by Ada Nurse, November 28, 2026" in page
    assert "2 topics, 1 of them signed, 1 waiting" in page


def test_an_answer_that_was_changed_after_it_was_signed_is_to_be_signed_again() -> None:
    answer = read_answers()[0]
    metadata = {**answer.metadata, "reviewed_by": "Ada Nurse", "signed_text": answer.fingerprint}
    changed = dataclasses.replace(answer, text=f"{answer.text} More.", metadata=metadata)
    page = review_page([changed], load_clinic(), TODAY)
    assert "<strong>Changed since it was signed</strong> by Ada Nurse" in page
    assert "✓ Signed" not in page
    assert "1 topics, 0 of them signed" in page


def test_text_is_escaped() -> None:
    answer = read_answers()[0]
    hostile: Response = dataclasses.replace(answer, text="<b>bold</b> & {care_team_phone}")
    page = review_page([hostile], load_clinic(), TODAY)
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; " in page
