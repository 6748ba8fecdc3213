"""Opaque ids of conversations: what a messenger calls a patient stays with the messenger.

A phone number or chat id is needed only where an answer is sent; store, records, notices and logs
see its keyed hash.
"""

from __future__ import annotations

import hashlib
import hmac

_HEX_DIGITS = 32


class ConversationIds:
    """Ids that the same sender always gets and that tell nothing without the key."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode()

    def of(self, channel: str, sender: str) -> str:
        """``channel``: the messenger's name; ``sender``: its id of the patient."""
        content = f"{channel}\0{sender}".encode("utf-8", "surrogatepass")
        digest = hmac.new(self._key, content, hashlib.sha256).hexdigest()
        return f"{channel}-{digest[:_HEX_DIGITS]}"
