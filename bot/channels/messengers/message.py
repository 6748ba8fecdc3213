"""What a messenger delivers and what is sent back, in one shape for all of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any


class Kind(str, Enum):
    """What a delivery is: words of the patient (written, tapped or changed), something that cannot
    be read, a message of a group, or news that the patient left."""

    TEXT = "text"
    BUTTON = "button"
    EDIT = "edit"
    MEDIA = "media"
    GROUP = "group"
    LEFT = "left"


@dataclass(frozen=True)
class Received:
    """One delivery of a messenger.

    Attributes:
        id: the messenger's id of the delivery: the same when it is delivered again.
        sender: the messenger's id of the patient; the conversation's id is made from it.
        address: where an answer is sent.
        text: the patient's words: text, caption, or what a button stands for.
        message: the messenger's id of the message; an edit has that of the original.
        album: pictures that were sent together share it.
        has_media: there is something beside the words.
        asked: the label of the triage question that a tapped button answers.
        asked_after: the id of the patient's message after which another question was asked, that a
            tapped button answers.
        details: what the messenger's own code needs later.
    """

    id: str
    kind: Kind
    sender: str
    address: str
    text: str = ""
    message: str = ""
    album: str = ""
    has_media: bool = False
    asked: str = ""
    asked_after: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_answer(self) -> bool:
        """Whether it is a tapped answer to a question."""
        return bool(self.asked or self.asked_after)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "kind": self.kind.value}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Received:
        return cls(**{**content, "kind": Kind(content["kind"])})


@dataclass(frozen=True)
class Button:
    """``label``: what a patient can type for it, where a messenger shows that."""

    title: str
    payload: str
    label: str = ""


@dataclass(frozen=True)
class Outgoing:
    """One message to send. ``id``: the same for the same reply, also after a restart; ``at``: when
    it was said (seconds since 1970)."""

    id: str
    address: str
    text: str
    buttons: tuple[Button, ...] = ()
    is_urgent: bool = False
    at: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Outgoing:
        buttons = tuple(Button(**button) for button in content["buttons"])
        return cls(**{**content, "buttons": buttons})


class NoDeliveryError(ValueError):
    """A request that is no delivery of the messenger; answered with 4xx."""


class TryAgainError(Exception):
    """Could not be done now. ``after``: the messenger wants so many seconds of silence first;
    ``reason``: a sentence for the log."""

    def __init__(self, after: float | None = None, reason: str = "") -> None:
        super().__init__()
        self.after = after
        self.reason = reason


class RefusedError(Exception):
    """This message will never be taken. ``status`` and ``reason``: what the messenger said."""

    def __init__(self, status: int, reason: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.reason = reason


class PatientLeftError(Exception):
    """Nothing can be sent to this patient any more: the bot is blocked, the account is gone."""


@dataclass(frozen=True)
class Clock:
    """Time as the channels see it; tests put their own in place."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
