"""bot/store/journal.py: what cannot be written down at all stands in the way of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.entries import Entry
from bot.store.journal import Journal


class Unspeakable:
    def __str__(self) -> str:
        raise RuntimeError


def _nested() -> list[object]:
    """Deeper than JSON is written."""
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    return nested


def _circle() -> list[object]:
    circle: list[object] = []
    circle.append(circle)
    return circle


@pytest.mark.parametrize(
    "data",
    [{("a", "key"): 1}, {"text": _circle()}, {"text": _nested()}, {"text": Unspeakable()}],
    ids=["a key that is no text", "a circle", "too deep", "no text"],
)
def test_what_json_cannot_hold_blocks_nothing_after_it(
    tmp_path: Path, data: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(stem := tmp_path / "journal")
    for content in ({"text": "a"}, data, {"text": "b"}):
        journal.append(Entry("messages", "web-1", content))
    for one in (journal, Journal(stem)):
        assert [entry.data["text"] for entry in one.entries()] == ["a", "b"]
    assert journal.is_durable
    assert journal.left_out == 1
    assert "An entry (messages) cannot be kept: " in caplog.text
