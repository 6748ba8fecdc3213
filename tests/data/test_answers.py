"""The answers: there for every topic, plain, short, with sources and a review date."""

from __future__ import annotations

import datetime
import re

import pytest
import textstat

from bot.settings.clinic import load_clinic, read_yaml
from bot.settings.paths import DATA_DIR
from tests.data.content import TOPICS, Response, answers

# Answers may name what a clinic sets, and nothing else; the rest would stay in braces.
KNOWN_WORDS = {*load_clinic().words(), "fever_threshold"}
SHORTEST_WORDS, LONGEST_WORDS = 30, 110
LONGEST_PAYLOAD_BYTES = 64  # Telegram's limit
HIGHEST_GRADE = 7.0
A_PHONE = "555-0100"


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def as_read(answer: Response) -> str:
    """The answer as a patient reads it, with every word in braces filled in."""
    return re.sub(r"\{\w+\}", A_PHONE, answer.text)


def test_every_topic_has_an_answer_and_every_answer_a_topic() -> None:
    assert answers().keys() == set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_answer_is_complete(topic: str) -> None:
    answer = answers()[topic]
    words = len(as_read(answer).split())
    assert SHORTEST_WORDS <= words <= LONGEST_WORDS, f"{answer.place}: {words} words"
    unknown = placeholders(answer.text) - KNOWN_WORDS
    assert not unknown, f"{answer.place}: unknown words in braces: {unknown}"
    assert not answer.buttons, f"{answer.place}: answers have no buttons"
    assert answer.metadata.keys() == {"title", "sources", "reviewed"}, answer.place


@pytest.mark.parametrize("topic", TOPICS)
def test_title_is_a_short_question(topic: str) -> None:
    answer = answers()[topic]
    title = answer.metadata["title"]
    assert title.endswith("?"), f"{answer.place}: {title!r} is no question"
    assert len(title.encode()) <= LONGEST_PAYLOAD_BYTES, f"{answer.place}: {title!r} is too long"


@pytest.mark.parametrize("topic", TOPICS)
def test_sources_and_review_date(topic: str) -> None:
    answer = answers()[topic]
    known = read_yaml(DATA_DIR / "sources.yml")
    assert isinstance(known, dict)
    sources = answer.metadata["sources"]
    assert sources, f"{answer.place}: no source"
    assert set(sources) <= known.keys(), f"{answer.place}: {sources} are not all in sources.yml"
    assert len(sources) == len(set(sources)), f"{answer.place}: a source stands twice"
    reviewed = datetime.date.fromisoformat(answer.metadata["reviewed"])
    assert reviewed.year >= 2024, f"{answer.place}: reviewed {reviewed}"


def test_titles_are_unique() -> None:
    first: dict[str, Response] = {}
    for answer in answers().values():
        other = first.setdefault(answer.metadata["title"].casefold(), answer)
        assert other is answer, f"{answer.place}: the title stands at {other.place} too"


def test_answers_are_plain_language() -> None:
    pooled = " ".join(as_read(answer).replace("\n", " ") for answer in answers().values())
    assert textstat.flesch_kincaid_grade(pooled) <= HIGHEST_GRADE


@pytest.mark.parametrize("topic", TOPICS)
def test_answer_says_nothing_that_only_a_clinician_may(topic: str) -> None:
    """No doses, no promise of a cure, no advice to stop or change a medicine."""
    answer = answers()[topic]
    found = re.search(
        r"\b\d+ ?(mg|ml|mcg|tablets?)\b|\b(we|it will|will) cure\b|\bguarantee|\bstop taking\b",
        answer.text,
        re.IGNORECASE,
    )
    assert found is None, f"{answer.place}: {found[0] if found else ''!r}"
