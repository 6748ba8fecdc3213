"""The staff page as a web application: who comes in, what every answer carries, and the pages."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from pathlib import Path

from sanic import Blueprint, Sanic, response
from sanic.exceptions import NotFound, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.staff.access import Access, TooManyTriesError
from bot.staff.desk import Desk
from bot.staff.pages import content, figures, live, questions, red_flags, trial
from bot.staff.sessions import Issued, Sessions
from bot.staff.visit import Visit, field_of, visit_of

logger = logging.getLogger(__name__)

LOGIN = "/staff/login"
_STATIC = Path(__file__).with_name("static")
_FILES = {"staff.css": "text/css", "staff.js": "text/javascript", "icon.svg": "image/svg+xml"}
_PUBLIC = frozenset({LOGIN, "/health/live", *(f"/staff/static/{name}" for name in _FILES)})
_LONGEST_BODY_BYTES = 256 * 1024
_BROWSER_BYTES = 18
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Pages of other sites, and of the same site on another port, are not ours.
_OWN_ORIGIN = frozenset({"same-origin", "none"})


class StaffApp:
    """Puts the application together."""

    def __init__(
        self,
        desk: Desk,
        secret: str,
        is_own_host: Callable[[str | None], bool],
        name: str = "staff",
    ) -> None:
        """``secret``: signs sessions and forms; ``is_own_host``: whether the page is served under
        what a ``Host`` header says."""
        self._desk = desk
        self._is_own_host = is_own_host
        self._staff = desk.clinic.staff
        self._access = Access(self._staff)
        self._sessions = Sessions(secret, self._staff)
        prefix = "__Host-" if self._staff.https else ""
        self._session_cookie = f"{prefix}staff_session"
        self._browser_cookie = f"{prefix}staff_browser"
        self.app = Sanic(name, configure_logging=False)
        self._set_up()

    def _set_up(self) -> None:
        app = self.app
        app.config.REQUEST_MAX_SIZE = _LONGEST_BODY_BYTES
        app.config.FALLBACK_ERROR_FORMAT = "html"
        if self._staff.proxies:
            app.config.PROXIES_COUNT = self._staff.proxies
        app.register_middleware(self._admit, "request")
        app.register_middleware(self._finish, "response")
        app.exception(Exception)(self._failed)
        app.add_route(self._log_in_page, LOGIN, methods=["GET"], name="login")
        app.add_route(self._log_in, LOGIN, methods=["POST"], name="log_in")
        app.add_route(self._log_out, "/staff/logout", methods=["POST"], name="log_out")
        app.add_route(self._home, "/staff", methods=["GET"], name="home", strict_slashes=False)
        app.add_route(self._home, "/", methods=["GET"], name="root")
        app.add_route(self._static, "/staff/static/<name:str>", methods=["GET"], name="static")
        app.add_route(self._live, "/health/live", methods=["GET"], name="health")
        for page in (red_flags, questions, content, trial, live, figures):
            pages = Blueprint(page.__name__.rpartition(".")[2], url_prefix="/staff")
            page.add_to(pages, self._desk)
            app.blueprint(pages)

    async def _admit(self, request: Request) -> HTTPResponse | None:
        """Who it is, and whether a form is our own; everybody else is sent to log in."""
        # Without headers it is no request, but Sanic's answer to something that is none.
        if request.headers and not self._is_own_host(request.headers.get("host")):
            return response.text("The staff page is not served under this name.", status=400)
        browser = request.cookies.get(self._browser_cookie) or ""
        request.ctx.is_new_browser = not browser
        browser = browser or secrets.token_urlsafe(_BROWSER_BYTES)
        header = self._access.header
        # The address of the connection itself: another one anybody may write into a header.
        by_proxy = self._access.by_proxy(
            request.ip, request.headers.get(header) if header else None
        )
        user = by_proxy or self._sessions.user(request.cookies.get(self._session_cookie))
        token = self._sessions.form_token(browser, user.login if user else "")
        request.ctx.visit = Visit(user, browser, token, by_proxy is not None)
        if request.method not in ("GET", "HEAD") and not self._is_own_form(request):
            return self._refused(request)
        if user is None and request.path not in _PUBLIC:
            return response.redirect(LOGIN, status=303)
        return None

    def _is_own_form(self, request: Request) -> bool:
        visit = visit_of(request)
        login = visit.user.login if visit.user else ""
        return (
            request.headers.get("sec-fetch-site", "none") in _OWN_ORIGIN
            and not request.ctx.is_new_browser
            and self._sessions.is_own_form(field_of(request, "form_token"), visit.browser, login)
        )

    def _refused(self, request: Request) -> HTTPResponse:
        text = "This form is too old, or it is not ours. Nothing was changed. Load the page anew."
        return self._desk.page(request, "error", 403, title="Not done", text=text)

    async def _finish(self, request: Request, answered: HTTPResponse) -> None:
        for name, value in _HEADERS.items():
            answered.headers.setdefault(name, value)
        if self._staff.https:
            answered.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        visit = getattr(request.ctx, "visit", None)
        if visit is not None and getattr(request.ctx, "is_new_browser", False):
            self._set_cookie(answered, self._browser_cookie, visit.browser)

    def _set_cookie(
        self, answered: HTTPResponse, name: str, value: str, seconds: int | None = None
    ) -> None:
        answered.cookies[name] = value
        cookie = answered.cookies[name]
        cookie["path"], cookie["httponly"], cookie["samesite"] = "/", True, "Strict"
        if self._staff.https:
            cookie["secure"] = True
        if seconds is not None:
            cookie["max-age"] = seconds

    async def _log_in_page(self, request: Request) -> HTTPResponse:
        if visit_of(request).user is not None:
            return response.redirect("/staff", status=303)
        return self._desk.page(request, "login", login="", problem="")

    async def _log_in(self, request: Request) -> HTTPResponse:
        login, password = field_of(request, "login", 80), field_of(request, "password", 1000)
        try:
            user = await self._access.by_password(login, password, address_of(request))
        except TooManyTriesError:
            text = "Too many tries. Wait a minute, and try again."
            return self._desk.page(request, "login", 429, login=login, problem=text)
        if user is None:
            text = "Login or password is wrong."
            return self._desk.page(request, "login", 403, login=login, problem=text)
        answered = response.redirect("/staff", status=303)
        issued: Issued = self._sessions.issue(user)
        self._set_cookie(answered, self._session_cookie, issued.cookie, issued.seconds)
        self._set_cookie(answered, self._browser_cookie, secrets.token_urlsafe(_BROWSER_BYTES))
        return answered

    async def _log_out(self, request: Request) -> HTTPResponse:
        self._sessions.end(request.cookies.get(self._session_cookie))
        answered = response.redirect(LOGIN, status=303)
        self._set_cookie(answered, self._session_cookie, "", 0)
        return answered

    async def _home(self, request: Request) -> HTTPResponse:  # noqa: ARG002
        return response.redirect("/staff/red-flags", status=303)

    async def _static(self, request: Request, name: str) -> HTTPResponse:  # noqa: ARG002
        if name not in _FILES:
            raise NotFound("There is no such file.")
        text = (_STATIC / name).read_text(encoding="utf-8")
        return response.text(text, content_type=f"{_FILES[name]}; charset=utf-8")

    async def _live(self, request: Request) -> HTTPResponse:  # noqa: ARG002
        return response.json({"live": True})

    async def _failed(self, request: Request | None, error: Exception) -> HTTPResponse:
        status = error.status_code if isinstance(error, SanicException) else 500
        title, text = "Something went wrong", "Nothing more is known here. Try again in a minute."
        if isinstance(error, (SQLAlchemyError, OSError)):
            title, text = "The records cannot be read", "The database does not answer. Try again."
            status = 503
        elif status < 500:
            title, text = "There is nothing here", "The address is wrong, or the page is gone."
        if status >= 500:
            # The message of an error may hold a patient's words, so only its type is logged.
            logger.error("A page of the staff failed: %s", type(error).__name__)
        if request is None or getattr(request.ctx, "visit", None) is None:
            return response.text(text, status=status)
        return self._desk.page(request, "error", status, title=title, text=text)


def address_of(request: Request) -> str:
    """Whose request it is: the connection's address, or what the clinic's own proxies say."""
    return str(request.remote_addr or request.ip)
