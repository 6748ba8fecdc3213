"""bot/store/erasures.py: who was erased is known as long as records are kept, and no longer."""

from __future__ import annotations

import time

import pytest

from bot.store.erasures import Erasures
from bot.store.ids import reference_of

DAY = 24 * 3600.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which a test changes."""
    now = [time.monotonic()]
    monkeypatch.setattr("bot.store.erasures.time.monotonic", lambda: now[0])
    return now


def test_what_was_erased_is_forgotten_with_its_rows(clock: list[float]) -> None:
    known = Erasures()
    known.add_earlier([reference_of("web-1")])
    clock[0] += 10 * DAY
    known.add("web-2")
    for days, kept in ((0, [True, True, False]), (81, [False, True, False]), (10, [False] * 3)):
        clock[0] += days * DAY
        known.forget(90)
        assert [one in known for one in ("web-1", "web-2", "web-3")] == kept


def test_only_a_turn_that_began_before_is_without_a_conversation(clock: list[float]) -> None:
    known = Erasures()
    began = clock[0]
    clock[0] += 1
    known.add("web-1")
    assert known.is_since("web-1", began)
    assert not known.is_since("web-1", clock[0] + 1)
    assert not known.is_since("web-2", began)
