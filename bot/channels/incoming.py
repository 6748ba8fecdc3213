"""A patient's message on its way from a channel to the guard."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_LEADING_SLASHES = re.compile(r"^[\s/]*/\s*")


@dataclass(frozen=True)
class Incoming:
    """A patient's message as a channel passes it on.

    Attributes:
        text: as written; the guard cleans it.
        conversation: an opaque id.
        channel: the channel's name.
        client_id: the messenger's id; the same id and text again is the same message.
        metadata: what else the channel knows, for the turn.
        address: of the network; None where the messenger's servers stand between.
        is_answer: the channel knows that it is a tapped answer to a question.
        came: when it came (monotonic seconds). It is taken here, in the same step of the event loop
            as the channel's check of the session: what is deleted after that leaves nothing.
    """

    text: str
    conversation: str
    channel: str
    client_id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    address: str | None = None
    is_answer: bool = False
    came: float = field(default_factory=time.monotonic)


def plain_text(text: str) -> str:
    """The text without NULs and lone surrogates, and without leading slashes: no patient may send
    intents or commands."""
    printable = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
    return _LEADING_SLASHES.sub("", printable).strip()
