"""The doors of both assistants over HTTP: a message in, what was answered out."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

RED_FLAG = "red_flag"


class DoorError(RuntimeError):
    """The server answered with another status than it should."""


@dataclass(frozen=True)
class Answer:
    """What one message was answered with.

    ``said``: topics (``timing/results``) and fixed responses without ``utter_`` (``greet``).
    ``offered``: topics of a "did you mean". ``urgent``: whether it said to call now. ``apology``:
    whether there was no answer, or only "I could not answer just now".
    """

    said: frozenset[str] = frozenset()
    offered: frozenset[str] = frozenset()
    urgent: bool = False
    apology: bool = False


class Door(Protocol):
    """A way to hold conversations with an assistant."""

    async def open(self) -> str:
        """Begins a conversation → what names it in ``say``."""

    async def say(self, conversation: str, text: str) -> Answer:
        """One turn. Raises one of NO_ANSWER where there is no HTTP answer."""


@dataclass(frozen=True)
class WebDoor:
    """Ours: the channel ``web``. ``names``: text of a response → its name."""

    client: aiohttp.ClientSession
    names: Mapping[str, str]

    async def open(self) -> str:
        async with self.client.post("/webhooks/web/session") as response:
            body = await _body(response, 201)
        return str(body["token"])

    async def say(self, conversation: str, text: str) -> Answer:
        async with self.client.post(
            "/webhooks/web/message",
            headers={"Authorization": f"Bearer {conversation}"},
            json={"id": uuid.uuid4().hex, "text": text},
        ) as response:
            return self._answer((await _body(response, 200))["messages"])

    def _answer(self, messages: list[dict[str, Any]]) -> Answer:
        answers = [message for message in messages if message["kind"] == "answer"]
        offers = [message for message in messages if message["kind"] == "offer"]
        fixed = {self.names.get(message["text"], "") for message in messages} - {""}
        return Answer(
            said=frozenset(topic for answer in answers for topic in answer["topics"]) | fixed,
            offered=frozenset(topic for offer in offers for topic in offer["topics"]),
            urgent=any(message["urgency"] for message in messages),
            apology=fixed == {"apology"} or not messages,
        )


@dataclass(frozen=True)
class RestDoor:
    """Stock: Rasa's REST channel. ``names``: text of a response → its name."""

    client: aiohttp.ClientSession
    names: Mapping[str, str]

    async def open(self) -> str:
        return uuid.uuid4().hex

    async def say(self, conversation: str, text: str) -> Answer:
        async with self.client.post(
            "/webhooks/rest/webhook", json={"sender": conversation, "message": text}
        ) as response:
            messages = await _body(response, 200)
        said = {self.names.get(message.get("text", ""), "") for message in messages}
        return Answer(said=frozenset(said - {""}), urgent=RED_FLAG in said, apology=not said - {""})


NO_ANSWER = (DoorError, aiohttp.ClientError, asyncio.TimeoutError)


async def _body(response: aiohttp.ClientResponse, expected: int) -> Any:
    if response.status != expected:
        raise DoorError(f"HTTP {response.status} instead of {expected}")
    return await response.json()
