"""What the pages work with."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content.editing import EditError, Editor
from bot.settings.clinic import Clinic
from bot.staff.differences import lines_of
from bot.staff.grouping import Encode
from bot.staff.link import Link
from bot.staff.training import Trainer
from bot.staff.visit import Notice, Notices, visit_of

_TOPIC = re.compile(r"[a-z_]+/[a-z_]+")
_DOTS = re.compile(r"[.sxXFE]*\s*\[\s*(\d+)%\]")
_TEMPLATES = Path(__file__).with_name("templates")
PAGES = (
    ("red-flags", "Red flags"),
    ("questions", "Questions"),
    ("content", "Answers"),
    ("try", "Try it out"),
    ("live", "Train and go live"),
    ("figures", "Figures"),
)


@dataclass
class Desk:
    """The parts of the staff page, and how it renders."""

    clinic: Clinic
    editor: Editor
    link: Link
    trainer: Trainer
    encode: Encode
    notices: Notices = field(default_factory=Notices)

    def __post_init__(self) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._templates.filters.update(
            local=local_time,
            seconds=seconds,
            duration=duration,
            since=since,
            progress=progress,
            plain=plain_name,
            tier=tier_name,
            changed_lines=lines_of,
        )

    def page(self, request: Request, name: str, status: int = 200, **values: Any) -> HTTPResponse:
        """A page from its template; what is to be said once is said on it."""
        visit = visit_of(request)
        html = self._templates.get_template(f"{name}.html").render(
            clinic=self.clinic.name,
            visit=visit,
            pages=PAGES,
            path=request.path,
            notices=self.notices.take(visit),
            **values,
        )
        return response.html(html, status=status)

    def back(self, request: Request, path: str, notice: Notice | None = None) -> HTTPResponse:
        """After a form: to a page that can be loaded again without sending the form again."""
        if notice is not None:
            self.notices.put(visit_of(request), notice)
        return response.redirect(path, status=303)

    def titles(self) -> dict[str, str]:
        """Topic → its question, in the order of the files."""
        answers = self.editor.answers()
        return {a.name: str(a.metadata.get("title", a.name)) for a in answers if a.is_general}

    def reasons(self, error: EditError) -> str:
        """Why a change was not made, with the questions of topics in place of their names."""
        titles = self.titles()

        def question(found: re.Match[str]) -> str:
            return f"“{titles[found[0]]}”" if found[0] in titles else found[0]

        return _TOPIC.sub(question, str(error))


def local_time(at: datetime.datetime | None) -> str:
    """A time in UTC as the clinic's clock shows it: "Nov 28, 14:05"."""
    if at is None:
        return ""
    local = at.replace(tzinfo=datetime.timezone.utc).astimezone()
    year = f", {local.year}" if local.year != datetime.datetime.now().year else ""
    return f"{local:%b} {local.day}{year}, {local:%H:%M}"


def seconds(milliseconds: float | None) -> str:
    return "not measured" if milliseconds is None else f"{milliseconds / 1000:.2f} s"


def duration(seconds: float) -> str:
    """How long something took: "35 s", "2 min 24 s"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def since(began: float) -> str:
    """How long something has been going on that began at this time (of :func:`time.time`)."""
    return duration(max(0.0, time.time() - began))


def progress(detail: str) -> str:
    """What a step printed last; of the tests' line of dots only how far they are."""
    found = _DOTS.fullmatch(detail)
    return f"{found[1]} %" if found else detail


def plain_name(name: str) -> str:
    """A name of the code as people read it: "chest_pain" → "chest pain"."""
    return name.replace("_", " ")


_TIERS: Mapping[str, str] = {
    "emergency": "Emergency",
    "call_now": "Call now",
    "check": "Was asked about",
}


def tier_name(tier: str) -> str:
    return _TIERS.get(tier, plain_name(tier))


def chosen(value: str, allowed: Sequence[str]) -> str:
    """A value of a query, the first that is allowed where it is none."""
    return value if value in allowed else allowed[0]
