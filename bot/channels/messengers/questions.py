"""Buttons that answer a question: they say which message the question was about.

A keyboard stays in view while the talk goes on. "Yes" under an earlier "Is this happening now?"
must still be a yes to that.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from bot.channels.messengers.message import Button, Received
from bot.channels.replies import Reply

_QUESTIONS = frozenset({"check", "question"})
_QUESTION = "question"
_LONGEST_ID = 100
_ANSWER = re.compile(r"(.+) @(\S+)", re.DOTALL)


def buttons_of(reply: Reply, received: Received) -> tuple[Button, ...]:
    """The buttons of a reply to a delivery; those of a question name the patient's message."""
    about = f" @{client_id(received)}" if reply.kind in _QUESTIONS else ""
    return tuple(Button(button["title"], button["payload"] + about) for button in reply.buttons)


def with_question(received: Received) -> Received:
    """A pressed button's delivery with its words, and apart from them what they answer."""
    found = _ANSWER.fullmatch(received.text) if received.kind.value == "button" else None
    if found is None:
        return received
    details = {**received.details, _QUESTION: found[2]}
    return replace(received, text=found[1], details=details)


def question_of(received: Received) -> str:
    """The id of the message that the pressed button's question was about; empty: of none."""
    return str(received.details.get(_QUESTION, ""))


def client_id(received: Received) -> str:
    """The id by which the guard and the archive know a delivery's message."""
    given = received.message or received.id
    return given if len(given) <= _LONGEST_ID else hashlib.sha256(given.encode()).hexdigest()
