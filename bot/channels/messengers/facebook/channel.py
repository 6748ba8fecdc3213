"""Facebook Messenger. On when its variables are set: docs/channels.md.

Rasa's own channel is not wrapped: of several messages in one request it reads the first alone, it
hands a picture's address on as the patient's words, and it sends with a client that stops the whole
server meanwhile.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.messengers.channel import (
    BAD_DELIVERY,
    FORBIDDEN,
    MessengerChannel,
    check_text,
    read_json,
    refusal,
)
from bot.channels.messengers.choices import (
    CHOICES,
    CHOICES_SECONDS,
    MOST_CHOICES,
    LabelledChoices,
    hint_for,
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
from bot.channels.messengers.wording import split_text, with_choices
from bot.settings.messengers import FacebookSettings
from bot.settings.paths import STATE_DIR

logger = logging.getLogger(__name__)

_SIGNATURE = "sha256="
# https://developers.facebook.com/docs/messenger-platform/reference/send-api
_LONGEST_TEXT = 2000
_LONGEST_TITLE = 20
_MOST_QUICK_REPLIES = 13
_BAD_TOKEN_SECONDS = 60.0
# https://developers.facebook.com/docs/messenger-platform/error-codes
_BAD_TOKEN_CODE = 190
_BUSY_CODES = frozenset({1, 2, 4, 32, 613, 1200})
_PATIENT_LEFT_CODE = 551
_PATIENT_LEFT_SUBCODES = frozenset({1545041, 2018001, 2018108})


class FacebookChannel(MessengerChannel):
    """Rasa input channel ``facebook``, under /webhooks/facebook/webhook."""

    NAME = "facebook"

    def __init__(
        self, settings: FacebookSettings, state: Path = STATE_DIR, clock: Clock | None = None
    ) -> None:
        super().__init__(settings.api, state, clock)
        self._settings = settings

    def open(self, on_new_message: OnMessage) -> None:
        super().open(on_new_message)
        self._choices = LabelledChoices(self.kept(CHOICES, MOST_CHOICES, CHOICES_SECONDS))

    # --- in -------------------------------------------------------------------------------------

    def add_routes(self, blueprint: Blueprint) -> None:
        async def facebook_verify(request: Request) -> HTTPResponse:
            given = request.args.get("hub.verify_token", "").encode("utf-8", "replace")
            if request.args.get("hub.mode") != "subscribe" or not hmac.compare_digest(
                given, self._settings.verify_token.encode()
            ):
                return refusal(*FORBIDDEN)
            return response.text(request.args.get("hub.challenge", ""))

        async def facebook_webhook(request: Request) -> HTTPResponse:
            if not self._is_signed(request):
                return refusal(*FORBIDDEN)
            try:
                deliveries = list(read_events(read_json(request.body)))
            except (NoDeliveryError, AttributeError, TypeError):
                return refusal(*BAD_DELIVERY)
            return self.receive(deliveries)

        blueprint.add_route(facebook_verify, "/webhook", methods=["GET"])
        blueprint.add_route(facebook_webhook, "/webhook", methods=["POST"])

    def _is_signed(self, request: Request) -> bool:
        secret = self._settings.app_secret.encode()
        digest = hmac.new(secret, request.body, hashlib.sha256).hexdigest()
        given = request.headers.get("X-Hub-Signature-256", "").encode("utf-8", "replace")
        return hmac.compare_digest(given, f"{_SIGNATURE}{digest}".encode())

    def words_of(self, conversation: str, received: Received) -> Received:
        chosen = self._choices.chosen(conversation, received.text)
        return received if chosen is None else replace(received, kind=Kind.BUTTON, text=chosen)

    def forget(self, conversation: str) -> None:
        super().forget(conversation)
        self._choices.forget(conversation)

    def noticed(self, received: Received) -> None:
        if received.kind is Kind.TEXT:
            self.beside(self._show_typing(received))

    async def _show_typing(self, received: Received) -> None:
        try:
            await self._call({"recipient": {"id": received.address}, "sender_action": "typing_on"})
        except (TryAgainError, RefusedError, PatientLeftError) as error:
            logger.debug("typing_on: %s", type(error).__name__)

    # --- out ------------------------------------------------------------------------------------

    def offered(self, conversation: str, buttons: Sequence[Button]) -> None:
        self._choices.offer(conversation, buttons if _are_listed(buttons) else ())

    def parts_of(
        self, text: str, buttons: Sequence[Button]
    ) -> list[tuple[str, tuple[Button, ...]]]:
        """Titles that are too long stand in the text behind their labels; the label is tapped."""
        if _are_listed(buttons):
            text = with_choices(text, buttons, self.processor.words(hint_for(buttons)).text)
            buttons = [replace(button, title=button.label) for button in buttons]
        *before, last = split_text(text, _LONGEST_TEXT)
        return [*((part, ()) for part in before), (last, tuple(buttons[:_MOST_QUICK_REPLIES]))]

    async def send(self, message: Outgoing) -> None:
        content: dict[str, Any] = {"text": message.text}
        if message.buttons:
            content["quick_replies"] = [
                {"content_type": "text", "title": button.title, "payload": button.payload}
                for button in message.buttons
            ]
        await self._call(
            {
                "recipient": {"id": message.address},
                "messaging_type": "RESPONSE",
                "message": content,
            }
        )

    async def _call(self, body: Mapping[str, Any]) -> None:
        answer = await self.http.post(
            f"{self._settings.api}/me/messages",
            params={"access_token": self._settings.page_token},
            json=body,
        )
        error = answer.content.get("error")
        if answer.status == 200 and error is None:
            return
        error = error if isinstance(error, dict) else {}
        code, subcode = error.get("code"), error.get("error_subcode")
        if code == _BAD_TOKEN_CODE:
            logger.error("Facebook refuses the page's token: check BOT_FACEBOOK_PAGE_TOKEN.")
            raise TryAgainError(_BAD_TOKEN_SECONDS)
        if answer.status >= 500 or answer.status == 429 or code in _BUSY_CODES:
            raise TryAgainError(answer.retry_after)
        if error.get("is_transient"):
            raise TryAgainError
        if code == _PATIENT_LEFT_CODE or subcode in _PATIENT_LEFT_SUBCODES:
            raise PatientLeftError
        raise RefusedError(answer.status, f"code {code}")


def _are_listed(buttons: Sequence[Button]) -> bool:
    """Whether the choices stand in the text."""
    return any(len(button.title) > _LONGEST_TITLE for button in buttons)


def read_events(content: Mapping[str, Any]) -> Iterator[Received]:
    """The patients' messages of one request, in order.

    https://developers.facebook.com/docs/messenger-platform/reference/webhook-events

    Raises:
        NoDeliveryError, AttributeError, TypeError: where it is no delivery of a page.
    """
    if content.get("object") != "page" or not isinstance(content.get("entry"), list):
        raise NoDeliveryError("no_page")
    for entry in content["entry"]:
        for event in entry.get("messaging", ()):
            try:
                received = _read_event(event)
            except (NoDeliveryError, AttributeError, TypeError) as error:
                # Other patients' messages of the same request do not wait for it.
                logger.warning("An event of Facebook cannot be read: %s", type(error).__name__)
                continue
            if received is not None:
                yield received


def _read_event(event: Mapping[str, Any]) -> Received | None:
    sender = (event.get("sender") or {}).get("id")
    if "message" in event:
        return _message(_id(sender), event["message"])
    if "message_edit" in event:
        edit = event["message_edit"]
        mid, text = _id(edit.get("mid")), check_text(edit.get("text", ""))
        number = f"{mid} edit {edit.get('num_edit')}"
        return Received(number, Kind.EDIT, _id(sender), _id(sender), text, mid) if text else None
    if "postback" in event:
        postback = event["postback"]
        number = postback.get("mid") or f"{_id(sender)} postback {event.get('timestamp')}"
        text = check_text(postback.get("payload", ""))
        return Received(str(number), Kind.TEXT, _id(sender), _id(sender), text, str(number))
    return None  # delivered, read, reacted, opted in …


def _message(sender: str, message: Mapping[str, Any]) -> Received | None:
    if message.get("is_echo") or message.get("is_deleted"):
        return None
    quick_reply = (message.get("quick_reply") or {}).get("payload")
    text = check_text(quick_reply or message.get("text", "")).strip()
    attachments = message.get("attachments") or []
    kind = Kind.BUTTON if quick_reply else Kind.TEXT
    return Received(
        id=_id(message.get("mid")),
        kind=kind if text else Kind.MEDIA,
        sender=sender,
        address=sender,
        text=text,
        message=_id(message.get("mid")),
        # A link in the text comes as an attachment, too.
        has_media=any(attachment.get("type") != "fallback" for attachment in attachments),
    )


def _id(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 300:
        raise NoDeliveryError("bad_id")
    return check_text(value)
