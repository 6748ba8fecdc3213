"""Telegram channels on one folder, with turns of the test's own, a clock, and the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.channels.messengers.message import Clock
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.updates import read_update
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from bot.settings.messengers import TelegramSettings
from tests.channels.messengers.harness import FastClock, Turn, echo, running
from tests.channels.telegram.bot_api import TOKEN, ApiError, BotApi
from tests.channels.telegram.updates import Update

CHAT = 5_000_001
RED = "I can't breathe"
BUSY = ApiError(429, "Too Many Requests: retry after 7", retry_after=7)
BROKEN = ApiError(502, "Bad Gateway")


class Bench:
    """Starts Telegram channels on one folder."""

    def __init__(
        self, api: BotApi, clock: FastClock, folder: Path, clinic: Clinic, safety: SafetySettings
    ) -> None:
        self.api, self._clock, self._folder = api, clock, folder
        self._clinic, self._safety = clinic, safety

    @asynccontextmanager
    async def channel(
        self, turn: Turn = echo, url: str | None = "https://clinic.example/hook"
    ) -> AsyncIterator[TelegramChannel]:
        settings = TelegramSettings(TOKEN, "secret", url, self.api.address)
        clock = Clock(self._clock.now, self._clock.sleep)
        async with running(
            TelegramChannel(settings, self._folder, clock), self._clinic, self._safety, turn
        ) as channel:
            yield channel


def deliver(channel: TelegramChannel, *updates: Update) -> None:
    for update in updates:
        received = read_update(update)
        channel.take([received] if received else [])


async def settle(channel: TelegramChannel) -> None:
    await channel.inbox.wait_until_empty()
    await channel.outbox.wait_until_empty()
