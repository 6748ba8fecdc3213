"""What the tests of Telegram's channel share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from tests.channels.messengers.harness import FastClock
from tests.channels.telegram.bench import CHAT, Bench
from tests.channels.telegram.bot_api import BotApi
from tests.channels.telegram.bot_api_server import running_bot_api


@pytest.fixture
def api() -> Iterator[BotApi]:
    with running_bot_api() as api:
        api.private_chats.add(CHAT)
        yield api


@pytest.fixture
def clock() -> FastClock:
    return FastClock()


@pytest.fixture
def bench(
    api: BotApi, clock: FastClock, tmp_path: Path, clinic: Clinic, safety: SafetySettings
) -> Bench:
    return Bench(api, clock, tmp_path, clinic, safety)
