"""A request of somebody of the staff: who it is, and what a page needs of it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from sanic.request import Request

from bot.settings.staff import StaffUser

_MOST_KEPT = 500


@dataclass(frozen=True)
class Notice:
    """What is said on the next page. ``kind``: done or refused; ``diff``: lines that changed."""

    kind: str
    text: str
    diff: str = ""
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class Visit:
    """``browser``: the content of the browser's cookie; ``token``: what its forms carry."""

    user: StaffUser | None
    browser: str
    token: str
    by_proxy: bool = False


class Notices:
    """What is to be said to each browser once, kept in memory."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, list[Notice]] = OrderedDict()

    def put(self, visit: Visit, notice: Notice) -> None:
        self._open.setdefault(visit.browser, []).append(notice)
        while len(self._open) > _MOST_KEPT:
            self._open.popitem(last=False)

    def take(self, visit: Visit) -> list[Notice]:
        return self._open.pop(visit.browser, [])


def visit_of(request: Request) -> Visit:
    visit: Visit = request.ctx.visit
    return visit


def user_of(request: Request) -> StaffUser:
    """Who it is, on a page that only users see."""
    user = visit_of(request).user
    assert user is not None
    return user


def field_of(request: Request, name: str, longest: int = 5000) -> str:
    """A field of a form; empty where there is none."""
    return str(request.form.get(name) or "")[:longest]
