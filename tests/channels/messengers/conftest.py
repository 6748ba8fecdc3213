"""One real server for the tests of all messengers."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.channels.messengers.clinic_server import Clinic
from tests.channels.messengers.providers import running_providers
from tests.channels.messengers.real_server import real_server
from tests.channels.telegram.bot_api import TOKEN
from tests.channels.telegram.bot_api_server import running_bot_api


@pytest.fixture(scope="package")
def clinic_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with running_providers() as providers, running_bot_api() as telegram:
        variables = {
            **providers.variables(),
            "BOT_TELEGRAM_TOKEN": TOKEN,
            "BOT_TELEGRAM_API": telegram.address,
        }
        state = tmp_path_factory.mktemp("messengers")
        with real_server(state, **variables) as server, httpx.Client(timeout=30) as client:
            server.start()
            yield Clinic(server, providers, telegram, client)
