"""The messengers' files, and how a conversation is deleted from them while no server runs.

A server that runs does this itself: see MessengerChannel.forget. As there, a delivery that nobody
has answered yet stays, and so do urgent words that have not arrived.
"""

from __future__ import annotations

import json
from pathlib import Path

from bot.channels.messengers.choices import (
    CHOICES,
    CHOICES_SECONDS,
    MOST_CHOICES,
    LabelledChoices,
)
from bot.store.archive import JOURNALS
from bot.store.entries import Entry
from bot.store.journal import Journal
from bot.store.kept_values import KeptValues
from bot.store.segments import SUFFIX

FOLDER = "messengers"
# Journals, and the files with the ids of what is done.
IN, HANDLED = "in", "handled"
OUT, SENT = "out", "sent"
_DONE = {IN: HANDLED, OUT: SENT}
# Messengers repeat a delivery for a day at most.
REMEMBERED_DELIVERIES = 20_000
DELIVERY_SECONDS = 2 * 24 * 3600.0


def erase_from_files(state: Path, conversation: str) -> None:
    """Also of messengers that are not set up any more. ``state``: the folder of journals.

    Raises:
        OSError: where a file cannot be read.
    """
    files = sorted((state / FOLDER).glob(f"*{SUFFIX}"))
    named = {tuple(file.stem.partition("-")[0].rpartition("_")[::2]) for file in files}
    for messenger, name in sorted(named):
        if name in _DONE:
            _erase_from_journal(state / FOLDER, messenger, name, conversation)
        elif name == CHOICES:
            file = state / FOLDER / f"{messenger}_{name}{SUFFIX}"
            LabelledChoices(KeptValues(file, MOST_CHOICES, CHOICES_SECONDS)).forget(conversation)


def is_in_files(state: Path, conversation: str) -> bool:
    """Whether a file of the messengers, or a journal still to be written to the databases, names a
    conversation. ``state``: the folder of journals.

    Raises:
        OSError: where a file cannot be read.
    """
    name = json.dumps(conversation).encode()
    folders = state / JOURNALS, state / FOLDER
    return any(name in _content(file) for at in folders for file in at.glob(f"*{SUFFIX}"))


def _content(file: Path) -> bytes:
    """A running server removes what it does not need any more."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _erase_from_journal(folder: Path, messenger: str, name: str, conversation: str) -> None:
    # Whatever was done once is done: as of 1970 none of it is too old.
    file = folder / f"{messenger}_{_DONE[name]}{SUFFIX}"
    done = KeptValues(file, REMEMBERED_DELIVERIES, seconds=0.0, now=lambda: 0.0)

    def may_go(entry: Entry) -> bool:
        return entry.id in done or (name == OUT and not entry.data["is_urgent"])

    journal = Journal(folder / f"{messenger}_{name}")
    journal.drop(conversation, may_go)
    journal.close()
