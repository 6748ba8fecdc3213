"""How updates come in: Telegram is given the webhook's address, or it is asked for them (polling).

Both begin in the background and are tried until they succeed: no start depends on Telegram.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.channels.messengers.message import (
    Clock,
    NoDeliveryError,
    PatientLeftError,
    Received,
    RefusedError,
    TryAgainError,
)
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.updates import ALLOWED_UPDATES, read_update
from bot.settings.clinic import read_yaml
from bot.settings.messengers import TelegramSettings

logger = logging.getLogger(__name__)

_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
# Telegram holds an empty answer back for so long.
_POLL_SECONDS = 25
_ANSWER_SECONDS = _POLL_SECONDS + 15.0
_FULL_PAUSE_SECONDS = 1.0


class Connection:
    """Keeps updates coming."""

    def __init__(self, api: TelegramApi, settings: TelegramSettings, clock: Clock) -> None:
        self._api = api
        self._settings = settings
        self._clock = clock
        self._is_down = False

    async def set_webhook(self) -> None:
        """Gives Telegram the webhook's address."""

        async def set_it() -> None:
            await self._api.call(
                "setWebhook",
                url=self._settings.url,
                secret_token=self._settings.secret,
                allowed_updates=list(ALLOWED_UPDATES),
            )

        await self._until_done(set_it)
        logger.warning("Telegram is connected; it delivers to the address in BOT_TELEGRAM_URL.")

    async def show_commands(self) -> None:
        """Gives Telegram the menu of commands that it shows beside the message field."""

        async def set_them() -> None:
            try:
                await self._api.call("setMyCommands", commands=menu())
            except RefusedError as error:
                # Nobody needs the menu: the commands work when they are typed.
                logger.error("Telegram refused the menu of commands: %s", error.reason)

        await self._until_done(set_them)

    async def poll(
        self, take: Callable[[Sequence[Received]], None], has_room: Callable[[], bool]
    ) -> None:
        """Asks for updates, for ever. What is taken is in the journal before the next call tells
        Telegram to forget it."""

        async def delete_webhook() -> None:
            await self._api.call("deleteWebhook")

        await self._until_done(delete_webhook)
        logger.warning("Telegram is connected; it is asked for messages (polling).")
        offset: int | None = None
        while True:
            while not has_room():
                await self._clock.sleep(_FULL_PAUSE_SECONDS)
            for update in await self._updates(offset):
                offset = max(offset or 0, _id_of(update) + 1)
                received = _read(update)
                if received is not None:
                    take([received])

    async def _updates(self, offset: int | None) -> Sequence[Mapping[str, Any]]:
        result: list[Mapping[str, Any]] = []

        async def get() -> None:
            parameters = {} if offset is None else {"offset": offset}
            found = await self._api.call(
                "getUpdates",
                _ANSWER_SECONDS,
                timeout=_POLL_SECONDS,
                allowed_updates=list(ALLOWED_UPDATES),
                **parameters,
            )
            if isinstance(found, list):
                result.extend(update for update in found if isinstance(update, dict))

        await self._until_done(get)
        return result

    async def _until_done(self, work: Callable[[], Awaitable[None]]) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                await work()
            except TryAgainError as error:
                self._note(error.reason or "It cannot be reached.")
                await self._clock.sleep(error.after if error.after is not None else pause)
            except (RefusedError, PatientLeftError) as error:
                self._note(str(getattr(error, "reason", "")) or "It refuses the call.")
                await self._clock.sleep(_LONGEST_PAUSE_SECONDS)
            else:
                if self._is_down:
                    logger.warning("Telegram can be reached again.")
                self._is_down = False
                return
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    def _note(self, reason: str) -> None:
        if not self._is_down:
            logger.error("Telegram is not connected: %s It is tried again.", reason)
        self._is_down = True


def menu() -> list[dict[str, str]]:
    """menu.yml as the Bot API takes it: https://core.telegram.org/bots/api#botcommand"""
    content = read_yaml(Path(__file__).with_name("menu.yml"))
    assert isinstance(content, dict)
    return [{"command": name, "description": words} for name, words in content.items()]


def _id_of(update: Mapping[str, Any]) -> int:
    number = update.get("update_id")
    return number if isinstance(number, int) else -1


def _read(update: Mapping[str, Any]) -> Received | None:
    try:
        return read_update(update)
    except NoDeliveryError as error:
        logger.error("An update of Telegram's cannot be read: %s", error)
        return None
