"""The Rasa server with our doors and health pages: ``python -m bot serve``."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import aiohttp
from rasa.core.run import (
    close_resources,
    configure_app,
    create_http_input_channels,
    load_agent_on_start,
)
from rasa.core.utils import AvailableEndpoints
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy import create_engine, text

from bot.run.logs import quiet_logging
from bot.settings.paths import ROOT
from bot.store.addresses import conversations_url
from bot.store.database import records

_HEALTH_TIMEOUT_SECONDS = 2


async def _action_server_answers(url: str) -> bool:
    timeout = aiohttp.ClientTimeout(total=_HEALTH_TIMEOUT_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(url.replace("/webhook", "/health")) as answer,
        ):
            return bool(answer.status == 200)
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return False


def _records_answer() -> bool:
    try:
        with records() as session:
            session.execute(text("select 1"))
        conversations = create_engine(conversations_url(), hide_parameters=True)
        with conversations.connect() as connection:
            connection.execute(text("select 1"))
        conversations.dispose()
    except Exception:  # noqa: BLE001 - any failure of a database is the same answer here
        return False
    return True


def health_pages(action_url: str) -> Blueprint:
    """``/health/live``: the process answers. ``/health/ready``: each part named, 503 while one
    that matters is missing."""
    pages = Blueprint("health", url_prefix="/health")

    @pages.get("/live")
    async def live(request: Request) -> HTTPResponse:  # noqa: ARG001
        return response.json({"live": True})

    @pages.get("/ready")
    async def ready(request: Request) -> HTTPResponse:
        agent = getattr(request.app.ctx, "agent", None)
        parts = {
            "model": bool(agent and agent.is_ready()),
            "action_server": await _action_server_answers(action_url),
            "stores": await asyncio.to_thread(_records_answer),
        }
        ready = all(parts.values())
        return response.json({"ready": ready, **parts}, status=200 if ready else 503)

    return pages


def create_server(model: Path, port: int) -> Sanic:
    """The web application: channels of credentials.yml, no Rasa API routes, health pages."""
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    channels = create_http_input_channels(None, str(ROOT / "credentials.yml"))
    app: Sanic = configure_app(
        channels, cors=None, enable_api=False, port=port, endpoints=endpoints
    )
    app.blueprint(health_pages(endpoints.action.url))
    app.register_listener(
        partial(load_agent_on_start, str(model), endpoints, None), "before_server_start"
    )
    app.register_listener(close_resources, "after_server_stop")
    return app


def serve(model: Path, host: str, port: int) -> None:
    """Serves until the process is ended."""
    quiet_logging()
    create_server(model, port).run(host=host, port=port, access_log=False, motd=False)
