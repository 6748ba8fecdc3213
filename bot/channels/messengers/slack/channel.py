"""Slack, for direct messages. On when its variables are set: docs/channels.md.

Rasa's own channel is not wrapped: it is silent on files, takes a changed message for nothing, and
handles what Slack repeats after an error once more.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

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
from bot.channels.messengers.slack.events import read_action, read_event
from bot.channels.messengers.wording import split_text
from bot.settings.messengers import SlackSettings
from bot.settings.paths import STATE_DIR

logger = logging.getLogger(__name__)

# https://docs.slack.dev/reference/block-kit/blocks: text of a section; title of a button
_LONGEST_TEXT = 3000
_LONGEST_TITLE = 75
_MOST_BUTTONS = 25
_BAD_TOKEN_SECONDS = 60.0
# https://docs.slack.dev/reference/methods/chat.postMessage: errors
_BAD_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)
_BUSY = frozenset(
    {"ratelimited", "rate_limited", "fatal_error", "internal_error", "service_unavailable",
     "request_timeout"}
)  # fmt: skip
_PATIENT_LEFT = frozenset({"channel_not_found", "is_archived", "user_not_found", "user_disabled"})


class _Now(SlackClock):  # type: ignore[misc, unused-ignore]
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now()


class SlackChannel(MessengerChannel):
    """Rasa input channel ``slack``, under /webhooks/slack/webhook."""

    NAME = "slack"

    def __init__(
        self, settings: SlackSettings, state: Path = STATE_DIR, clock: Clock | None = None
    ) -> None:
        super().__init__(settings.api, state, clock)
        self._settings = settings
        self._verifier = SignatureVerifier(settings.signing_secret, _Now(self.clock))

    # --- in -------------------------------------------------------------------------------------

    def add_routes(self, blueprint: Blueprint) -> None:
        async def slack_webhook(request: Request) -> HTTPResponse:
            if not self._is_signed(request):
                return refusal(*FORBIDDEN)
            try:
                content = _content_of(request)
                if content.get("type") == "url_verification":
                    return response.json({"challenge": content.get("challenge")})
                read = read_action if content.get("type") == "block_actions" else read_event
                received = read(content)
            except (NoDeliveryError, AttributeError, TypeError):
                return refusal(*BAD_DELIVERY)
            return self.receive([received] if received is not None else [])

        blueprint.add_route(slack_webhook, "/webhook", methods=["POST"])

    def _is_signed(self, request: Request) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and signature.isascii()):
            return False
        try:
            body = request.body.decode()
        except UnicodeDecodeError:
            return False
        return bool(self._verifier.is_valid(body, timestamp, signature))

    def noticed(self, received: Received) -> None:
        if received.kind is Kind.BUTTON:
            self.beside(self._take_buttons_away(received))

    async def _take_buttons_away(self, received: Received) -> None:
        details = received.details
        text = str(details.get("text") or "")
        try:
            await self._call(
                "chat.update",
                channel=received.address,
                ts=details.get("message"),
                text=escaped(text),
                blocks=[_section(text)],
            )
        except (TryAgainError, RefusedError, PatientLeftError) as error:
            logger.debug("chat.update: %s", type(error).__name__)

    # --- out ------------------------------------------------------------------------------------

    def parts_of(
        self, text: str, buttons: Sequence[Button]
    ) -> list[tuple[str, tuple[Button, ...]]]:
        *before, last = split_text(text, _LONGEST_TEXT)
        return [*((part, ()) for part in before), (last, tuple(buttons[:_MOST_BUTTONS]))]

    async def send(self, message: Outgoing) -> None:
        blocks = [_section(message.text)]
        if message.buttons:
            blocks.append({"type": "actions", "elements": list(map(_button, message.buttons))})
        await self._call(
            "chat.postMessage",
            channel=message.address,
            text=escaped(message.text),
            blocks=blocks,
        )

    async def _call(self, method: str, **body: Any) -> None:
        answer = await self.http.post(
            f"{self._settings.api}/{method}",
            headers={"Authorization": f"Bearer {self._settings.token}"},
            json=body,
        )
        if answer.status == 200 and answer.content.get("ok") is True:
            return
        error = str(answer.content.get("error", ""))
        if answer.status == 429 or answer.status >= 500 or error in _BUSY:
            raise TryAgainError(answer.retry_after)
        if error in _BAD_TOKEN:
            logger.error("Slack refuses the token (%s): check BOT_SLACK_TOKEN.", error)
            raise TryAgainError(_BAD_TOKEN_SECONDS)
        if error in _PATIENT_LEFT:
            raise PatientLeftError
        raise RefusedError(answer.status, error)


def escaped(text: str) -> str:
    """The three characters that mean something to Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _button(button: Button) -> dict[str, Any]:
    title = button.title[:_LONGEST_TITLE]
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": title, "emoji": False},
        "value": button.payload,
    }


def _content_of(request: Request) -> Mapping[str, Any]:
    """Events come as JSON, pressed buttons as JSON in a form."""
    if not request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        return read_json(request.body)
    form = dict(parse_qsl(request.body.decode()))
    if "payload" not in form:
        return {"type": "slash_command"}
    try:
        content = json.loads(form["payload"])
    except (ValueError, RecursionError):
        raise NoDeliveryError("not_json") from None
    if not isinstance(content, dict):
        raise NoDeliveryError("not_an_object")
    return content
