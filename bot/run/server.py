"""The Rasa server with our channels and health pages: ``python -m bot serve``."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
from asyncio import AbstractEventLoop
from pathlib import Path

from rasa.core.channels.channel import InputChannel
from rasa.core.run import configure_app, create_http_input_channels
from sanic import Sanic

from bot.channels.conversation_ids import ConversationIds
from bot.channels.guarded_channel import GuardedChannel
from bot.channels.messengers.enabled import messengers
from bot.channels.services import Services
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.run.agent import ClinicAgent, ModelLoadError
from bot.run.edge import harden
from bot.run.health import health_pages
from bot.run.logs import quiet_logging
from bot.run.processes import StartError
from bot.settings.clinic import clinic
from bot.settings.messengers import MessengerSettingError
from bot.settings.paths import ROOT, STATE_DIR
from bot.settings.secrets import secret
from bot.store.archive import Archive

logger = logging.getLogger(__name__)

_WARM_UP = "what is immunotherapy"


def create_server(model: Path, port: int) -> Sanic:
    """The web application: channels of credentials.yml, each behind the guard; health pages; none
    of Rasa's API routes.

    Raises:
        SchemaTooNewError: where a database was made by a newer version.
    """
    archive = Archive(STATE_DIR)
    agent = ClinicAgent(archive)
    services = Services(
        clinic(),
        safety_settings(),
        ConversationIds(secret("conversation_secret")),
        archive,
        agent.conversations,
        triage_reader(),
    )
    app: Sanic = configure_app(
        [GuardedChannel(channel, services) for channel in input_channels()],
        cors=None,
        enable_api=False,
        port=port,
    )
    app.ctx.agent, app.ctx.services = agent, services
    app.blueprint(health_pages(agent, services))
    harden(app, services.clinic)
    _follow_the_server(app, model, agent, services, archive)
    return app


def input_channels() -> list[InputChannel]:
    """The channels of credentials.yml, and the messengers whose variables are set.

    Raises:
        StartError: where a messenger's variable is missing or wrong.
    """
    channels: list[InputChannel] = create_http_input_channels(None, str(ROOT / "credentials.yml"))
    try:
        return [*channels, *messengers()]
    except MessengerSettingError as error:
        raise StartError(str(error)) from None


def _follow_the_server(
    app: Sanic, model: Path, agent: ClinicAgent, services: Services, archive: Archive
) -> None:
    """What happens when the server starts and when it stops."""

    async def start(_: Sanic, __: AbstractEventLoop) -> None:
        archive.start()
        await services.warm_up(_WARM_UP)
        # Until the model is there every message gets the guard's words: urgent ones, or an apology.
        services.is_loading = True
        app.add_task(_load(model, agent, services))

    async def stop(_: Sanic, __: AbstractEventLoop) -> None:
        await services.close(services.clinic.answers.deadline_seconds)
        await asyncio.to_thread(archive.stop)

    app.register_listener(start, "before_server_start")
    app.register_listener(stop, "after_server_stop")


async def _load(model: Path, agent: ClinicAgent, services: Services) -> None:
    try:
        await asyncio.to_thread(agent.load_model, model)
        await agent.parse_message(_WARM_UP)
    except ModelLoadError as error:
        logger.error("%s Meanwhile only red flags are answered.", error)
    finally:
        services.is_loading = False


def serve(model: Path, host: str, port: int) -> None:
    """Serves until the process is ended.

    Raises:
        StartError: where another server uses the same state folder, or the port is taken.
    """
    quiet_logging()
    lock = _lock_state_folder()
    try:
        create_server(model, port).run(host=host, port=port, access_log=False, motd=False)
    finally:
        os.close(lock)


def _lock_state_folder() -> int:
    """Two servers on one folder would each keep half of a conversation."""
    STATE_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chmod(STATE_DIR, 0o700)
    descriptor = os.open(STATE_DIR / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise StartError(
            f"Another server already uses the folder {STATE_DIR}. Stop it, or choose another "
            "folder: BOT_STATE=…"
        ) from None
    return descriptor
