"""The edge of the server: what is refused before any route sees it, and how errors look."""

from __future__ import annotations

import logging

from sanic import Sanic
from sanic.exceptions import SanicException, ServiceUnavailable
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.messengers.channel import LONGEST_DELIVERY_BYTES
from bot.channels.web.channel import LONGEST_BODY_BYTES, error_response
from bot.run.hosts import Hosts
from bot.run.request_head import check_head
from bot.settings.clinic import Clinic

logger = logging.getLogger(__name__)

_HEADER_SECONDS = 10
_CODES = {
    400: ("bad_request", "The request cannot be read."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address is not used in this way."),
    408: ("too_slow", "The request took too long."),
    413: ("too_large", "The request is too large."),
    417: ("bad_request", "The request cannot be read."),
    503: ("unavailable", "The assistant cannot answer right now."),
}

_UNKNOWN_HOST = ("unknown_host", "The assistant is not served under this name.")
# A page of the web channel brings its own; everything else is data, and no browser shows it.
_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def harden(app: Sanic, clinic: Clinic, hosts: Hosts) -> None:
    """Limits and deadlines of the server itself; every error is JSON with the phone numbers."""
    _limit(app, clinic)

    async def read_head(head: bytes) -> None:
        check_head(head)

    app.signal("http.lifecycle.read_head")(read_head)

    async def check_host(request: Request) -> HTTPResponse | None:
        # Sanic makes a request without headers where it could not read one; it says why by itself.
        if not request.headers or hosts.allows(request.headers.get("host")):
            return None
        return error_response(400, *_UNKNOWN_HOST, clinic)

    # Before everything else that looks at a request: Rasa's own middleware answers some of them.
    app.request_middleware.appendleft(check_host)
    _answer_errors(app, clinic)

    async def guard_headers(_: Request, answered: HTTPResponse) -> None:
        for name, value in _SECURITY_HEADERS.items():
            answered.headers.setdefault(name, value)

    app.register_middleware(guard_headers, "response")


def _limit(app: Sanic, clinic: Clinic) -> None:
    # The web channel itself refuses what is longer than its own, smaller limit.
    app.config.REQUEST_MAX_SIZE = max(LONGEST_BODY_BYTES, LONGEST_DELIVERY_BYTES)
    app.config.REQUEST_TIMEOUT = _HEADER_SECONDS
    app.config.RESPONSE_TIMEOUT = int(clinic.answers.deadline_seconds) + 30
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = clinic.answers.deadline_seconds
    if clinic.web.proxies:
        app.config.PROXIES_COUNT = clinic.web.proxies


def _answer_errors(app: Sanic, clinic: Clinic) -> None:
    """Every error is JSON with the phone numbers."""

    async def as_json(_: Request | None, error: Exception) -> HTTPResponse:
        status = error.status_code if isinstance(error, SanicException) else 500
        if status not in _CODES and status < 500:
            status = 400
        # A client that went away before its answer is no failure of ours (Sanic's "Cancelled").
        if status >= 500 and not isinstance(error, ServiceUnavailable):
            # The message of an error may hold a patient's words, so only its type is logged.
            logger.error("A request failed: %s", type(error).__name__)
        code, message = _CODES.get(status, ("internal", "Something went wrong here."))
        return error_response(status, code, message, clinic)

    app.exception(Exception)(as_json)
