"""bot/run/privacy.py: who is deleted without a server is gone from the messengers' files too."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.channels.messengers.message import Outgoing
from bot.run import privacy
from bot.run.processes import StartError
from bot.store.database import conversations_database, records, utc_now
from bot.store.entries import Entry
from bot.store.journal import Journal
from bot.store.records import RedFlagEvent, TurnRow
from bot.store.set_aside import files_aside
from bot.store.writer import ERASE


@pytest.fixture
def state(own_databases: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(privacy, "STATE_DIR", own_databases)
    return own_databases


def test_deleting_reaches_the_messengers(state: Path) -> None:
    journal = Journal(state / "messengers" / "telegram_out")
    for conversation in ("telegram-1", "telegram-2"):
        reply = Outgoing(conversation, "1", f"canary of {conversation}").as_json()
        journal.append(Entry("message", conversation, reply, conversation))
    journal.close()
    said: list[str] = []
    privacy.delete("telegram-1", said.append)
    left = "".join(file.read_text() for file in (state / "messengers").glob("*.jsonl"))
    assert said == ["Deleted."]
    assert ("canary of telegram-1" in left, "canary of telegram-2" in left) == (False, True)


@pytest.mark.parametrize("conversation", ["web-nonsense", "telegram-1"])
def test_an_id_under_which_nothing_is_kept_is_no_done_erasure(
    state: Path, conversation: str
) -> None:
    journal = Journal(state / "messengers" / "telegram_out")
    journal.append(Entry("message", "telegram-12", {"text": "x"}, "telegram-12"))
    journal.close()
    said: list[str] = []
    with pytest.raises(StartError, match=f"Nothing is kept under the id {conversation}"):
        privacy.delete(conversation, said.append)
    with pytest.raises(StartError, match="Nothing is kept"):
        privacy.export(conversation)
    assert said == []


def test_an_id_with_a_record_alone_is_known(state: Path) -> None:
    assert state.exists()
    who = {"at": utc_now(), "channel": "web", "conversation": "web-1"}
    with records() as session:
        session.execute(insert(TurnRow).values(**who, kind="offer", milliseconds=1500))
    assert '"kind": "offer"' in privacy.export("web-1")
    said: list[str] = []
    privacy.delete("web-1", said.append)
    assert said == ["Deleted."]
    with pytest.raises(StartError, match="Nothing is kept"):
        privacy.delete("web-1", said.append)


@pytest.mark.parametrize("database", ["conversations", "records"])
def test_what_waits_for_a_database_alone_is_known_and_deleted(state: Path, database: str) -> None:
    """As where a server was ended before it had written."""
    kind, key = {"conversations": ("messages", "messages"), "records": ("feedback", "text")}[
        database
    ]
    journal = Journal(state / "journal" / database)
    journal.append(Entry(kind, "web-1", {key: "canary"}, "1"))
    journal.close()
    said: list[str] = []
    privacy.delete("web-1", said.append)
    assert said == ["Deleted."]
    assert not any(b"canary" in file.read_bytes() for file in state.rglob("*") if file.is_file())


def test_what_waits_in_the_journal_alone_is_exported(state: Path) -> None:
    row = {"turn": "t1", "position": 0, "channel": "web", "sender": "user", "text": "my words"}
    journal = Journal(state / "journal" / "conversations")
    journal.append(Entry("messages", "web-1", {"messages": [row]}, "1"))
    journal.append(Entry("events", "web-1", {"events": [{"event": "user", "text": "said"}]}, "2"))
    journal.append(Entry("messages", "web-2", {"messages": [row | {"text": "another's"}]}, "3"))
    journal.close()
    of_records = Journal(state / "journal" / "records")
    of_records.append(Entry("feedback", "web-1", {"topic": "crs/what_is"}, "4"))
    of_records.close()
    exported = json.loads(privacy.export("web-1"))
    assert [message["text"] for message in exported["messages"]] == ["my words"]
    assert [event["text"] for event in exported["events"]] == ["said"]
    assert exported["waiting_for_the_records"] == [{"kind": "feedback", "topic": "crs/what_is"}]


def test_what_was_erased_since_is_not_exported(state: Path) -> None:
    row = {"turn": "t1", "position": 0, "channel": "web", "sender": "user", "text": "gone"}
    journal = Journal(state / "journal" / "conversations")
    journal.append(Entry("messages", "web-1", {"messages": [row]}, "1"))
    journal.append(Entry(ERASE, "web-1", {}, "2"))
    journal.append(Entry("messages", "web-1", {"messages": [row | {"text": "new"}]}, "3"))
    journal.close()
    exported = json.loads(privacy.export("web-1"))
    assert [message["text"] for message in exported["messages"]] == ["new"]


def test_files_that_cannot_be_read_are_named(state: Path) -> None:
    (state / "messengers" / "telegram_out-000000001.jsonl").mkdir(parents=True)
    with pytest.raises(StartError, match="files of the messengers cannot be read"):
        privacy.delete("telegram-1", lambda _: None)


def test_who_is_deleted_may_still_stand_in_a_file_that_could_not_be_read(state: Path) -> None:
    database = conversations_database()
    assert database.file is not None
    database.file.write_bytes(b"no database " * 500)
    database.check_anew()
    assert not database.can_be_written()
    (aside,) = files_aside(database.file)
    said: list[str] = []
    privacy.delete("telegram-1", said.append)
    assert said[0] == "Deleted."
    assert said[1].startswith(f"{aside.name} could not be read")
    assert said[1].endswith("python -m bot privacy purge --unreadable")
    privacy.purge_unreadable(said.append)
    assert said[2] == "Deleted: 1 unreadable files."
    assert not aside.exists()
    assert state.exists()


def test_a_patients_conversation_is_found_by_its_time_and_channel(state: Path) -> None:
    assert state.exists()
    assert privacy.listed(7, None) == "No conversation in 7 days."
    now = utc_now()
    rows = [
        ("web", "web-1", now - timedelta(hours=2)),
        ("web", "web-1", now - timedelta(hours=1)),
        ("telegram", "telegram-2", now),
        ("web", "web-old", now - timedelta(days=9)),
    ]
    with records() as session:
        for channel, conversation, at in rows:
            who = {"at": at, "channel": channel, "conversation": conversation}
            session.execute(insert(TurnRow).values(**who, kind="answer", milliseconds=10))
        flag = {"at": now, "channel": "web", "conversation": "web-1", "tier": "call_now"}
        session.execute(insert(RedFlagEvent).values(**flag, findings=["fever"]))
    last, first = privacy.listed(7, None).splitlines()
    assert "telegram-2  (turns 1, red flags 0)" in last
    assert "web  web-1  (turns 2, red flags 1)" in first
    assert privacy.listed(7, "telegram") == last
    assert "web-old" in privacy.listed(10, "web")
