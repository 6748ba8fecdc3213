"""Which day a message tells of a treatment."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.day_told import day_told
from bot.dialogue.reading import read_message

TUESDAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("message", "day"),
    [
        ("next infusion is thursday", date(2026, 12, 3)),
        ("my infusion is on tuesday", date(2026, 12, 8)),
        ("I get it next monday", date(2026, 12, 7)),
        ("I had my infusion on thursday", date(2026, 11, 26)),
        ("I had my infusion on tuesday", date(2026, 11, 24)),
        ("my infusion was last friday", date(2026, 11, 27)),
        ("my infusion was yesterday", date(2026, 11, 30)),
        ("infusion in 3 days", date(2026, 12, 4)),
        ("what is an infusion", None),
    ],
)
def test_the_day_of_a_treatment(message: str, day: date | None) -> None:
    assert day_told(read_message(message, context_knowledge()), TUESDAY) == day
