"""What the tests of the doors share."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from sanic import Sanic

from bot.channels.conversation_ids import ConversationIds
from bot.channels.guarded_channel import GuardedChannel
from bot.channels.services import Services
from bot.channels.web.channel import WebChannel
from bot.content.red_flags import safety_settings
from bot.run.edge import harden
from bot.run.hosts import Hosts
from bot.safety import SafetySettings
from bot.settings.clinic import Answers, Clinic, Web, load_clinic
from bot.store.archive import Archive
from tests.channels.door import SECRET, Turns

DEADLINE_SECONDS = 3.0  # what a loaded machine may need for a turn that nothing holds up


@pytest.fixture(scope="session")
def clinic() -> Clinic:
    """The project's clinic, with a short deadline and a limit of 30 messages a minute."""
    settings = load_clinic()
    return settings.copy(
        update={
            "answers": Answers(deadline_seconds=DEADLINE_SECONDS),
            "web": Web(
                max_message_characters=200,
                messages_per_minute=5,
                sessions_per_minute_of_address=1000,
            ),
        }
    )


@pytest.fixture(scope="session")
def safety() -> SafetySettings:
    return safety_settings()


@pytest.fixture(scope="module")
def door_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Databases and secrets of these tests alone, and their folder."""
    folder = tmp_path_factory.mktemp("web")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOT_RECORDS_URL", f"sqlite:///{folder / 'records.db'}")
        patch.setenv("BOT_CONVERSATIONS_URL", f"sqlite:///{folder / 'conversations.db'}")
        patch.setenv("BOT_SESSION_SECRET", SECRET)
        yield folder


@dataclass(frozen=True)
class Door:
    """The web channel on a free port, the turns behind it, and what it shares with others."""

    address: str
    turns: Turns
    services: Services
    archive: Archive
    folder: Path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(door_folder: Path, clinic: Clinic, safety: SafetySettings) -> AsyncIterator[Door]:
    """It is started once: Sanic rewrites its own classes at a start, which works once in a
    process."""
    archive = Archive(door_folder)
    archive.start()
    turns = Turns(archive)
    services = Services(clinic, safety, ConversationIds(SECRET), archive, turns.store)
    channel = GuardedChannel(WebChannel(), services)
    app = Sanic("web_channel_test", configure_logging=False)
    app.blueprint(channel.blueprint(turns.handle), url_prefix="/webhooks/web")
    harden(app, clinic, Hosts([]))
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    await server.startup()
    await server.start_serving()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/webhooks/web"
    yield Door(address, turns, services, archive, door_folder)
    server.close()
    await server.wait_closed()
    Sanic._app_registry.pop(app.name)
    await services.close(1)
    archive.stop()


@pytest.fixture
def turns(door: Door) -> Turns:
    door.turns.begin_anew()
    return door.turns


@pytest_asyncio.fixture(loop_scope="module")
async def web(door: Door, turns: Turns) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ARG001
    """A client of the channel."""
    async with httpx.AsyncClient(base_url=door.address, timeout=30) as client:
        yield client
