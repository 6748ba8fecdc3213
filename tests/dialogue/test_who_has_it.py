"""Who has what a message reports: message → whether somebody else than the writer has it."""

from __future__ import annotations

import pytest

from bot.dialogue.reports import Reader


@pytest.mark.parametrize(
    "text",
    [
        "my mum has a rash",
        "her joints ache",
        "she is very tired",
        "i think my husband has a fever",
        "i am writing for my dad. he has a rash",
        "my wife says my husband has a rash",
        "my husband has a rash and i am scared",
        "mum asked me to type that her toes tingle",
        "hes dead forgetful",
    ],
)
def test_somebody_else_has_it(reader: Reader, text: str) -> None:
    assert reader.said(text).of_relative


@pytest.mark.parametrize(
    "text",
    [
        "i have a rash",
        "my joints ache",
        "a rash on the arm",
        "i have itchy skin. my daughter says it's the soap",
        "since yesterday i have a cough. my sister says it's hay fever",
        "my wife says i have a rash",
        "my daughter noticed i have a rash",
        "my daughter is worried about my rash",
        "they are itchy, my legs",
        "i live alone since my wife passed. my feet are heavy and i nap a lot",
    ],
)
def test_the_writer_has_it(reader: Reader, text: str) -> None:
    assert not reader.said(text).of_relative
