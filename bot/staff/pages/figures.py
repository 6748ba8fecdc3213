"""Figures: turns, kinds, refusals, red flags and times, as charts with their tables."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sanic import Blueprint, response
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content.faq_files import button_titles
from bot.staff.charts import OF_TIERS, Chart, colours_of, svg
from bot.staff.desk import Desk, chosen, plain_name, tier_name
from bot.store.database import utc_now
from bot.store.report import Day, Report, report_since

DAYS = ("30", "7", "90", "365")
# A chart is its own document: its styles stand in it, and nothing else may run or load there.
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_REFUSED = "out_of_scope"


def add_to(pages: Blueprint, desk: Desk) -> None:
    """/staff/figures, and a picture for each chart."""

    def read(days: str) -> Report:
        return report_since(utc_now() - timedelta(days=int(days)), button_titles())

    @pages.get("/figures")
    async def show(request: Request) -> HTTPResponse:
        days = chosen(request.args.get("days", ""), DAYS)
        found = await asyncio.to_thread(read, days)
        return desk.page(
            request, "figures", report=found, days=days, choices=sorted(DAYS, key=int),
            charts=charts_of(found.days), titles=desk.titles(),
        )  # fmt: skip

    @pages.get("/figures/<name:str>/<days:str>")
    async def picture(request: Request, name: str, days: str) -> HTTPResponse:  # noqa: ARG001
        if days not in DAYS:
            raise NotFound("There is no such chart.")
        found = await asyncio.to_thread(read, days)
        charts = charts_of(found.days)
        if name not in charts:
            raise NotFound("There is no such chart.")
        drawn = await asyncio.to_thread(svg, charts[name])
        return response.text(
            drawn,
            content_type="image/svg+xml",
            headers={"Content-Security-Policy": _SVG_POLICY},
        )


def charts_of(days: Sequence[Day]) -> Mapping[str, Chart]:
    """The charts by the name of their picture; none where nothing has happened."""
    if not days:
        return {}
    labels = [f"{one.day:%b} {one.day.day}" for one in days]
    kinds = list(dict.fromkeys(kind for one in days for kind in one.kinds))
    tiers = ("emergency", "call_now", "check")
    times = [None if one.milliseconds is None else one.milliseconds / 1000 for one in days]
    return {
        "turns": Chart(
            "Messages answered a day, by kind", "messages", labels,
            {plain_name(kind): [one.kinds.get(kind, 0) for one in days] for kind in kinds},
            colours=colours_of(kinds),
        ),
        "refusals": Chart(
            "Messages without an answer a day", "messages", labels,
            {"not answered": [one.kinds.get(_REFUSED, 0) for one in days]},
        ),
        "red-flags": Chart(
            "Red flags a day, by tier", "red flags", labels,
            {tier_name(tier): [one.tiers.get(tier, 0) for one in days] for tier in tiers},
            colours=OF_TIERS,
        ),
        "times": Chart("Median time to answer", "seconds", labels, {"median": times}, is_line=True),
    }  # fmt: skip
