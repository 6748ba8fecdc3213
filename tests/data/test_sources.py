"""bot/data/sources.yml: one key for a page, and what a patient can open and trust."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.content.sources import SOURCES_FILE, Source, read_sources
from bot.settings.clinic import read_yaml
from tests.data.content import answer_variants

SOURCES = read_sources()


def test_numbers_stand_in_quotes() -> None:
    content = read_yaml(SOURCES_FILE)
    assert isinstance(content, dict)
    assert all(isinstance(key, str) for key in content)


@pytest.mark.parametrize(("key", "source"), SOURCES.items(), ids=SOURCES.keys())
def test_source_says_what_it_is(key: str, source: Source) -> None:
    assert source.title.strip(), key
    assert source.url is None or source.url.startswith("https://"), key
    assert source.body or key.isdigit(), f"{key}: no body"
    assert not source.title.startswith(str(source.body)), f"{key}: the title repeats the body"


def test_one_key_for_a_page() -> None:
    urls = Counter(source.url.rstrip("/") for source in SOURCES.values() if source.url)
    titles = Counter(source.full_title.casefold() for source in SOURCES.values())
    assert [name for name, count in (urls + titles).items() if count > 1] == []


def test_every_source_is_named_by_an_answer() -> None:
    named = {key for answer in answer_variants() for key in answer.metadata["sources"]}
    assert SOURCES.keys() - named == set()


def test_pages_of_the_national_cancer_institute_lie_on_its_own_site() -> None:
    pages = [s for s in SOURCES.values() if s.body == "National Cancer Institute" and s.url]
    assert pages
    assert all(".cancer.gov/" in str(page.url) for page in pages)
