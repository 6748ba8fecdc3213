"""``python -m bot privacy``: finds, shows, deletes what is kept of one patient; and what is old."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.conversation_ids import ConversationIds
from bot.channels.messengers.erasing import erase_from_files, is_in_files
from bot.run.processes import StartError
from bot.settings.clinic import clinic
from bot.settings.paths import STATE_DIR
from bot.settings.secrets import secret
from bot.store.archive import JOURNALS, Archive
from bot.store.conversation_rows import EVENTS, events_of, messages_of
from bot.store.database import conversations_database, records_database, utc_now
from bot.store.entries import Entry
from bot.store.records import (
    FeedbackRow,
    Notice,
    RedFlagEvent,
    TurnRow,
    UnansweredQuestion,
    rows_of,
)
from bot.store.requests import request_erasure
from bot.store.retention import delete_old
from bot.store.set_aside import files_aside
from bot.store.talks import Talk, talks_since
from bot.store.waiting import waiting_in

Say = Callable[[str], None]
_SERVER_SECONDS = 30.0
_TABLES = (RedFlagEvent, UnansweredQuestion, TurnRow, FeedbackRow, Notice)


def conversation_of(channel: str, sender: str) -> str:
    """The id under which a messenger's sender is kept."""
    return ConversationIds(secret("conversation_secret")).of(channel, sender)


def listed(days: int, channel: str | None) -> str:
    """The conversations of the last days, one a line: by its time a patient's is known, and its id.

    Raises:
        StartError: where the records cannot be read.
    """
    try:
        talks = talks_since(utc_now() - timedelta(days=days), channel)
    except (SQLAlchemyError, OSError) as error:
        raise StartError(f"The records cannot be read now ({type(error).__name__}).") from None
    return "\n".join(map(_line_of, talks)) or f"No conversation in {days} days."


def _line_of(talk: Talk) -> str:
    first, last = (at.replace(tzinfo=timezone.utc).astimezone() for at in (talk.first, talk.last))
    ended = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M}"
    counts = f"turns {talk.turns}, red flags {talk.red_flags}"
    return f"{first:%Y-%m-%d %H:%M} to {ended}  {talk.channel}  {talk.conversation}  ({counts})"


def delete(conversation: str, say: Say) -> None:
    """Erases a conversation and its records; an entry without content remains.

    What cannot be looked up, as a database cannot be read now, is erased as if it were there.

    Raises:
        StartError: where nothing is kept under this id, a database cannot be written now, or a
            running server does not answer.
    """
    with suppress(SQLAlchemyError, OSError):  # the erasure itself says what it cannot write
        _refuse_unknown(conversation)
    with _without_server() as is_alone:
        if is_alone:
            asyncio.run(_erase(conversation))
        else:
            _ask_server(conversation)
    say("Deleted.")
    for file in _files_aside():
        say(
            f"{file.name} could not be read as a database and may hold words of it, too. "
            "To delete it: python -m bot privacy purge --unreadable"
        )


def purge_unreadable(say: Say) -> None:
    """Deletes the files that could not be read as databases."""
    files = _files_aside()
    for file in files:
        file.unlink(missing_ok=True)
    say(f"Deleted: {len(files)} unreadable files.")


def _files_aside() -> list[Path]:
    databases = conversations_database(), records_database()
    return [file for database in databases for file in files_aside(database.file)]


def purge(say: Say) -> None:
    """Deletes what is older than clinic.yml says, as the server does every day."""
    try:
        gone = delete_old(conversations_database(), records_database(), clinic().retention)
    except (SQLAlchemyError, OSError) as error:
        raise StartError(f"A database cannot be written now ({type(error).__name__}).") from None
    said = f"Deleted: {gone.conversations} rows of conversations, {gone.records} of records"
    say(f"{said}, {gone.files} unreadable files." if gone.files else f"{said}.")


def export(conversation: str) -> str:
    """All that is kept of a conversation, as JSON. Raises StartError, also where it is nothing."""
    try:
        _refuse_unknown(conversation)
        content = _content_of(conversation)
        records = {table.__tablename__: _rows(table, conversation) for table in _TABLES}
    except (SQLAlchemyError, OSError) as error:
        raise StartError(f"A database cannot be read now ({type(error).__name__}).") from None
    # Some of it may stand among the records already.
    waiting = [{"kind": e.kind, **e.data} for e in _waiting("records", conversation)]
    later = {"waiting_for_the_records": waiting} if waiting else {}
    whole = {"conversation": conversation, **content, **records, **later}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=str)


def _refuse_unknown(conversation: str) -> None:
    """Raises StartError where nothing is kept: a mistyped id is not to look like a done erasure."""
    if _is_in_databases(conversation) or is_in_files(STATE_DIR, conversation) or _files_aside():
        return
    if _is_in_databases(conversation):  # a running server took it there from a file meanwhile
        return
    raise StartError(
        f"Nothing is kept under the id {conversation}. `python -m bot privacy list` shows all ids; "
        "for a messenger's own id add --channel."
    )


def _is_in_databases(conversation: str) -> bool:
    is_kept = any(_content_of(conversation).values())
    return is_kept or any(rows_of(table, conversation) for table in _TABLES)


def _content_of(conversation: str) -> dict[str, Any]:
    """From the database, and from the journal what a server has not written there yet."""
    database = conversations_database()
    waiting = _waiting("conversations", conversation)
    messages = [asdict(message) for message in messages_of(database, conversation)]
    written = {_place(message) for message in messages}
    later = [row for entry in waiting for row in entry.data.get("messages") or ()]
    messages += [row for row in later if isinstance(row, dict) and _place(row) not in written]
    events = [entry for entry in waiting if entry.kind == EVENTS]
    return {"messages": messages, "events": events_of(database, conversation, None, events)}


def _place(message: Mapping[str, Any]) -> tuple[Any, Any]:
    return message.get("turn"), message.get("position")


def _waiting(database: str, conversation: str) -> list[Entry]:
    return waiting_in(STATE_DIR / JOURNALS / database, conversation)


def _rows(table: Any, conversation: str) -> list[dict[str, Any]]:
    names = [attribute.key for attribute in inspect(table).column_attrs]
    found = rows_of(table, conversation)
    return [{name: getattr(row, name) for name in names} for row in found]


async def _erase(conversation: str) -> None:
    archive = Archive(STATE_DIR)
    archive.start()
    archive.erase(conversation)
    done = await archive.wait_until_written()
    archive.stop()
    if not done:
        raise StartError(
            "A database cannot be written now. It is deleted as soon as the server can write it."
        )
    try:
        erase_from_files(STATE_DIR, conversation)
    except OSError as error:
        raise StartError(
            f"The files of the messengers cannot be read ({type(error).__name__})."
        ) from None


def _ask_server(conversation: str) -> None:
    wish = request_erasure(STATE_DIR, conversation)
    end = time.monotonic() + _SERVER_SECONDS
    while wish.exists():
        if time.monotonic() > end:
            raise StartError("The server does not answer. It is deleted as soon as it does.")
        time.sleep(0.1)


@contextmanager
def _without_server() -> Iterator[bool]:
    """Whether no server uses the state folder; none can start meanwhile."""
    STATE_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(STATE_DIR / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
