"""Train and go live: one button, its progress, and what is live now."""

from __future__ import annotations

import asyncio
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.staff.desk import Desk
from bot.staff.link import NotRunningError
from bot.staff.visit import Notice, user_of

_PATH = "/staff/live"


def add_to(pages: Blueprint, desk: Desk) -> None:
    """/staff/live; /staff/live/state is the part that changes while it trains."""

    async def values() -> dict[str, Any]:
        state = desk.trainer.state()
        is_needed = state.is_running or await asyncio.to_thread(desk.trainer.is_needed)
        try:
            live: dict[str, Any] | None = await desk.link.state()
        except NotRunningError:
            live = None
        return {"state": state, "is_needed": is_needed, "live": live}

    @pages.get("/live")
    async def show(request: Request) -> HTTPResponse:
        return desk.page(request, "live", **await values())

    @pages.get("/live/state")
    async def progress(request: Request) -> HTTPResponse:
        return desk.page(request, "live_state", state=desk.trainer.state())

    @pages.post("/live")
    async def start(request: Request) -> HTTPResponse:
        if desk.trainer.start(user_of(request).name):
            return desk.back(request, _PATH)
        return desk.back(request, _PATH, Notice("refused", "A training is already under way."))
