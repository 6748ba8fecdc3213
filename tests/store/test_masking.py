"""bot/store/masking.py: questions for staff, with whatever names a person masked."""

from __future__ import annotations

import time

import pytest

from bot.store.masking import masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mail me at ann.lee@example.org please", "mail me at [e-mail] please"),
        ("ring 555-0100", "ring [phone]"),
        ("ring +44 20 7946 0000 or (555) 010-0199", "ring [phone] or ([phone]"),
        ("my name is Ann Lee", "my name is [name]"),
        ("My Name's O’Brien", "My Name's [name]"),
        ("I am called José María", "I am called [name]"),
        ("I was born in 1949", "I was born in ####"),
        ("on day 3 of 21", "on day # of ##"),
        ("hi I'm Bob, is it safe", "hi I'm [name], is it safe"),
        ("i am Mary Ann O'Brien", "i am [name]"),
        ("this is Ann speaking", "this is [name] speaking"),
        ("my husband Peter Miller is hot", "my husband [name] is hot"),
        ("Dr. Jones and nurse Mary said so", "Dr. [name] and nurse [name] said so"),
        # nothing to mask
        ("this is driving me mad what helps", "this is driving me mad what helps"),
        ("my husband sleeps all day", "my husband sleeps all day"),
        ("i'm harold and my doctor is dr smith", "i'm harold and my doctor is dr [name]"),
        ("mrs o had it", "mrs [name] had it"),
        ("Harold Pemberton here from Oak Street", "[name] here from Oak Street"),
        ("my dr said it is fine", "my dr said it is fine"),
        ("is it right to come here", "is it right to come here"),
        ("I am tired", "I am tired"),
        ("I'm on Keytruda", "I'm on Keytruda"),
        ("I AM TIRED", "I AM TIRED"),
        ("what is the name of this drug", "what is the name of this drug"),
        ("is it at the hospital", "is it at the hospital"),
        ("", ""),
    ],
)
def test_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


def test_masked_text_is_cut_to_1000_characters() -> None:
    assert masked("x" * 5000) == "x" * 1000
    assert masked("x " * 500 + "y") == "x " * 500


@pytest.mark.parametrize("before", range(960, 1070))
def test_no_half_of_an_address_or_a_name_is_kept(before: int) -> None:
    for words in ("a.very.long.name.of.somebody@example.org", "my name is Heliotrope"):
        kept = masked("x" * before + " " + words)
        assert len(kept) <= 1000
        assert "a.ver" not in kept
        assert "Heli" not in kept


@pytest.mark.parametrize("text", ["x", "1 ", "a@", "my name is ", "1(", "Dr ", " "])
def test_the_longest_text_costs_little(text: str) -> None:
    start = time.process_time()
    masked(text * (64_000 // len(text)))
    assert time.process_time() - start < 0.1
