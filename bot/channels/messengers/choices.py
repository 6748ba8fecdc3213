"""Choices that can be answered by what stands before them, where a messenger has no buttons or only
narrow ones.

A number stands before a choice only where nobody could mean a number by it: "3" under "How many
more loose stools than usual?" is three stools on every channel, never the third choice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from string import ascii_uppercase

from bot.channels.messengers.message import Button
from bot.channels.replies import Reply
from bot.store.kept_values import KeptValues

# Name of the file, how long and how many are kept.
CHOICES = "choices"
CHOICES_SECONDS = 24 * 3600.0
MOST_CHOICES = 10_000
_LABEL = re.compile(r"\W*(?:(?P<number>\d{1,2})|(?P<letter>[A-Za-z]))\W*")


def labelled(reply: Reply, buttons: Sequence[Button]) -> tuple[Button, ...]:
    """The buttons of a reply with their labels: letters under what the assistant asks to learn
    something, as "How bad is the pain?" may be answered with a number, too; else numbers."""
    labels: Sequence[str] = [str(place) for place in range(1, len(buttons) + 1)]
    if reply.asks and len(buttons) <= len(ascii_uppercase):
        labels = ascii_uppercase[: len(buttons)]
    pairs = zip(buttons, labels, strict=True)
    return tuple(replace(button, label=label) for button, label in pairs)


def hint_for(buttons: Sequence[Button]) -> str:
    """The response that says how such choices are answered."""
    has_letters = any(button.label.isalpha() for button in buttons)
    return "utter_answer_with_letter" if has_letters else "utter_answer_with_number"


class LabelledChoices:
    """What the labels in the latest reply of each conversation stand for."""

    def __init__(self, kept: KeptValues) -> None:
        self._kept = kept

    def offer(self, conversation: str, buttons: Sequence[Button]) -> None:
        """Remembers the choices that a reply shows; a reply without any ends the earlier ones, so
        that a bare number ("39") is a number again."""
        payloads = {button.label: button.payload for button in buttons}
        if payloads or self._kept.get(conversation):
            self._kept.put(conversation, json.dumps(payloads) if payloads else "")

    def chosen(self, conversation: str, text: str) -> str | None:
        """What a text that is a label of the latest choices stands for."""
        found = _LABEL.fullmatch(text)
        kept = self._kept.get(conversation)
        if found is None or not kept:
            return None
        number, letter = found["number"], found["letter"]
        return _payloads(kept).get(str(int(number)) if number else letter.upper())

    def forget(self, conversation: str) -> None:
        self._kept.remove(conversation)


def _payloads(kept: str) -> Mapping[str, str]:
    """By label. Before choices had letters a list was kept, which is numbered."""
    payloads = json.loads(kept)
    if isinstance(payloads, list):
        return {str(place): payload for place, payload in enumerate(payloads, start=1)}
    assert isinstance(payloads, dict)
    return payloads
