"""What all messengers share: a Rasa input channel that acknowledges at once and sends by itself.

    request → Received → journal, 200 → Processor (guard) → Outgoing → journal → messenger

A messenger adds how it signs requests, what its deliveries mean and how a message is sent.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from abc import abstractmethod
from asyncio import AbstractEventLoop
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic, response
from sanic.response import HTTPResponse

from bot.channels.messengers.calling import HttpCalls
from bot.channels.messengers.erasing import (
    DELIVERY_SECONDS,
    FOLDER,
    HANDLED,
    IN,
    OUT,
    REMEMBERED_DELIVERIES,
    SENT,
)
from bot.channels.messengers.inbox import Inbox
from bot.channels.messengers.message import (
    Button,
    Clock,
    Kind,
    NoDeliveryError,
    Outgoing,
    Received,
)
from bot.channels.messengers.outbox import Outbox
from bot.channels.messengers.processing import OnMessage, Processor
from bot.channels.messengers.questions import buttons_of, with_question
from bot.channels.messengers.wording import PhoneNumbers
from bot.channels.replies import Reply
from bot.channels.services import Services
from bot.settings.clinic import clinic
from bot.settings.paths import STATE_DIR
from bot.store.journal import Journal
from bot.store.kept_values import KeptValues

logger = logging.getLogger(__name__)

# A message of 4,096 emoji that replies to another is longer than any of the web channel's.
LONGEST_DELIVERY_BYTES = 512 * 1024
_TOLD_SECONDS = 365 * 24 * 3600.0
_MOST_TOLD = 10_000
_STOP_SECONDS = 5.0


class MessengerChannel(InputChannel):
    """Base of the messengers' channels; works behind a GuardedChannel."""

    NAME: str
    services: Services
    http: HttpCalls
    inbox: Inbox
    outbox: Outbox
    processor: Processor

    def __init__(self, address: str, state: Path = STATE_DIR, clock: Clock | None = None) -> None:
        """``address``: of the messenger's interface; ``state``: the folder of journals."""
        self.address = address
        self.folder = state / FOLDER
        self.clock = clock or Clock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._journals: list[Journal] = []

    def name(self) -> str:
        return self.NAME

    def url_prefix(self) -> str:
        return self.NAME

    def use(self, services: Services) -> None:
        self.services = services
        self.phones = PhoneNumbers(services.clinic)

    # --- what a messenger adds ------------------------------------------------------------------

    @abstractmethod
    def add_routes(self, blueprint: Blueprint) -> None:
        """Adds the webhook; it ends in ``receive``."""

    @abstractmethod
    async def send(self, message: Outgoing) -> None:
        """Sends one message. Raises TryAgainError, RefusedError or PatientLeftError."""

    @abstractmethod
    def parts_of(
        self, text: str, buttons: Sequence[Button]
    ) -> list[tuple[str, tuple[Button, ...]]]:
        """A reply as one or more messages that the messenger takes."""

    async def run(self) -> None:
        """Runs beside the server from its start on; a messenger that needs to, sets itself up."""

    def noticed(self, received: Received) -> None:
        """Called when a new delivery was taken, before it is handled."""

    def acknowledgement(self) -> HTTPResponse:
        """What the messenger is answered at once."""
        return response.json({"ok": True})

    def offered(self, conversation: str, buttons: Sequence[Button]) -> None:
        """Called with the buttons of what was said last, or with none."""

    def words_of(self, conversation: str, received: Received) -> Received:  # noqa: ARG002
        """The delivery with what its words stand for."""
        return received

    # --- the way of a delivery ------------------------------------------------------------------

    def receive(self, deliveries: Sequence[Received]) -> HTTPResponse:
        """Takes deliveries and answers the messenger, before anything is done with them."""
        if not self.inbox.has_room():
            return refusal(503, "busy", "Please deliver this later.")
        self.take(deliveries)
        return self.acknowledgement()

    def take(self, deliveries: Sequence[Received]) -> None:
        """Takes deliveries; each is handled once."""
        for received in deliveries:
            self.processor.expect(received)
        for received in self.inbox.accept(deliveries):
            self.noticed(received)

    async def _process(self, conversation: str, received: Received) -> None:
        if received.kind is Kind.LEFT:
            self.outbox.forget(conversation, also_urgent=True)
            return
        received = with_question(self.words_of(conversation, received))
        try:
            replies = await self.processor.replies_to(conversation, received)
        except Exception as error:  # noqa: BLE001 - the patient waits for words
            logger.error("A message could not be answered: %s", type(error).__name__)
            replies = [self.processor.words("utter_apology")] if received.text else []
        if replies:
            self.offered(conversation, buttons_of(replies[-1], received))
        self.outbox.put(conversation, self._outgoing(received, replies))

    def forget(self, conversation: str) -> None:
        """Deletes what the disk has of a conversation that is erased, whoever erases it. What was
        delivered is still handled, and urgent words still go out."""
        self.inbox.forget(conversation)
        self.outbox.forget(conversation, also_urgent=False)

    def _outgoing(self, received: Received, replies: Sequence[Reply]) -> list[Outgoing]:
        parts = [
            (reply, text, buttons)
            for reply in replies
            for text, buttons in self.parts_of(
                self.phones.in_text(reply.text), buttons_of(reply, received)
            )
        ]
        return [
            Outgoing(
                id=f"{received.id}.{position}",
                address=received.address,
                text=text,
                buttons=buttons,
                is_urgent=reply.kind == "red_flag",
                at=self.clock.now(),
            )
            for position, (reply, text, buttons) in enumerate(parts)
        ]

    # --- start and stop -------------------------------------------------------------------------

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        blueprint = Blueprint(self.NAME)
        self.add_routes(blueprint)
        self.open(on_new_message)

        async def start(_: Sanic, __: AbstractEventLoop) -> None:
            await self.start()

        async def stop(_: Sanic, __: AbstractEventLoop) -> None:
            await self.stop()

        blueprint.listener("after_server_start")(start)
        blueprint.listener("before_server_stop")(stop)
        return blueprint

    def open(self, on_new_message: OnMessage) -> None:
        """Opens what is kept on disk."""
        self.processor = Processor(
            self.NAME,
            self.services,
            on_new_message,
            self.kept("told", _MOST_TOLD, _TOLD_SECONDS),
            self.clock,
        )
        self.inbox = Inbox(
            self._journal(IN),
            self.kept(HANDLED, REMEMBERED_DELIVERIES, DELIVERY_SECONDS),
            self._process,
            conversation_of=self._conversation_of,
            is_urgent=self.processor.is_urgent,
            is_loading=lambda: self.services.is_loading,
            clock=self.clock,
        )
        self.outbox = Outbox(
            self._journal(OUT),
            self.kept(SENT, REMEMBERED_DELIVERIES, DELIVERY_SECONDS),
            self.send,
            self.clock,
        )
        self.services.on_erase.append(self.forget)

    async def start(self) -> None:
        """Begins to send and to handle, first of all what the last run left."""
        self.http = HttpCalls(self.address)
        self.outbox.start()
        self.inbox.start()
        self.beside(self.run())

    async def stop(self) -> None:
        """Ends; what is open is gone on with after the next start."""
        for task in set(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.inbox.stop(_STOP_SECONDS)
        await self.outbox.stop()
        await self.http.close()
        for journal in self._journals:
            journal.close()

    def beside(self, work: Any) -> None:
        """Runs a coroutine beside everything else; nobody waits for it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._look_at)

    def _look_at(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Something beside the messages failed: %s", type(error).__name__)

    def kept(self, name: str, most: int, seconds: float) -> KeptValues:
        return KeptValues(self.folder / f"{self.NAME}_{name}.jsonl", most, seconds, time.time)

    def _journal(self, name: str) -> Journal:
        journal = Journal(self.folder / f"{self.NAME}_{name}")
        self._journals.append(journal)
        return journal

    def _conversation_of(self, received: Received) -> str:
        return self.services.ids.of(self.NAME, received.sender)


def read_json(body: bytes) -> dict[str, Any]:
    """The JSON object of a request. Raises NoDeliveryError."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise NoDeliveryError("not_json") from None
    if not isinstance(content, dict):
        raise NoDeliveryError("not_an_object")
    return content


def check_text(text: object) -> str:
    """A text of a delivery. Raises NoDeliveryError where it is none, or has characters that no
    messenger sends: NUL, lone surrogates."""
    if not isinstance(text, str) or "\x00" in text:
        raise NoDeliveryError("bad_text")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise NoDeliveryError("bad_text")
    return text


def refusal(status: int, code: str, message: str) -> HTTPResponse:
    """Read by the messenger's servers, or by who should not write here; it names whom to call all
    the same, as every error does."""
    body = {"error": {"code": code, "message": message}, "call": clinic().calls()}
    return response.json(body, status=status)


FORBIDDEN = (403, "forbidden", "This is not signed as the messenger signs.")
BAD_DELIVERY = (400, "no_delivery", "This is no delivery of the messenger.")
