"""Answers: all topics, one topic with its answer, changing it with a preview, and signing it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content.editing import EditError, LostRaceError, NewAnswer, version_of
from bot.content.faq_files import Response
from bot.content.readability import Readability
from bot.content.sources import read_sources
from bot.staff.answers import SHOWN, AsPatient, Row, Version, name_of
from bot.staff.desk import Desk, chosen
from bot.staff.examples import add_example
from bot.staff.link import NotRunningError
from bot.staff.visit import Notice, field_of, user_of, visit_of

Handler = Callable[..., Awaitable[HTTPResponse]]

_PATH = "/staff/content"
_NOT_RUNNING = "The assistant is not running. Changes are live when it is started."


def add_to(pages: Blueprint, desk: Desk) -> None:
    """/staff/content, a page a topic, and what their forms do."""
    content = _Content(desk)
    topic = "/content/<group:str>/<name:str>"
    for method, path, handler in (
        ("GET", "/content", content.show_all),
        ("GET", topic, content.show),
        ("GET", f"{topic}/edit", content.edit),
        ("POST", f"{topic}/preview", content.preview),
        ("POST", f"{topic}/save", content.save),
        ("POST", f"{topic}/sign", content.sign),
        ("POST", f"{topic}/example", content.add_example),
    ):
        pages.add_route(_as_function(handler), path, methods=[method], name=handler.__name__)


def _as_function(handler: Handler) -> Handler:
    """Sanic writes on the handlers of a blueprint, and nobody can write on a method."""

    async def handle(request: Request, **parts: str) -> HTTPResponse:
        return await handler(request, **parts)

    return handle


class _Content:
    """The pages of answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._editor = desk.editor

    async def show_all(self, request: Request) -> HTTPResponse:
        which = chosen(request.args.get("show", ""), SHOWN)
        query = request.args.get("q", "")[:100]
        by_topic: dict[str, list[Response]] = {}
        for answer in await asyncio.to_thread(self._editor.answers):
            by_topic.setdefault(answer.name, []).append(answer)
        rows = list(map(Row.of, by_topic.values()))
        words = query.casefold().split()
        return self._desk.page(
            request,
            "content",
            rows=[row for row in rows if row.is_in(which, words)],
            which=which,
            query=query,
            total=len(rows),
            unsigned=sum(not row.is_signed for row in rows),
            problem=await self._live_problem(),
        )

    async def show(self, request: Request, group: str, name: str) -> HTTPResponse:
        return await self._topic_page(request, f"{group}/{name}")

    async def edit(self, request: Request, group: str, name: str) -> HTTPResponse:
        topic, wanted = f"{group}/{name}", request.args.get("for") or None
        variants = await asyncio.to_thread(self._editor.variants, topic)
        variant = next((one for one in variants if one.treatment_type == wanted), None)
        if variant is None:
            raise NotFound("There is no such answer.")
        sources = tuple(map(str, variant.metadata["sources"]))
        answer = NewAnswer(topic, wanted, variant.text, sources, version_of(variants))
        return await self._edit_page(request, answer)

    async def preview(self, request: Request, group: str, name: str) -> HTTPResponse:
        answer = _answer_in(request, f"{group}/{name}")
        if field_of(request, "do") == "edit":
            return await self._edit_page(request, answer)
        return await self._preview_page(request, answer)

    async def save(self, request: Request, group: str, name: str) -> HTTPResponse:
        topic, signs = f"{group}/{name}", field_of(request, "do") == "sign"
        answer = _answer_in(request, topic)
        by = user_of(request).name if signs else None
        settles = field_of(request, "settled") == "yes"
        try:
            change = await asyncio.to_thread(self._editor.save, answer, by, settles)
        except LostRaceError as error:
            self._desk.notices.put(visit_of(request), Notice("refused", str(error)))
            return await self._topic_page(request, topic, 409, lost=answer.text)
        except EditError:
            return await self._preview_page(request, answer, 422)
        said = "Saved and signed." if signs else "Saved. Nobody has signed it yet."
        said += " Patients get it within ten seconds."
        return self._desk.back(request, f"{_PATH}/{topic}", Notice("done", said, change.diff))

    async def sign(self, request: Request, group: str, name: str) -> HTTPResponse:
        topic, by = f"{group}/{name}", user_of(request).name
        version, settles = field_of(request, "version"), field_of(request, "settled") == "yes"
        try:
            change = await asyncio.to_thread(self._editor.sign, topic, by, version, settles)
        except EditError as error:
            return self._desk.back(request, f"{_PATH}/{topic}", Notice("refused", str(error)))
        notice = Notice("done", f"Signed by {by}.", change.diff)
        return self._desk.back(request, f"{_PATH}/{topic}", notice)

    async def add_example(self, request: Request, group: str, name: str) -> HTTPResponse:
        topic, text = f"{group}/{name}", field_of(request, "text")
        try:
            change = await add_example(self._desk, topic, text)
        except EditError as error:
            why = await asyncio.to_thread(self._desk.reasons, error)
            return self._desk.back(request, f"{_PATH}/{topic}", Notice("refused", why))
        said = "Added. The assistant knows it after the next training."
        return self._desk.back(request, f"{_PATH}/{topic}", Notice("done", said, change.diff))

    async def _topic_page(
        self, request: Request, topic: str, status: int = 200, lost: str = ""
    ) -> HTTPResponse:
        """``lost``: a text that could not be saved; it is shown, so that it is not gone."""
        values = await asyncio.to_thread(self._topic_values, topic)
        problem = await self._live_problem()
        return self._desk.page(request, "topic", status, problem=problem, lost=lost, **values)

    def _topic_values(self, topic: str) -> dict[str, Any]:
        variants = self._editor.variants(topic)
        if not variants:
            raise NotFound("There is no such topic.")
        return {
            "topic": topic,
            "row": Row.of(variants),
            "version_id": version_of(variants),
            "versions": [Version.of(variant, self._desk.clinic) for variant in variants],
            "examples": self._editor.examples(topic),
        }

    async def _edit_page(
        self,
        request: Request,
        answer: NewAnswer,
        status: int = 200,
        problems: Sequence[str] = (),
    ) -> HTTPResponse:
        """``problems``: what keeps it from being saved."""
        return self._desk.page(
            request,
            "edit",
            status,
            answer=answer,
            problems=[_of_this(problem, answer.topic) for problem in problems],
            sources=await asyncio.to_thread(read_sources),
            title=await asyncio.to_thread(self._title, answer),
            treatment=name_of(answer.treatment),
        )

    async def _preview_page(
        self, request: Request, answer: NewAnswer, status: int = 200
    ) -> HTTPResponse:
        """The editor again, with what is wrong, where the answer cannot be saved."""
        problems = await asyncio.to_thread(self._problems, answer)
        if problems:
            return await self._edit_page(request, answer, status, problems)
        values = await asyncio.to_thread(self._preview_values, answer)
        return self._desk.page(request, "preview", status, answer=answer, **values)

    def _problems(self, answer: NewAnswer) -> list[str]:
        try:
            return self._editor.problems_of(answer)
        except EditError as error:  # the topic itself is gone
            raise NotFound(str(error)) from None

    def _preview_values(self, answer: NewAnswer) -> dict[str, Any]:
        waits = any(one.metadata.get("waiting") for one in self._editor.variants(answer.topic))
        return {
            "change": self._editor.difference(answer),
            "shown": AsPatient.from_today(answer, self._desk.clinic),
            "measured": Readability.of(answer.text),
            "is_waiting": waits,
            "title": self._title(answer),
            "treatment": name_of(answer.treatment),
        }

    def _title(self, answer: NewAnswer) -> str:
        return self._desk.titles().get(answer.topic, answer.topic)

    async def _live_problem(self) -> str | None:
        """Why changed answers are not live, as the assistant says it."""
        try:
            problem: str | None = (await self._desk.link.state())["answers_problem"]
        except NotRunningError:
            return _NOT_RUNNING
        return problem


def _of_this(problem: str, topic: str) -> str:
    """A problem of the answer in the editor: without file, line and topic."""
    found = re.match(rf"\S+, line \d+: {re.escape(topic)}: (.)", problem)
    return found[1].upper() + problem[found.end() :] if found else problem


def _answer_in(request: Request, topic: str) -> NewAnswer:
    text = field_of(request, "text", 10_000).replace("\r\n", "\n").strip()
    return NewAnswer(
        topic,
        field_of(request, "for", 60) or None,
        text,
        tuple(field_of(request, "sources", 500).replace(",", " ").split()),
        field_of(request, "version", 40),
    )
