"""What the pipeline has made of a message of a patient, as it stands in the tracker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


def parse_of(message: UserUttered | None) -> Mapping[str, Any]:
    """The parsed message; empty where there is none, or it was never parsed."""
    return (message.parse_data if message else None) or {}


def latest_parse(tracker: DialogueStateTracker) -> Mapping[str, Any]:
    """The latest message of a conversation, parsed; empty before the first one."""
    return parse_of(tracker.latest_message)


def latest_text(tracker: DialogueStateTracker) -> str:
    """What was written last; empty before the first message."""
    return str((tracker.latest_message.text if tracker.latest_message else None) or "")


def text_of(parse: Mapping[str, Any]) -> str:
    """The text of a parsed message as it was read: with names in the place of its pronouns."""
    return str(parse.get("text") or "")


def text_as_read(message: UserUttered) -> str:
    """The same of a message of the tracker; as it was written where it was never parsed."""
    return text_of(parse_of(message)) or str(message.text or "")
