"""Sources as patients read them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bot.content.sources import Source, date_in_words, read_sources, source_links, source_names

NCI_SKIN = Source("Skin Changes", "National Cancer Institute", "https://www.cancer.gov/skin")
NCI_HAIR = Source("Hair Loss", "National Cancer Institute", "https://www.cancer.gov/hair")
ACS = Source("Sleep", "American Cancer Society")
SEED = Source("Immunotherapy-Related Skin Rash")
OTHER_SEED = Source("Side Effects and Advice")


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        ([NCI_SKIN], "National Cancer Institute"),
        ([NCI_SKIN, NCI_HAIR], "National Cancer Institute"),
        ([NCI_SKIN, ACS, NCI_HAIR], "National Cancer Institute; American Cancer Society"),
        ([NCI_SKIN, SEED], "National Cancer Institute"),
        ([SEED, ACS], "American Cancer Society"),
        ([SEED, OTHER_SEED], "Immunotherapy-Related Skin Rash; Side Effects and Advice"),
    ],
)
def test_each_body_is_named_once_and_hides_documents_without_one(
    sources: list[Source], names: str
) -> None:
    assert source_names(sources) == names


def test_links_have_the_full_title_and_an_address_where_there_is_one() -> None:
    assert source_links([NCI_SKIN, ACS, SEED]) == [
        {
            "title": "National Cancer Institute: Skin Changes",
            "url": "https://www.cancer.gov/skin",
        },
        {"title": "American Cancer Society: Sleep", "url": None},
    ]
    assert source_links([SEED]) == [{"title": "Immunotherapy-Related Skin Rash", "url": None}]


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (datetime.date(2026, 11, 22), "November 22, 2026"),
        (datetime.date(2027, 1, 2), "January 2, 2027"),
    ],
)
def test_dates_are_written_as_people_write_them(date: datetime.date, words: str) -> None:
    assert date_in_words(date) == words


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sources.yml"
    file.write_text("a: {title: A page, adress: https://example.org}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="a: should be title, and body, url, reviewed"):
        read_sources(file)
