"""bot/store/unanswered.py: questions for staff, with whatever names a person masked."""

from __future__ import annotations

import pytest

from bot.store.unanswered import delete_unanswered_of, masked, record_unanswered, unanswered_of


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
        # nothing to mask
        ("what is the name of this drug", "what is the name of this drug"),
        ("is it at the hospital", "is it at the hospital"),
        ("", ""),
    ],
)
def test_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


def test_masked_text_is_cut_to_1000_characters() -> None:
    assert masked("x" * 5000) == "x" * 1000


@pytest.mark.usefixtures("own_databases")
def test_a_question_is_kept_masked() -> None:
    record_unanswered("web-1", "web", "call me on 555-0100", ["timing/results", "crs/risks"])
    (question,) = unanswered_of("web-1")
    assert question.text == "call me on [phone]"
    assert question.offered == ["timing/results", "crs/risks"]
    assert question.channel == "web"


@pytest.mark.usefixtures("own_databases")
def test_deleting_takes_one_conversation_only() -> None:
    for conversation in ("a", "a", "b"):
        record_unanswered(conversation, "web", "hm", [])
    assert delete_unanswered_of("a") == 2
    assert unanswered_of("a") == []
    assert len(unanswered_of("b")) == 1
