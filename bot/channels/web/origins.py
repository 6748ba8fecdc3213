"""Which websites may use the web channel from a browser, and the CORS headers that tell them so."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from sanic.request import Request

_ALLOWED_METHODS = "GET, POST, DELETE"
_ALLOWED_HEADERS = "authorization, content-type"
_PREFLIGHT_SECONDS = "600"


class Origins:
    """The assistant's own pages, and the sites of clinic.yml ``web.allowed_origins``."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = frozenset(allowed)

    def may_ask(self, request: Request) -> bool:
        """False for a browser on a site that the clinic has not named."""
        origin = request.headers.get("origin")
        return origin is None or origin in self._allowed or _is_own_page(request, origin)

    def headers(self, request: Request) -> dict[str, str]:
        """What lets the browser of an allowed site read the answer. Never credentials: a session
        is named in a header, not in a cookie."""
        headers = {"Vary": "Origin"}
        origin = request.headers.get("origin")
        if origin in self._allowed:
            headers["Access-Control-Allow-Origin"] = origin
        return headers

    def preflight_headers(self, request: Request) -> dict[str, str]:
        """The same for the question that a browser asks first (OPTIONS)."""
        return {
            **self.headers(request),
            "Access-Control-Allow-Methods": _ALLOWED_METHODS,
            "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
            "Access-Control-Max-Age": _PREFLIGHT_SECONDS,
        }


def _is_own_page(request: Request, origin: str) -> bool:
    """The browser says so itself (no script can set this header), or, in older browsers, the
    page's host is ours. Only hosts are compared: behind a proxy that ends TLS we see http."""
    if request.headers.get("sec-fetch-site") == "same-origin":
        return True
    host = request.headers.get("host", "")
    return bool(host) and urlsplit(origin).netloc == host
