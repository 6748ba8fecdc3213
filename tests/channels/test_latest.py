"""bot/channels/latest.py: what is known of a conversation, for a day."""

from __future__ import annotations

import pytest

from bot.channels.latest import Latest

_HOUR = 60 * 60


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Its one number is the time in seconds."""
    now = [0.0]
    monkeypatch.setattr("bot.channels.latest.time.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(("hours", "known"), [(0, "rash"), (23, "rash"), (25, None)])
def test_it_is_known_for_a_day(clock: list[float], hours: int, known: str | None) -> None:
    of: Latest[str] = Latest()
    of.set("one", "rash")
    clock[0] += hours * _HOUR
    assert (of.get("one"), of.get("other")) == (known, None)


def test_it_can_be_replaced_and_forgotten() -> None:
    of: Latest[str] = Latest()
    of.set("one", "rash")
    of.set("one", "cough")
    assert of.get("one") == "cough"
    of.set("one", None)
    assert of.get("one") is None
