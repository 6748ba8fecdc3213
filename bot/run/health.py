"""Health pages that tell the truth: each part named, and whether it does its work now."""

from __future__ import annotations

import asyncio
import os
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.services import Services
from bot.run.agent import ClinicAgent
from bot.settings.paths import SPACY_DIR

_TIMEOUT_SECONDS = 2


def health_url(action_url: str) -> str:
    """The health page of an action server, from the address of its webhook."""
    parts = urlsplit(action_url)
    path = parts.path.removesuffix("/webhook") + "/health"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


async def _answers(url: str) -> bool:
    """Whether an action server, and nothing else, answers at the address."""
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
            content = await answer.json()
            return bool(answer.status == 200 and content["status"] == "ok")
    except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, LookupError, TypeError):
        return False


def health_pages(agent: ClinicAgent, services: Services) -> Blueprint:
    """``/health/live``: the process answers. ``/health/ready``: each part named, 503 while one
    that matters is missing."""
    pages = Blueprint("health", url_prefix="/health")
    archive = services.archive
    assert archive is not None

    @pages.get("/live")
    async def live(request: Request) -> HTTPResponse:  # noqa: ARG001
        return response.json({"live": True})

    @pages.get("/ready")
    async def ready(request: Request) -> HTTPResponse:  # noqa: ARG001
        stores = await archive.health()
        parts = {
            "model": agent.is_ready(),
            "detector": services.safety.detector is not None,
            "spacy": SPACY_DIR.exists(),
            "action_server": await _answers(health_url(os.environ["BOT_ACTION_URL"])),
            "stores": stores.is_well,
        }
        details = {
            "conversations": stores.conversations,
            "records": stores.records,
            "journal": stores.journal,
            "waiting": stores.waiting,
        }
        is_ready = all(parts.values())
        body = {"ready": is_ready, **parts, "details": details}
        return response.json(body, status=200 if is_ready else 503)

    return pages
