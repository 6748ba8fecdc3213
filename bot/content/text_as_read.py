"""The text of a message as it was read: with names in the place of its pronouns."""

from __future__ import annotations

from rasa.shared.core.events import UserUttered


def text_as_read(event: UserUttered) -> str:
    return str((event.parse_data or {}).get("text") or event.text or "")
