"""The part of a conversation that what is said now may refer to."""

from __future__ import annotations

from collections.abc import Iterable

from rasa.shared.core.events import Event, SessionStarted


def this_session(events: Iterable[Event]) -> list[Event]:
    """The events since the last pause of a day."""
    known = list(events)
    starts = [place for place, event in enumerate(known) if isinstance(event, SessionStarted)]
    return known[starts[-1] + 1 :] if starts else known
