"""Calls of Telegram's Bot API: https://core.telegram.org/bots/api#making-requests"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from bot.channels.messengers.calling import Answer, HttpCalls
from bot.channels.messengers.message import PatientLeftError, RefusedError, TryAgainError

logger = logging.getLogger(__name__)

# A token that Telegram does not know may be put right while the assistant runs.
_BAD_TOKEN_SECONDS = 60.0
_BAD_TOKEN = frozenset({401, 404})


class TelegramApi:
    """The methods of one bot."""

    def __init__(self, http: Callable[[], HttpCalls], address: str, token: str) -> None:
        self._http = http
        self._base = f"{address}/bot{token}"
        self._token_is_refused = False

    async def call(self, method: str, seconds: float = 20.0, **parameters: Any) -> Any:
        """The method's result.

        Raises:
            TryAgainError: no answer, 409, 429, 5xx, or a token that Telegram does not know.
            PatientLeftError: 403, such as "bot was blocked by the user".
            RefusedError: any other refusal; its reason is Telegram's own sentence.
        """
        answer = await self._http().post(f"{self._base}/{method}", seconds, json=parameters)
        if answer.status == 200 and answer.content.get("ok") is True:
            self._token_is_refused = False
            return answer.content.get("result")
        raise self._error(answer)

    def _error(self, answer: Answer) -> Exception:
        if answer.status in _BAD_TOKEN:
            if not self._token_is_refused:
                logger.error("Telegram does not know the bot's token: check BOT_TELEGRAM_TOKEN.")
            self._token_is_refused = True
            return TryAgainError(_BAD_TOKEN_SECONDS)
        if answer.status == 429:
            return TryAgainError(_retry_after(answer))
        if answer.status == 403:
            return PatientLeftError()
        reason = str(answer.content.get("description", ""))
        if answer.status == 409:
            # Somebody else asks for updates, perhaps the process before this one.
            return TryAgainError(reason=reason)
        if 400 <= answer.status < 500:
            return RefusedError(answer.status, reason)
        return TryAgainError()


def _retry_after(answer: Answer) -> float | None:
    parameters = answer.content.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int) else answer.retry_after
