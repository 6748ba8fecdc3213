"""Try it out: a message in; how it was judged, and what a patient would get, out."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.staff.desk import Desk
from bot.staff.link import NotRunningError
from bot.staff.visit import field_of

_LONGEST_TEXT = 2000
_MOST_TOPICS = 5


def add_to(pages: Blueprint, desk: Desk) -> None:
    """/staff/try. What is tried is sent by POST, so that it stands in no log and no history."""

    @pages.get("/try")
    async def show(request: Request) -> HTTPResponse:
        return desk.page(request, "try", text="", found=None, problem="")

    @pages.post("/try")
    async def try_out(request: Request) -> HTTPResponse:
        text = field_of(request, "text", _LONGEST_TEXT).strip()
        if not text:
            return desk.page(request, "try", text="", found=None, problem="Write a message first.")
        try:
            found = await desk.link.trial(text)
        except NotRunningError:
            problem = "The assistant does not answer. Is it running, and has it loaded its model?"
            return desk.page(request, "try", 503, text=text, found=None, problem=problem)
        found["pieces"] = list(_pieces(found["text"], found["judgement"]["findings"]))
        found["topics"] = found["topics"][:_MOST_TOPICS]
        return desk.page(request, "try", text=text, found=found, problem="", titles=desk.titles())


def _pieces(text: str, findings: list[dict[str, Any]]) -> list[tuple[str, bool, str]]:
    """The text cut where findings begin and end: (piece, is found, symptoms)."""
    cuts = sorted({0, len(text), *(f["start"] for f in findings), *(f["end"] for f in findings)})
    pieces = []
    for start, end in pairwise(cuts):
        names = [f["symptom"] for f in findings if f["start"] <= start and end <= f["end"]]
        pieces.append((text[start:end], bool(names), ", ".join(dict.fromkeys(names))))
    return pieces
