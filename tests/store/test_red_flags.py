"""bot/store/red_flags.py: what was seen, when and where."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError

from bot.store.red_flags import delete_red_flags_of, record_red_flag, red_flags_of

pytestmark = pytest.mark.usefixtures("own_databases")


def test_an_event_is_kept_whole() -> None:
    before = datetime.now(timezone.utc).replace(tzinfo=None)
    record_red_flag("web-1", "web", "call_now", ["fever", "chills"])
    (event,) = red_flags_of("web-1")
    assert (event.channel, event.tier, event.findings) == ("web", "call_now", ["fever", "chills"])
    assert timedelta(0) <= event.at - before < timedelta(minutes=5), "UTC, without a time zone"


def test_events_come_oldest_first_and_of_one_conversation() -> None:
    for conversation, tier in [("a", "check"), ("b", "emergency"), ("a", "call_now")]:
        record_red_flag(conversation, "web", tier, ["fever"])
    assert [event.tier for event in red_flags_of("a")] == ["check", "call_now"]
    assert red_flags_of("nobody") == []


def test_deleting_takes_one_conversation_only() -> None:
    for conversation in ("a", "b", "a"):
        record_red_flag(conversation, "web", "call_now", ["fever"])
    assert delete_red_flags_of("a") == 2
    assert red_flags_of("a") == []
    assert len(red_flags_of("b")) == 1
    assert delete_red_flags_of("a") == 0


def test_nothing_of_a_failed_write_is_kept(own_databases: Path) -> None:
    with pytest.raises(StatementError):
        record_red_flag("a", "web", "call_now", [object()])  # type: ignore[list-item]
    assert red_flags_of("a") == []
    assert (own_databases / "records.db").exists()
