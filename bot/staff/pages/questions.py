"""Questions without an answer, or whose answer did not help: one tap makes them examples."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content.editing import Change, EditError
from bot.content.faq_files import button_titles
from bot.staff.desk import Desk, chosen
from bot.staff.examples import add_example
from bot.staff.grouping import Group, grouped
from bot.staff.visit import Notice, field_of, user_of
from bot.store.staff_records import mark_questions, open_questions

_PATH = "/staff/questions"
_CONTENT = "/staff/content"
# Why a question becomes no example: it is nothing for the assistant, or its topic was right.
_REASONS = ("not for the assistant", "dealt with")
_MOST_SHOWN = 25
_MOST_WORDINGS = 50
_MOST_NAMED = 8


def add_to(pages: Blueprint, desk: Desk) -> None:
    """/staff/questions, and what its forms do."""

    def read() -> tuple[list[Group], dict[str, str]]:
        titles = desk.titles()
        return grouped(open_questions(button_titles()), titles, desk.encode), titles

    @pages.get("/questions")
    async def show(request: Request) -> HTTPResponse:
        groups, titles = await asyncio.to_thread(read)
        return desk.page(
            request, "questions", groups=groups[:_MOST_SHOWN], count=len(groups), titles=titles
        )

    @pages.post("/questions/add")
    async def add(request: Request) -> HTTPResponse:
        topic = field_of(request, "topic", 100) or field_of(request, "other_topic", 100)
        by = user_of(request).name
        notice = await _add(desk, topic, _chosen(request), by)
        return desk.back(request, _PATH, notice)

    @pages.post("/questions/not-for-us")
    async def not_for_us(request: Request) -> HTTPResponse:
        keys = [key for _, found in _chosen(request) for key in found]
        by = user_of(request).name
        why = chosen(field_of(request, "why", 40), _REASONS)
        count = await asyncio.to_thread(mark_questions, keys, by, why)
        word = "question" if count == 1 else "questions"
        notice = Notice("done", f"{count} {word} marked as {why}.")
        return desk.back(request, _PATH, notice)


def _chosen(request: Request) -> list[tuple[str, list[str]]]:
    """The wordings that are ticked: text and the keys of their rows."""
    found = []
    for number in request.form.getlist("take")[:_MOST_WORDINGS]:
        if number.isdigit():
            keys = field_of(request, f"keys_{number}", 10_000)
            found.append((field_of(request, f"text_{number}"), keys.split(",")))
    return found


def topics_named(named: str, titles: Mapping[str, str]) -> list[str]:
    """The topics that somebody may mean: by name, by question, else by words of the question."""
    if named in titles:
        return [named]
    words = named.casefold().split()
    whole = [topic for topic, title in titles.items() if title.casefold().split() == words]
    return whole or [
        topic for topic, title in titles.items() if all(one in title.casefold() for one in words)
    ]


async def _add(desk: Desk, named: str, wordings: list[tuple[str, list[str]]], by: str) -> Notice:
    if not named.strip():
        return Notice("refused", "Choose a topic first.")
    titles = await asyncio.to_thread(desk.titles)
    topic, *others = topics_named(named, titles) or [""]
    if not topic:
        return Notice("refused", f"No topic has “{named}” in its question. Try another word.")
    if others:
        some = " · ".join(titles[one] for one in [topic, *others][:_MOST_NAMED])
        return Notice("refused", f"More than one topic has “{named}” in its question:\n{some} …")
    if not wordings:
        return Notice("refused", "Tick at least one wording.")
    changes: list[Change] = []
    refused: list[str] = []
    for text, keys in wordings:
        try:
            changes.append(await add_example(desk, topic, text))
        except EditError as error:
            why = (await asyncio.to_thread(desk.reasons, error)).replace("\n", " ")
            refused.append(f"“{text}”: {why}")
            continue
        await asyncio.to_thread(mark_questions, keys, by, f"example of {topic}")
    title = titles[topic]
    if not changes:
        return Notice("refused", "\n".join(refused))
    said = f"Put under “{title}”. The assistant knows it after the next training."
    return Notice(
        "done", "\n".join([said, *refused]), "\n".join(change.diff for change in changes),
        f"{_CONTENT}/{topic}", "Look at the answer to it",
    )  # fmt: skip
