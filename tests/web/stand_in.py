"""A small server that speaks the web channel's interface, without a model: for tests of the widget.

The widget, the demo page and their headers are the real ones; what is answered, the test decides.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.channels.web.pages import PAGE_HEADERS, WIDGET_HEADERS, demo_page
from bot.channels.web.widget_script import widget_script
from bot.run import environment
from bot.settings.clinic import Clinic
from bot.settings.paths import WEB_DIR
from tests.web.chat import reply

GREETING = (
    "Hello. I can tell you about immunotherapy for cancer. I am a computer program.\n"
    "You can ask, for example: How does immunotherapy work?\n"
    "If you feel very unwell, call your care team now: 555-0100. In an emergency, call 911."
)
_ALLOWED_HEADERS = "authorization, content-type"


class StandIn:
    """``history``: what GET /messages gives after the greeting. ``replies``: what answers the
    next messages, one list a message, the last one again and again. ``allowed``: foreign origins
    that may ask. ``feedback_status``: the status of POST /feedback. ``feedback``: what came."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.history: list[dict[str, Any]] = []
        self.replies: list[list[dict[str, Any]]] = [[reply("An answer.")]]
        self.allowed: set[str] = set()
        self.feedback: list[dict[str, Any]] = []
        self.feedback_status = 204
        self._server = ThreadingHTTPServer((environment.DEFAULT_HOST, 0), _handler(self))
        self.address = f"http://{environment.DEFAULT_HOST}:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator[StandIn]:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def page(self, path: str) -> tuple[str, str, dict[str, str]] | None:
        """Content, content type and headers of a page."""
        if path == "/":
            return demo_page(self.clinic), "text/html", PAGE_HEADERS
        if path == "/demo.css":
            return (WEB_DIR / "demo.css").read_text(encoding="utf-8"), "text/css", {}
        if path == "/widget.js":
            return widget_script(self.clinic, GREETING), "text/javascript", WIDGET_HEADERS
        return None

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, object]:
        """Status and JSON of a call of the interface; None for an empty answer."""
        if (method, path) == ("POST", "/session"):
            return 201, {"token": "a-token", "expires": time.time() + 3600}
        if (method, path) == ("DELETE", "/session"):
            return 204, None
        if (method, path) == ("GET", "/messages"):
            return 200, {"messages": [{"from": "bot", **reply(GREETING)}, *self.history]}
        if (method, path) == ("POST", "/message"):
            next_replies = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
            return 200, {"messages": next_replies}
        if (method, path) == ("POST", "/feedback"):
            self.feedback.append(body)
            return self.feedback_status, None
        return 404, {}


def _handler(server: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _path(self) -> str:
            return self.path.split("?")[0].removeprefix("/webhooks/web")

        def _is_refused(self) -> bool:
            origin = self.headers.get("Origin")
            return origin is not None and origin not in {server.address, *server.allowed}

        def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            origin = self.headers.get("Origin")
            if origin in server.allowed:
                headers = {"Access-Control-Allow-Origin": str(origin), **headers}
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def _call(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            if self._is_refused():
                status, answer = 403, {"error": {"code": "foreign_origin"}}
            else:
                status, answer = server.answer(self.command, self._path(), body)  # type: ignore[assignment]
            content = b"" if answer is None else json.dumps(answer).encode()
            self._send(status, content, {"Content-Type": "application/json"})

        def do_GET(self) -> None:
            page = server.page(self._path())
            if page is None:
                self._call()
                return
            content, kind, headers = page
            content_type = {"Content-Type": f"{kind}; charset=utf-8"}
            self._send(
                200, content.encode(), {**headers, **content_type, "Cache-Control": "no-store"}
            )

        def do_POST(self) -> None:
            self._call()

        def do_DELETE(self) -> None:
            self._call()

        def do_OPTIONS(self) -> None:
            allowed = {
                "Access-Control-Allow-Methods": "GET, POST, DELETE",
                "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
            }
            self._send(*((403, b"", {}) if self._is_refused() else (204, b"", allowed)))

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler
