"""What a server has for itself: the state folder, and its PostgreSQL databases.

They are claimed, as the port is, before Rasa is imported, which takes seconds, so that a start that
cannot work ends at once.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.run.processes import StartError
from bot.settings.paths import STATE_DIR
from bot.store.addresses import conversations_url, records_url

_LEAST_ROOM_BYTES = 256 * 1024


@contextmanager
def claimed() -> Iterator[None]:
    """Claims everything until the end of the block. Raises StartError."""
    # Only the server needs SQLAlchemy, not the process that watches over it.
    from bot.store.claim import DatabaseInUseError, claim_database  # noqa: PLC0415

    with ExitStack() as stack:
        stack.callback(os.close, lock_state_folder())
        for name, url in (("conversations", conversations_url()), ("records", records_url())):
            try:
                connection = claim_database(name, url)
            except DatabaseInUseError:
                raise StartError(
                    f"Another server already uses the database that BOT_{name.upper()}_URL names. "
                    "Stop it, or choose another database."
                ) from None
            if connection is not None:
                stack.callback(connection.close)
        yield


def lock_state_folder() -> int:
    """Two servers on one folder would each keep half of a conversation → an open file, whose lock
    ends with the process. Raises StartError."""
    try:
        STATE_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.chmod(STATE_DIR, 0o700)
        descriptor = os.open(STATE_DIR / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        _try_to_write(STATE_DIR)
    except OSError as error:
        raise StartError(
            f"The folder {STATE_DIR} cannot be used ({error.strerror}). Make room there, or choose "
            "another folder: BOT_STATE=…"
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise StartError(
            f"Another server already uses the folder {STATE_DIR}. Stop it, or choose another "
            "folder: BOT_STATE=…"
        ) from None
    return descriptor


def _try_to_write(folder: Path) -> None:
    """Raises OSError where there is no room."""
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"x" * _LEAST_ROOM_BYTES)
        probe.flush()
