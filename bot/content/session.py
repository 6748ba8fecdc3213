"""The part of a conversation that what is said now may refer to."""

from __future__ import annotations

from collections.abc import Iterable

from rasa.shared.core.events import Event, SessionStarted


def this_session(events: Iterable[Event]) -> list[Event]:
    """The events since the last pause of a day."""
    known = list(events)
    # Asked two dozen times a message: `isinstance` of Rasa's abstract classes takes ten times as
    # long, and they have no subclasses.
    for place in range(len(known) - 1, -1, -1):
        if type(known[place]) is SessionStarted:
            return known[place + 1 :]
    return known
