"""SMS and WhatsApp by Twilio. On when its variables are set: docs/channels.md.

Rasa's own channel is not wrapped: it checks no signature, fails on a message without text, and
sends with a client that stops the whole server meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import aiohttp
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from twilio.request_validator import RequestValidator

from bot.channels.messengers.channel import (
    BAD_DELIVERY,
    FORBIDDEN,
    MessengerChannel,
    check_text,
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
from bot.settings.messengers import TwilioSettings
from bot.settings.paths import STATE_DIR

logger = logging.getLogger(__name__)

_NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
# https://www.twilio.com/docs/messaging/api/message-resource: the body
_LONGEST_TEXT = 1600
_BAD_CREDENTIALS_SECONDS = 60.0
# https://www.twilio.com/docs/api/errors/21610: the patient has sent STOP
_UNSUBSCRIBED = 21610


class TwilioChannel(MessengerChannel):
    """Rasa input channel ``twilio``, under /webhooks/twilio/webhook."""

    NAME = "twilio"

    def __init__(
        self, settings: TwilioSettings, state: Path = STATE_DIR, clock: Clock | None = None
    ) -> None:
        super().__init__(settings.api, state, clock)
        self._settings = settings
        self._validator = RequestValidator(settings.auth_token)
        account = f"{settings.api}/2010-04-01/Accounts/{settings.account_sid}"
        self._messages_url = f"{account}/Messages.json"
        self._authentication = aiohttp.BasicAuth(settings.account_sid, settings.auth_token)

    def open(self, on_new_message: OnMessage) -> None:
        super().open(on_new_message)
        self._choices = LabelledChoices(self.kept(CHOICES, MOST_CHOICES, CHOICES_SECONDS))

    # --- in -------------------------------------------------------------------------------------

    def add_routes(self, blueprint: Blueprint) -> None:
        async def twilio_webhook(request: Request) -> HTTPResponse:
            try:
                # Empty fields are signed, too, and Sanic's own form leaves them out.
                form = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
            except ValueError:
                return refusal(*BAD_DELIVERY)
            signature = request.headers.get("X-Twilio-Signature", "")
            if not self._validator.validate(self._settings.url, form, signature):
                return refusal(*FORBIDDEN)
            try:
                received = read_form(form)
            except NoDeliveryError:
                return refusal(*BAD_DELIVERY)
            return self.receive([received] if received is not None else [])

        blueprint.add_route(twilio_webhook, "/webhook", methods=["POST"])

    def acknowledgement(self) -> HTTPResponse:
        return response.text(_NO_ANSWER, content_type="text/xml")

    def words_of(self, conversation: str, received: Received) -> Received:
        chosen = self._choices.chosen(conversation, received.text)
        return received if chosen is None else replace(received, kind=Kind.BUTTON, text=chosen)

    def forget(self, conversation: str) -> None:
        super().forget(conversation)
        self._choices.forget(conversation)

    # --- out ------------------------------------------------------------------------------------

    def offered(self, conversation: str, buttons: Sequence[Button]) -> None:
        self._choices.offer(conversation, buttons)

    def parts_of(
        self, text: str, buttons: Sequence[Button]
    ) -> list[tuple[str, tuple[Button, ...]]]:
        if buttons:
            text = with_choices(text, buttons, self.processor.words(hint_for(buttons)).text)
        return [(part, ()) for part in split_text(text, _LONGEST_TEXT)]

    async def send(self, message: Outgoing) -> None:
        to, _, sender = message.address.partition(" ")
        answer = await self.http.post(
            self._messages_url,
            data={"To": to, "From": sender, "Body": message.text},
            auth=self._authentication,
        )
        if answer.status in (200, 201):
            return
        code = answer.content.get("code")
        if answer.status in (401, 403):
            logger.error("Twilio refuses the account: check the BOT_TWILIO_… variables.")
            raise TryAgainError(_BAD_CREDENTIALS_SECONDS)
        if answer.status == 429 or answer.status >= 500:
            raise TryAgainError(answer.retry_after)
        if code == _UNSUBSCRIBED:
            raise PatientLeftError
        raise RefusedError(answer.status, f"code {code}")


def read_form(form: Mapping[str, str]) -> Received | None:
    """A message as Twilio posts it; None for news about messages that we sent.

    https://www.twilio.com/docs/messaging/guides/webhook-request

    Raises:
        NoDeliveryError: where it is no message.
    """
    if "Body" not in form and ("MessageStatus" in form or "SmsStatus" in form):
        return None
    message_id, sender, own = (form.get(name, "") for name in ("MessageSid", "From", "To"))
    if not message_id or not sender or not own or " " in sender + own:
        raise NoDeliveryError("no_message")
    if form.get("OptOutType"):
        return None  # STOP, START and HELP: Twilio itself answers these
    text = check_text(form.get("Body", ""))
    has_media = form.get("NumMedia", "0") not in ("", "0") or "Latitude" in form
    return Received(
        id=message_id,
        kind=Kind.TEXT if text.strip() else Kind.MEDIA,
        sender=sender,
        address=f"{sender} {own}",
        text=text.strip(),
        message=message_id,
        has_media=has_media,
    )
