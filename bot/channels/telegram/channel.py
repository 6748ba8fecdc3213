"""Telegram, with the Bot API itself: no library stands between. docs/channels.md says how to set
it up; it is on when BOT_TELEGRAM_TOKEN is set."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.messengers.channel import (
    BAD_DELIVERY,
    FORBIDDEN,
    MessengerChannel,
    read_json,
    refusal,
)
from bot.channels.messengers.message import (
    Button,
    Clock,
    Kind,
    NoDeliveryError,
    Outgoing,
    PatientLeftError,
    Received,
    RefusedError,
    TryAgainError,
)
from bot.channels.messengers.processing import OnMessage
from bot.channels.messengers.wording import split_text, utf16_units
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.updates import read_update
from bot.settings.messengers import TelegramSettings
from bot.settings.paths import STATE_DIR

logger = logging.getLogger(__name__)

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Telegram's limits: https://core.telegram.org/bots/api#sendmessage, #inlinekeyboardbutton
_LONGEST_TEXT = 4096
_LONGEST_DATA_BYTES = 64
# A longer button has a row to itself.
_SHORT_TITLE = 12
_MOST_IN_A_ROW = 3
_KEY_SIGN = "payload:"
_KEY_DIGITS = 32
_MOST_PAYLOADS = 10_000
_PAYLOAD_SECONDS = 365 * 24 * 3600.0
# The second tap of a double tap comes within this time.
_DOUBLE_TAP_SECONDS = 3.0
_REMEMBERED_TAPS = 1_000
_TYPING_SECONDS = 4.5
_MOST_TYPING = 6


class TelegramChannel(MessengerChannel):
    """Rasa input channel ``telegram``: webhook under /webhooks/telegram/webhook, or polling."""

    NAME = "telegram"

    def __init__(
        self, settings: TelegramSettings, state: Path = STATE_DIR, clock: Clock | None = None
    ) -> None:
        super().__init__(settings.api, state, clock)
        self._settings = settings
        self.api = TelegramApi(lambda: self.http, settings.api, settings.token)
        self._taps: OrderedDict[tuple[str, Any, Any], float] = OrderedDict()

    def open(self, on_new_message: OnMessage) -> None:
        super().open(on_new_message)
        self._payloads = self.kept("payloads", _MOST_PAYLOADS, _PAYLOAD_SECONDS)

    # --- in -------------------------------------------------------------------------------------

    def add_routes(self, blueprint: Blueprint) -> None:
        async def telegram_webhook(request: Request) -> HTTPResponse:
            given = request.headers.get(_SECRET_HEADER, "")
            if not hmac.compare_digest(
                given.encode("utf-8", "replace"), self._settings.secret.encode()
            ):
                return refusal(*FORBIDDEN)
            try:
                received = read_update(read_json(request.body))
            except NoDeliveryError:
                return refusal(*BAD_DELIVERY)
            return self.receive([received] if received is not None else [])

        blueprint.add_route(telegram_webhook, "/webhook", methods=["POST"])

    async def run(self) -> None:
        connection = Connection(self.api, self._settings, self.clock)
        if self._settings.url is None:
            self.beside(connection.show_commands())
            await connection.poll(self.take, self.inbox.has_room)
        else:
            await connection.set_webhook()
            await connection.show_commands()

    def noticed(self, received: Received) -> None:
        if received.kind is Kind.BUTTON:
            self.beside(self._answer_tap(received))
        elif received.kind is Kind.TEXT:
            self.beside(self._show_typing(received))

    def words_of(self, conversation: str, received: Received) -> Received:  # noqa: ARG002
        if received.kind is not Kind.BUTTON or not received.text:
            return received
        if self._is_second_tap(received):
            return replace(received, text="")
        if not received.text.startswith(_KEY_SIGN):
            return received
        payload = self._payloads.get(received.text) or received.details.get("title", "")
        return replace(received, text=payload)

    def _is_second_tap(self, received: Received) -> bool:
        """Taps are told apart by time alone: a button that stays in view works again later."""
        details = received.details
        tap = (received.sender, details.get("message"), details.get("data"))
        now = self.clock.now()
        before = self._taps.pop(tap, None)
        self._taps[tap] = now
        if len(self._taps) > _REMEMBERED_TAPS:
            self._taps.popitem(last=False)
        return before is not None and now - before < _DOUBLE_TAP_SECONDS

    async def _answer_tap(self, received: Received) -> None:
        """Ends the button's progress bar and takes the used keyboard away; neither is worth more
        than one try."""
        details = received.details
        await self._try("answerCallbackQuery", callback_query_id=details["query"])
        if details.get("message") is not None:
            await self._try(
                "editMessageReplyMarkup",
                chat_id=int(received.address),
                message_id=details["message"],
                reply_markup={"inline_keyboard": []},
            )

    async def _show_typing(self, received: Received) -> None:
        """Shows that an answer is being written, as long as it is."""
        for _ in range(_MOST_TYPING):
            await self._try("sendChatAction", chat_id=int(received.address), action="typing")
            await self.clock.sleep(_TYPING_SECONDS)
            if not self.inbox.is_open(received.id):
                return

    async def _try(self, method: str, **parameters: Any) -> None:
        try:
            await self.api.call(method, **parameters)
        except (TryAgainError, RefusedError, PatientLeftError) as error:
            logger.debug("%s: %s", method, type(error).__name__)

    # --- out ------------------------------------------------------------------------------------

    def parts_of(
        self, text: str, buttons: Sequence[Button]
    ) -> list[tuple[str, tuple[Button, ...]]]:
        *before, last = split_text(text, _LONGEST_TEXT, utf16_units)
        return [*((part, ()) for part in before), (last, tuple(buttons))]

    async def send(self, message: Outgoing) -> None:
        parameters: dict[str, Any] = {"chat_id": int(message.address), "text": message.text}
        if not message.buttons:
            await self.api.call("sendMessage", **parameters)
            return
        try:
            await self.api.call("sendMessage", **parameters, reply_markup=self._keyboard(message))
        except RefusedError as error:
            logger.error("A keyboard was refused: %s", error.reason)
            await self.api.call("sendMessage", **parameters)

    def _keyboard(self, message: Outgoing) -> dict[str, Any]:
        """Short buttons beside each other, longer ones a row each."""
        rows: list[list[dict[str, str]]] = []
        was_short = False
        for button in message.buttons:
            is_short = len(button.title) <= _SHORT_TITLE
            if not (is_short and was_short and len(rows[-1]) < _MOST_IN_A_ROW):
                rows.append([])
            rows[-1].append({"text": button.title, "callback_data": self._data(button.payload)})
            was_short = is_short
        return {"inline_keyboard": rows}

    def _data(self, payload: str) -> str:
        """What a button sends back: its payload, or a short key for one that is too long."""
        if 0 < len(payload.encode()) <= _LONGEST_DATA_BYTES:
            return payload
        key = _KEY_SIGN + hashlib.sha256(payload.encode()).hexdigest()[:_KEY_DIGITS]
        if key not in self._payloads:
            self._payloads.put(key, payload)
        return key
