"""Choices that can be answered by number, where a messenger has no buttons or only narrow ones."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from bot.channels.messengers.message import Button
from bot.store.kept_values import KeptValues

# Name of the file, how long and how many are kept.
CHOICES = "choices"
CHOICES_SECONDS = 24 * 3600.0
MOST_CHOICES = 10_000
_NUMBER = re.compile(r"\W*(\d{1,2})\W*")


class NumberedChoices:
    """What the numbers in the latest reply of each conversation stand for."""

    def __init__(self, kept: KeptValues) -> None:
        self._kept = kept

    def offer(self, conversation: str, buttons: Sequence[Button]) -> None:
        """Remembers the choices of a reply; a reply without any ends the earlier ones, so that a
        bare number ("39") is a number again."""
        payloads = json.dumps([button.payload for button in buttons]) if buttons else ""
        if payloads or self._kept.get(conversation):
            self._kept.put(conversation, payloads)

    def chosen(self, conversation: str, text: str) -> str | None:
        """What a text that is a number of the latest choices stands for."""
        found = _NUMBER.fullmatch(text)
        kept = self._kept.get(conversation)
        if found is None or not kept:
            return None
        payloads: list[str] = json.loads(kept)
        number = int(found[1])
        return payloads[number - 1] if 1 <= number <= len(payloads) else None

    def forget(self, conversation: str) -> None:
        self._kept.remove(conversation)
