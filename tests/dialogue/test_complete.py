"""What follows from a report whose wording says all that decides."""

from __future__ import annotations

import pytest

from bot.dialogue.complete import advice_of, is_mild_beyond_doubt, is_surely_mild


def likely(call_today: float, self_care: float, red: float) -> dict[str, float]:
    ask = 1 - call_today - self_care - red
    return {
        "ask": ask,
        "call_now": red / 2,
        "call_today": call_today,
        "emergency": red / 2,
        "self_care": self_care,
    }


SHORT, LONG = ["mouth", "dryish"], ["my", "mouth", "is", "dry", "but", "i", "eat"]


@pytest.mark.parametrize(
    ("today", "self_care", "red", "several", "norms", "advice"),
    [
        (0.6, 0.2, 0.1, False, LONG, "call_today"),
        (0.2, 0.6, 0.1, False, LONG, "self_care"),
        (0.35, 0.3, 0.1, False, LONG, "self_care"),  # nearly as likely: nobody is sent for nothing
        (0.2, 0.2, 0.1, False, LONG, None),  # something is missing
        (0.35, 0.4, 0.25, False, LONG, "self_care"),
        (0.3, 0.4, 0.3, False, LONG, None),
        # few words must be less likely red
        (0.2, 0.6, 0.1, False, SHORT, "self_care"),
        (0.2, 0.5, 0.3, False, SHORT, None),
        (0.2, 0.6, 0.1, False, ["dry", "."], None),
        # of several symptoms one advice must be as good as sure
        (0.05, 0.92, 0.02, True, LONG, "self_care"),
        (0.92, 0.05, 0.02, True, LONG, "call_today"),
        (0.2, 0.7, 0.05, True, LONG, None),
        (0.5, 0.48, 0.01, True, LONG, None),
    ],
)
def test_advice(
    today: float,
    self_care: float,
    red: float,
    several: bool,
    norms: list[str],
    advice: str | None,
) -> None:
    assert advice_of(likely(today, self_care, red), norms, asks=False, several=several) == advice


@pytest.mark.parametrize(
    ("today", "self_care", "advice"),
    [(0.1, 0.7, "self_care"), (0.7, 0.1, "call_today"), (0.4, 0.3, None)],
)
def test_who_asks_something_gets_advice_where_the_report_around_it_is_likelier_mild(
    today: float, self_care: float, advice: str | None
) -> None:
    assert advice_of(likely(today, self_care, 0.05), LONG, asks=True, several=False) == advice


@pytest.mark.parametrize(
    ("today", "self_care", "red", "surely", "beyond_doubt"),
    [
        (0.1, 0.6, 0.05, True, False),
        (0.1, 0.4, 0.05, False, False),
        (0.1, 0.6, 0.2, False, False),
        (0.6, 0.37, 0.02, True, True),
        (0.97, 0.0, 0.02, True, True),  # surely not now: a fact that seems red does not count
        (0.6, 0.33, 0.06, False, False),
    ],
)
def test_what_is_surely_mild(
    today: float, self_care: float, red: float, surely: bool, beyond_doubt: bool
) -> None:
    assert is_surely_mild(likely(today, self_care, red)) is surely
    assert is_mild_beyond_doubt(likely(today, self_care, red)) is beyond_doubt
