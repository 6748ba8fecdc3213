"""Ids of entries and turns: 32 hexadecimal digits, different in every process and call."""

from __future__ import annotations

import hashlib
import itertools
import secrets

# One random part a process: asking the system for each id costs more than keeping what it names.
_PROCESS = secrets.token_hex(10)
_NUMBERS = itertools.count(1)


def new_id() -> str:
    return f"{_PROCESS}{next(_NUMBERS):012x}"


def reference_of(conversation: str) -> str:
    """What stands for an erased conversation, whose id is gone too."""
    return hashlib.sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()
