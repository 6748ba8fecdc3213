"""Red flags: when, where, how urgent, how fast the first words were, and who dealt with it."""

from __future__ import annotations

import asyncio

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.staff.desk import Desk, chosen
from bot.staff.visit import Notice, field_of, user_of
from bot.store.staff_records import mark_red_flag, red_flags

_MOST_SHOWN = 200
_PATH = "/staff/red-flags"


def add_to(pages: Blueprint, desk: Desk) -> None:
    """``GET`` and ``POST`` of /staff/red-flags."""

    @pages.get("/red-flags")
    async def show(request: Request) -> HTTPResponse:
        which = chosen(request.args.get("show", ""), ("open", "all"))
        found = await asyncio.to_thread(red_flags, which == "open", _MOST_SHOWN)
        has_notices = bool(desk.clinic.notify.methods())
        return desk.page(
            request, "red_flags", found=found, which=which, most=_MOST_SHOWN,
            has_notices=has_notices,
        )  # fmt: skip

    @pages.post("/red-flags/<number:int>")
    async def deal_with(request: Request, number: int) -> HTTPResponse:
        note = field_of(request, "note", 1000).strip()
        done = await asyncio.to_thread(mark_red_flag, number, user_of(request).name, note)
        notice = (
            Notice("done", "Marked as dealt with.")
            if done
            else Notice("refused", "Somebody has already dealt with it, or it is gone.")
        )
        return desk.back(request, _PATH, notice)
