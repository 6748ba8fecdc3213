"""bot/run/shell.py: a number stands for a button, everything else for itself.

That Ctrl-D ends it is tested with the real command in tests/faults/test_privacy.py.
"""

from __future__ import annotations

import pytest

from bot.run.shell import _chosen

BUTTONS = [{"title": "Yes", "payload": "yes"}, {"title": "No", "payload": "no"}]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("1", "yes"),
        ("2", "no"),
        ("0", "0"),
        ("3", "3"),
        ("what is car-t", "what is car-t"),
        ("39.5", "39.5"),
        ("no", "no"),
        ("", ""),
    ],
)
def test_what_is_sent_under_buttons(text: str, sent: str) -> None:
    assert _chosen(text, BUTTONS) == sent


def test_without_buttons_a_number_is_a_number() -> None:
    assert _chosen("1", []) == "1"
