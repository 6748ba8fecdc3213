"""The part of a conversation that what is said now may refer to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.events import BotUttered, Event, SessionStarted


def this_session(events: Iterable[Event]) -> list[Event]:
    """The events since the last pause of a day."""
    known = list(events)
    # Asked two dozen times a message: `isinstance` of Rasa's abstract classes takes ten times as
    # long, and they have no subclasses.
    for place in range(len(known) - 1, -1, -1):
        if type(known[place]) is SessionStarted:
            return known[place + 1 :]
    return known


def metadata_of(reply: BotUttered) -> dict[str, Any]:
    """What a reply says of itself, as domain.yml and whoever worded it have it."""
    return (reply.metadata or {}).get("metadata") or {}
