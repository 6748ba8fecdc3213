"""The staff page as a process of its own, which slows no patient: ``python -m bot staff``."""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sanic import Sanic

from bot.content.editing import Editor
from bot.encoders.multilingual import MultilingualEncoder
from bot.run.connections import LimitedProtocol
from bot.run.going_live import GoingLive
from bot.run.hosts import served_hosts
from bot.run.listening import listening
from bot.run.logs import private_logging, quiet_logging
from bot.run.processes import StartError
from bot.run.request_head import check_head
from bot.settings.clinic import clinic
from bot.settings.paths import STATE_DIR
from bot.settings.secrets import secret
from bot.staff.app import StaffApp
from bot.staff.desk import Desk
from bot.staff.link import Link, NotRunningError

_HEADER_SECONDS = 10


def create_staff_server() -> Sanic:
    """The application with everything that it works on."""
    link = Link(STATE_DIR)
    going_live = GoingLive(lambda: _live_model(link))
    desk = Desk(
        clinic(),
        Editor(),
        link,
        going_live,
        _encode,
    )
    hosts = served_hosts(
        clinic().web.hosts, own_address="BOT_STAFF_HOST", also=clinic().staff.hosts
    )
    app = StaffApp(desk, secret("staff_secret"), hosts.allows).app
    app.config.REQUEST_TIMEOUT = _HEADER_SECONDS

    async def read_head(head: bytes) -> None:
        check_head(head)

    async def stop(_: Sanic, __: AbstractEventLoop) -> None:
        going_live.stop()

    app.signal("http.lifecycle.read_head")(read_head)
    app.register_listener(stop, "before_server_stop")
    return app


def serve_staff(host: str, port: int) -> None:
    """Serves until the process is ended.

    Raises:
        StartError: where clinic.yml names no users, or the port is taken.
    """
    if not clinic().staff.is_on:
        raise StartError(
            "The staff page is off: clinic.yml names no users under `staff`. See docs/staff.md."
        )
    quiet_logging()
    private_logging()
    with listening(host, port, "BOT_STAFF_PORT") as listener:
        app = create_staff_server()
        app.run(sock=listener, protocol=LimitedProtocol, access_log=False, motd=False)


def _encode(texts: Sequence[str]) -> NDArray[np.float32]:
    return MultilingualEncoder.load().encode_many(texts)


def _live_model(link: Link) -> tuple[str, str | None] | None:
    """What the running assistant uses, asked from a thread of the training."""
    try:
        state = asyncio.run(link.state())
    except NotRunningError:
        return None
    return state["model"], state["model_problem"]
