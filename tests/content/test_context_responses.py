"""How what is remembered is named in replies."""

from __future__ import annotations

import pytest

from bot.content.treatment_words import DRUG, KIND, time_in_words, treatment_in_words


@pytest.mark.parametrize(
    ("kind", "drug", "words"),
    [
        ("checkpoint_inhibitor", "Keytruda", "Keytruda, a checkpoint inhibitor"),
        ("checkpoint_inhibitor", None, "a checkpoint inhibitor"),
        ("checkpoint_inhibitor", "Opdivo and Yervoy", "Opdivo and Yervoy"),
        ("car_t", None, "CAR-T cell therapy"),
        ("car_t", "Yescarta", "Yescarta, CAR-T cell therapy"),
        ("bcg", "BCG", "BCG for the bladder"),
        ("other", "Aldara", "Aldara"),
        ("other", None, "another kind of immunotherapy"),
    ],
)
def test_a_treatment_in_words(kind: str, drug: str | None, words: str) -> None:
    assert treatment_in_words({KIND: kind, DRUG: drug}) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (-1, "yesterday"),
        (1, "tomorrow"),
        (-3, "3 days ago"),
        (7, "in 7 days"),
        (14, "in about 2 weeks"),
        (-21, "about 3 weeks ago"),
        (-120, "about 4 months ago"),
        (60, "in about 2 months"),
    ],
)
def test_a_time_in_words(days: int, words: str) -> None:
    assert time_in_words(days) == words
