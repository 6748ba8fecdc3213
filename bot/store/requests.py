"""Wishes of the staff's commands to a running server, as files in the state folder.

Only the server may erase a conversation while it runs: it holds its tracker and its journal.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

logger = logging.getLogger(__name__)

_FOLDER = "requests"


def request_erasure(state: Path, conversation: str) -> Path:
    """Asks for a conversation to be erased → a file that is gone once it was. Raises OSError."""
    folder = state / _FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=folder, suffix=".draft")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"erase": conversation}, file)
    wish = Path(draft).with_suffix(".json")
    os.replace(draft, wish)
    return wish


def serve_requests(state: Path, erase: Callable[[str], None]) -> None:
    """Does what is asked for; one that cannot be read is put aside."""
    for file in sorted((state / _FOLDER).glob("*.json")):
        try:
            conversation = json.loads(file.read_text("utf-8"))["erase"]
            if not isinstance(conversation, str):
                raise TypeError
        except (OSError, ValueError, LookupError, TypeError) as error:
            logger.error("A request of a command cannot be read: %s", type(error).__name__)
            file.rename(file.with_suffix(".unreadable"))
            continue
        erase(conversation)
        file.unlink(missing_ok=True)
