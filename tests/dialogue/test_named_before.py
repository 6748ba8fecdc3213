"""What a message means by a name that stands in the one before it."""

from __future__ import annotations

import pytest

from bot.content.english import load_english
from bot.content.pointing_files import pointing_words
from bot.dialogue.named_before import with_denied, with_own, with_part
from bot.safety.rules.words import read_words


@pytest.mark.parametrize(
    ("before", "text", "read"),
    [
        ("can it harm the lungs", "mine hurt when i laugh", "my lungs hurt when i laugh"),
        ("does it reach the mouth", "well, mine is raw", "my mouth is raw"),
        ("what about his heart", "mine skips beats", "his heart skips beats"),
        ("how often are infusions", "mine are on fridays", None),
        ("what about the heart", "mine", None),
        ("is a cough normal", "mine is dry", None),
        ("what about the heart", "it is mine to ask", None),
    ],
)
def test_mine_is_what_was_asked_about(before: str, text: str, read: str | None) -> None:
    assert with_own(read_words(before), read_words(text), pointing_words()) == read


@pytest.mark.parametrize(
    ("before", "text", "read"),
    [
        ("a question about my urine", "it's like cola", "my urine is like cola"),
        ("about her eyes", "they look yellow", "her eyes look yellow"),
        ("my tongue", "feels thick", "my tongue feels thick"),
        ("my stools", "tarry", "my stools is tarry"),
        ("the toilet bowl", "was red after i went", "my toilet bowl was red after i went"),
        ("my port", "it's new", None),
        ("my eyes and my mouth", "they are dry", None),
        ("my eyes", "my mouth is dry", None),
        ("my eyes", "can i drive", None),
        ("my eyes", "", None),
        ("my eyes", "no", None),
    ],
)
def test_the_part_in_one_message_the_sign_in_the_next(
    before: str, text: str, read: str | None
) -> None:
    assert with_part(read_words(before), read_words(text), pointing_words()) == read


@pytest.mark.parametrize(
    ("before", "text", "read"),
    [
        ("no bleeding", "oh yes, on my gums", "i have bleeding on my gums"),
        ("no fever", "oh wait i do, 38.4", "i have fever 38.4"),
        ("i'm not short of breath", "well yes i am, at night", "i am short of breath at night"),
        ("nothing hurts", "hm, yes my knee does", "my knee hurts"),
        ("no fever", "yes", None),
        ("no fever", "yes please", None),
        ("no fever", "yes, no fever", None),
        ("no fever", "yes, in the leaflet?", None),
        ("i have a fever", "yes, in the evening", None),
        ("no pain", "what can i eat", None),
    ],
)
def test_a_denial_that_is_taken_back(before: str, text: str, read: str | None) -> None:
    assert (
        with_denied(read_words(before), read_words(text), pointing_words(), load_english()) == read
    )
