"""The Rasa server with our channels and health pages: ``python -m bot serve``."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from asyncio import AbstractEventLoop
from collections.abc import Sequence
from pathlib import Path

from rasa.core.channels.channel import InputChannel
from rasa.core.run import configure_app, create_http_input_channels
from sanic import Sanic

from bot.channels.conversation_ids import ConversationIds
from bot.channels.guarded_channel import GuardedChannel
from bot.channels.messengers.enabled import messengers
from bot.channels.services import Services
from bot.content.red_flags import safety_settings
from bot.content.registry import read_what_is_in_use
from bot.content.triage_model import triage_reader
from bot.run import environment
from bot.run.agent import ClinicAgent, ModelLoadError
from bot.run.connections import LimitedProtocol, allow_many_files
from bot.run.edge import harden
from bot.run.health import health_pages
from bot.run.hosts import EVERYWHERE, Hosts, served_hosts
from bot.run.interpreter import keep_what_is_loaded, switch_threads_often
from bot.run.live import Follower
from bot.run.logs import private_logging, quiet_logging
from bot.run.metrics import metrics_pages
from bot.run.processes import StartError
from bot.run.staff_link import StaffLink
from bot.run.trial import Trials
from bot.safety.lazy_pattern import compile_waiting
from bot.settings.clinic import Clinic, clinic
from bot.settings.messengers import MessengerSettingError
from bot.settings.paths import ROOT, SPACY_DIR, STATE_DIR
from bot.settings.secrets import secret
from bot.staff.link import SOCKET_NAME
from bot.store.archive import Archive
from bot.store.database import conversations_database, records_database
from bot.store.requests import serve_requests
from bot.store.retention import delete_old
from bot.store.schema import SchemaTooNewError

logger = logging.getLogger(__name__)

_WARM_UP = "what is immunotherapy"
_SOON_SECONDS = 30.0
_HOUR_SECONDS = 3600.0
_DAY_SECONDS = 24 * _HOUR_SECONDS
_REQUESTS_SECONDS = 1.0
# A pattern takes about a third of a millisecond to compile: all are there in ten seconds.
_SECONDS_BETWEEN_PATTERNS = 0.001


def create_server(model: Path, port: int) -> Sanic:
    """The web application: channels of credentials.yml, each behind the guard; health pages; none
    of Rasa's API routes.

    Raises:
        DataError: for a slip in what replies need: no patient shall be the first to meet it.
    """
    read_what_is_in_use()
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
    app.blueprint(metrics_pages(services))
    harden(app, services.clinic, _hosts(services.clinic))
    _follow_the_server(app, model, agent, services, archive)
    return app


def _hosts(clinic: Clinic) -> Hosts:
    hosts = served_hosts(clinic.web.hosts)
    if hosts.are_loopback_alone and environment.host() in EVERYWHERE:
        logger.warning(
            "Only requests to localhost are served: name the assistant's public host in clinic.yml "
            "(web.hosts) or in BOT_HOSTS."
        )
    return hosts


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
    follower = Follower(agent, services)
    trials = Trials(agent, services)
    link = StaffLink(STATE_DIR / SOCKET_NAME, trials, lambda: follower.state)
    beside: list[asyncio.Task[None]] = []
    stopping = threading.Event()

    async def start(_: Sanic, __: AbstractEventLoop) -> None:
        await services.warm_up(_WARM_UP)
        # Until the model is there urgent words are said at once, and everything else waits for it.
        services.loaded.clear()
        follower.begin()
        beside.extend(
            asyncio.create_task(work)
            for work in (
                _load(model, agent, services, follower),
                _delete_old(services.clinic, archive),
                _serve_requests(services),
                _compile_patterns(services, stopping),
            )
        )
        if services.clinic.staff.is_on:
            await _open(link)

    async def stop(_: Sanic, __: AbstractEventLoop) -> None:
        stopping.set()
        await link.close()
        await services.close(services.clinic.answers.deadline_seconds)
        await _end(beside)
        await asyncio.to_thread(archive.stop)

    app.register_listener(start, "before_server_start")
    app.register_listener(stop, "after_server_stop")


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Ends what runs beside the server, or asyncio complains of it."""
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, Exception):
            logger.error("What runs beside the server failed: %s", type(ended).__name__)


async def _open(link: StaffLink) -> None:
    try:
        await link.open()
    except OSError as error:
        # Linux allows 107 characters for the path of a socket.
        logger.error("The staff page cannot reach the assistant: %s", error.strerror or error)


async def _compile_patterns(services: Services, stopping: threading.Event) -> None:
    """Also those of content that is read anew later."""
    await services.loaded.wait()
    while not stopping.is_set():
        await asyncio.to_thread(compile_waiting, stopping, _SECONDS_BETWEEN_PATTERNS)
        await asyncio.sleep(_SOON_SECONDS)


async def _load(model: Path, agent: ClinicAgent, services: Services, follower: Follower) -> None:
    if not SPACY_DIR.exists():
        logger.error("The folder %s is missing. Run: python -m bot train", SPACY_DIR)
    try:
        await asyncio.to_thread(agent.load_model, model)
        await agent.parse_message(_WARM_UP)
        keep_what_is_loaded()
    except ModelLoadError as error:
        logger.error("%s Meanwhile only red flags are answered.", error)
    except Exception as error:  # noqa: BLE001 - later files may be better, and are looked for
        logger.error(
            "The model failed: %s. Meanwhile only red flags are answered.", type(error).__name__
        )
    finally:
        services.loaded.set()
    await follower.run()


async def _delete_old(clinic: Clinic, archive: Archive) -> None:
    """Every day, and soon after each start."""
    pause = _SOON_SECONDS
    while True:
        await asyncio.sleep(pause)
        try:
            databases = conversations_database(), records_database()
            await asyncio.to_thread(delete_old, *databases, clinic.retention)
            archive.erasures.forget(clinic.retention.red_flags_days)
            pause = _DAY_SECONDS
        except Exception as error:  # noqa: BLE001 - the database may be back in an hour
            logger.error("What is old cannot be deleted: %s", type(error).__name__)
            pause = _HOUR_SECONDS


async def _serve_requests(services: Services) -> None:
    """What the commands of the staff ask for; see bot/store/requests.py."""
    while True:
        try:
            serve_requests(STATE_DIR, services.erase)
        except Exception as error:  # noqa: BLE001 - the next request must be served all the same
            logger.error("Requests cannot be served: %s", type(error).__name__)
        await asyncio.sleep(_REQUESTS_SECONDS)


def serve(model: Path, listener: socket.socket) -> None:
    """Serves on a listening socket until the process is ended; see bot/run/claims.py.

    Raises:
        StartError: where it cannot work: a messenger's variable is wrong, a database is of a newer
            version.
    """
    quiet_logging()
    private_logging()
    allow_many_files()
    switch_threads_often()
    try:
        app = create_server(model, listener.getsockname()[1])
        app.ctx.services.archive.start()
        app.run(sock=listener, protocol=LimitedProtocol, access_log=False, motd=False)
    except SchemaTooNewError as error:
        raise StartError(str(error)) from None
