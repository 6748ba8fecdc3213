"""What the tests of the doors share."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace

import httpx
import pytest
import pytest_asyncio
from sanic import Sanic

from bot.channels.web.channel import WebChannel
from bot.content.red_flags import safety_settings
from bot.safety import SafetySettings
from bot.settings.clinic import Answers, Clinic, Web, load_clinic
from tests.channels.door import SECRET, Turns

DEADLINE_SECONDS = 0.5  # the shortest that a clinic may set


@pytest.fixture(scope="session")
def clinic() -> Clinic:
    """The project's clinic, with the shortest deadline and a limit of 30 messages a minute."""
    settings = load_clinic()
    return settings.copy(
        update={
            "answers": Answers(deadline_seconds=DEADLINE_SECONDS),
            "web": Web(max_message_characters=200, messages_per_minute=5),
        }
    )


@pytest.fixture(scope="session")
def safety() -> SafetySettings:
    return safety_settings()


@pytest.fixture(scope="module")
def door_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Databases and a secret of these tests alone."""
    folder = tmp_path_factory.mktemp("web_door")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOT_RECORDS_URL", f"sqlite:///{folder / 'records.db'}")
        patch.setenv("BOT_CONVERSATIONS_URL", f"sqlite:///{folder / 'conversations.db'}")
        patch.setenv("BOT_SESSION_SECRET", SECRET)
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(door_environment: None, clinic: Clinic) -> AsyncIterator[tuple[str, Turns]]:  # noqa: ARG001
    """The address of a door that listens on a free port, and the turns behind it. It is started
    once: Sanic rewrites its own classes at a start, which works once in a process."""
    turns = Turns()
    app = Sanic("web_door_test", configure_logging=False)
    app.ctx.agent = SimpleNamespace(tracker_store=turns.store)
    app.blueprint(WebChannel(clinic).blueprint(turns.handle), url_prefix="/webhooks/web")
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    await server.startup()
    await server.start_serving()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/webhooks/web", turns
    server.close()
    await server.wait_closed()
    Sanic._app_registry.pop(app.name)
    turns.store.engine.dispose()


@pytest.fixture
def turns(door: tuple[str, Turns]) -> Turns:
    door[1].begin_anew()
    return door[1]


@pytest_asyncio.fixture(loop_scope="module")
async def web(door: tuple[str, Turns], turns: Turns) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ARG001
    """A client of the door."""
    async with httpx.AsyncClient(base_url=door[0], timeout=30) as client:
        yield client
